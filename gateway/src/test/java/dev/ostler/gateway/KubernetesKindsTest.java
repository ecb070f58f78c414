package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All kinds of workloads that have replicas, and what a gateway must be allowed for them. */
class KubernetesKindsTest {
  private static final Path KINDS = Path.of("..", "deploy", "kinds", "role.yaml");

  private final FakeCluster cluster = FakeCluster.start();

  @AfterEach
  void close() {
    cluster.close();
  }

  private Set<String> patched() {
    return cluster.done.stream()
        .map(FakeCluster.Call::resource)
        .filter(resource -> !resource.equals("services"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("dev.ostler.gateway.ScaledApp#kindsAndRoutes")
  void everyKindIsScaledToZeroAndToWhatItHadByWhatKnowsItsReplicas(
      String kind, KubernetesRoute route) throws Exception {
    ScaledApp app = ScaledApp.make(cluster, kind, route);
    String plural = app.target().kind().plural();
    Set<String> expected =
        app.target().kind().plain() ? Set.of(plural) : Set.of(plural, plural + "/scale");
    app.attempt(false);
    assertThat(app.isResting()).isTrue();
    app.attempt(true);

    assertThat(app.isAwake()).isTrue();
    assertThat(patched()).isEqualTo(expected);
  }

  /** What the guide has people add for kinds that the role of the gateway does not have. */
  private static Set<String> additional(String kind) throws IOException {
    String plural = KubernetesTarget.Kind.parse(kind).plural();
    return Manifests.rights(KINDS, "ostler-gateway-kinds").stream()
        .filter(right -> right.contains("/" + plural))
        .collect(Collectors.toSet());
  }

  private Set<String> used(String kind) {
    String plural = KubernetesTarget.Kind.parse(kind).plural();
    return cluster.calls.stream()
        .map(FakeCluster.Call::right)
        .filter(right -> right.contains("/" + plural))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicaset", ScaledApp.ROLLOUT})
  void ruleForAnotherKindIsExactlyWhatItTakesBesideTheRoleOfTheGateway(String kind)
      throws Exception {
    Set<String> allowed = new HashSet<>(Manifests.rights("ostler-gateway"));
    allowed.addAll(additional(kind));
    cluster.allow(call -> allowed.contains(call.right()));
    ScaledApp app = ScaledApp.make(cluster, kind, Shop.REPOINT);
    app.attempt(false);
    app.attempt(true);

    assertThat(cluster.denied).isEmpty();
    assertThat(used(kind)).isEqualTo(additional(kind));
  }

  /** Without {@code watch} a workload is asked now and then how it is. */
  static Stream<String> needed() throws IOException {
    return Manifests.rights(KINDS, "ostler-gateway-kinds").stream()
        .filter(right -> !right.startsWith("watch "))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("needed")
  void withoutARightForItsKindAWorkloadIsNotPutToRest(String right) throws Exception {
    String kind = right.contains("rollouts") ? ScaledApp.ROLLOUT : "replicaset";
    cluster.allow(call -> !call.right().equals(right));
    ScaledApp app = ScaledApp.make(cluster, kind, Shop.PROXY);
    try (Workload workload = app.open()) {
      assertThatThrownBy(workload::rest).isInstanceOf(WorkloadException.class);
    }

    assertThat(cluster.objects.read(app.target().path()).at("/spec/replicas").asInt())
        .isEqualTo(ScaledApp.REPLICAS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicaset", ScaledApp.ROLLOUT})
  void withoutTheRightToWatchItsKindAWorkloadRestsAndWakesAsWell(String kind) throws Exception {
    ScaledApp app = ScaledApp.make(cluster, kind, Shop.PROXY);
    String plural = app.target().kind().plural();
    cluster.allow(call -> !call.verb().equals("watch") || !call.resource().equals(plural));
    app.attempt(false);
    app.attempt(true);

    Eventually.await("it was asked for", () -> !cluster.denied.isEmpty());
    assertThat(app.isAwake()).isTrue();
  }
}
