package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of its CPU a workload uses, in the quantities that clusters write. */
class KubernetesCpuTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private static GenericKubernetesResource read(String json) {
    return JSON.unmarshal(json, GenericKubernetesResource.class);
  }

  private static GenericKubernetesResource workload(String... containers) {
    ObjectNode object = FakeCluster.object("{}");
    var all =
        object.withObject("spec").withObject("template").withObject("spec").putArray("containers");
    for (String container : containers) {
      all.add(FakeCluster.object(container));
    }
    return read(object.toString());
  }

  private static String limited(String cpu) {
    return "{\"resources\":{\"limits\":{\"cpu\":\"%s\"}}}".formatted(cpu);
  }

  private static List<GenericKubernetesResource> pods(String... usages) {
    return Stream.of(usages)
        .map(usage -> read("{\"containers\":[{\"usage\":{\"cpu\":\"" + usage + "\"}}]}"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 100",
    "1, 0.5, 50",
    "1, .5, 50",
    "0.5, 250m, 50",
    "250m, 25m, 10",
    "1, 100000000n, 10",
    "500m, 5000u, 1",
    "2, 0, 0",
    "1k, 10, 1",
    "1, 2, 200",
  })
  void shareIsOfWhatItMayUse(String limit, String usage, double percent) {
    assertThat(KubernetesCpu.share(workload(limited(limit)), pods(usage))).contains(percent);
  }

  @Test
  void allPodsAndAllContainersCount() {
    GenericKubernetesResource workload = workload(limited("500m"), limited("0.5"));
    GenericKubernetesResource pod =
        read("{\"containers\":[{\"usage\":{\"cpu\":\"100m\"}},{\"usage\":{\"cpu\":\"0.1\"}}]}");
    GenericKubernetesResource other =
        read("{\"containers\":[{\"usage\":{\"cpu\":\"0\"}},{\"usage\":{\"cpu\":\"0\"}}]}");

    assertThat(KubernetesCpu.share(workload, List.of(pod, other))).contains(10.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "much", "1,5", "12 m", "m"})
  void usageThatIsNoQuantityIsUnknown(String usage) {
    assertThat(KubernetesCpu.share(workload(limited("1")), pods(usage))).isEmpty();
  }

  @Test
  void withoutALimitOrAMeasurementNobodyKnows() {
    assertThat(KubernetesCpu.share(workload("{}"), pods("1"))).isEmpty();
    assertThat(KubernetesCpu.share(workload(limited("1"), "{}"), pods("1"))).isEmpty();
    assertThat(KubernetesCpu.share(workload(limited("0")), pods("1"))).isEmpty();
    assertThat(KubernetesCpu.share(workload(limited("1")), List.of())).isEmpty();
    assertThat(KubernetesCpu.share(workload(limited("1")), pods("1", ""))).isEmpty();
  }
}
