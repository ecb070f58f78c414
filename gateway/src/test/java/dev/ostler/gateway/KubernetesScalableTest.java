package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many replicas something had, as whoever put it to rest has written down. */
class KubernetesScalableTest {
  private static int remembered(String count, String idledAt) {
    Map<String, String> annotations = new HashMap<>();
    if (count != null) {
      annotations.put(KubernetesMarks.REPLICAS, count);
    }
    if (idledAt != null) {
      annotations.put(KubernetesMarks.IDLED_AT, idledAt);
    }
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setMetadata(
        new ObjectMetaBuilder().withName("shop").withAnnotations(annotations).build());
    return new KubernetesScalable(object, Optional.empty()).remembered();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3    | 2018-02-07T11:44:20+00:00   | 3",
        "     | 2018-02-07T11:44:20+00:00   | 1",
        "     |                             | 1",
        "abc  |                             | 1",
        "0    |                             | 1",
        "-2   |                             | 1",
        "     | 2018-02-07T11:44:20+00:00,4 | 4",
        "     | 2018-11-26T17:27:34;4       | 4",
        "3    | 2018-11-26T17:27:34;4       | 3",
        "     | 2018-11-26T17:27:34;many    | 1",
        "     | nonsense                    | 1"
      })
  void countIsTheOneThatWasNotedElseTheOneOfOlderIdlersElseOne(
      String count, String idledAt, int replicas) {
    assertThat(remembered(count, idledAt)).isEqualTo(replicas);
  }
}
