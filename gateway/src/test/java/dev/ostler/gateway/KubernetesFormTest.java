package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What files of the gateway may say of workloads of a cluster. */
class KubernetesFormTest {
  private static KubernetesForm read(String keys) throws Exception {
    return shop("listen: :8080\napps: {shop: {hosts: a.test, kubernetes: {" + keys + "}}}\n");
  }

  private static KubernetesForm shop(String file) throws Exception {
    GatewayFile read = (GatewayFile) Gateway.format().read("gateway.yaml", file);
    return Objects.requireNonNull(read.apps().get("shop")).kubernetes().orElseThrow();
  }

  @Test
  void whatIsNotSaidHasDefaults() throws Exception {
    KubernetesForm form = read("workload: deployment/shop, service: shop");

    assertThat(form.namespace()).isEqualTo("default");
    assertThat(form.route()).isEqualTo(KubernetesRoute.Mode.PROXY);
    assertThat(form.drain()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void kindThatNobodyKnowsIsRefused() {
    assertThatThrownBy(() -> read("workload: job/shop, service: shop"))
        .hasMessageContaining(
            "found the kind 'job', expected deployment, statefulset, replicaset,"
                + " replicationcontroller or PLURAL.VERSION.GROUP");
  }

  @Test
  void repointWithoutServiceIsRefused() {
    assertThatThrownBy(() -> read("workload: deployment/shop, port: 80, route: repoint"))
        .hasMessageContaining("found the route repoint without a service");
  }

  @Test
  void fileOfTheGuideIsRight() throws Exception {
    String guide = Files.readString(Path.of("..", "docs", "guide", "kubernetes.md"));
    String block = guide.split("```yaml gateway\n", 2)[1].split("```", 2)[0];

    assertThat(shop(block).workload()).isEqualTo("deployment/shop");
  }
}
