package dev.ostler.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.testing.Eventually;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * An app of a fake cluster, of any kind that has replicas, and how it is to be when it is awake or
 * rests and nobody is at it.
 */
record ScaledApp(FakeCluster cluster, KubernetesTarget target, KubernetesRoute route) {
  static final int REPLICAS = 3;

  /** One that Kubernetes does not know: only its {@code /scale} says how many replicas it has. */
  static final String ROLLOUT = "rollouts.v1alpha1.argoproj.io";

  static Stream<Arguments> kindsAndRoutes() {
    return Stream.of("deployment", "statefulset", "replicaset", ROLLOUT)
        .flatMap(
            kind -> Stream.of(Shop.PROXY, Shop.REPOINT).map(route -> Arguments.of(kind, route)));
  }

  /** Makes one that is awake. */
  static ScaledApp make(FakeCluster cluster, String kind, KubernetesRoute route) {
    FakeController.of(cluster);
    KubernetesTarget target = KubernetesTarget.parse("team", kind + "/shop");
    cluster.objects.put(target.kind().path("team"), Shop.deployment(kind, REPLICAS));
    cluster.objects.put(Shop.SERVICES, Shop.service());
    return new ScaledApp(cluster, target, route);
  }

  Workload open() {
    return new KubernetesWorkload(
        "shop", target, route, KubernetesConnection.Use.own(cluster.connect()));
  }

  /** Has a gateway do it. */
  void attempt(boolean wake) throws Exception {
    try (Workload workload = open();
        Workload.Following following = workload.follow(_ -> {})) {
      if (wake) {
        workload.wake();
        following.lookAgain(); // as gateways do
      } else {
        workload.rest();
      }
      Eventually.await(wake ? "awake" : "resting", () -> is(wake));
    }
  }

  boolean is(boolean awake) {
    return awake ? isAwake() : isResting();
  }

  boolean isAwake() {
    ObjectNode workload = cluster.objects.read(target.path());
    return workload.at("/spec/replicas").asInt() == REPLICAS
        && !workload.at("/metadata/labels").has(KubernetesMarks.IDLED)
        && !workload.at("/metadata/annotations").has(KubernetesMarks.GOAL)
        && essence(serviceSpec()).equals(essence(Shop.service().path("spec")));
  }

  boolean isResting() {
    ObjectNode workload = cluster.objects.read(target.path());
    JsonNode annotations = workload.at("/metadata/annotations");
    return workload.at("/spec/replicas").asInt() == 0
        && workload.at("/metadata/labels").path(KubernetesMarks.IDLED).asText().equals("true")
        && annotations.path(KubernetesMarks.REPLICAS).asInt() == REPLICAS
        && !annotations.has(KubernetesMarks.GOAL)
        && serviceSpec()
            .path("externalName")
            .asText()
            .equals(route.repoints() ? Shop.GATE.host() : "");
  }

  private JsonNode serviceSpec() {
    return cluster.objects.read(Shop.SERVICE).path("spec");
  }

  /** What somebody has written, not what the cluster has allocated. */
  private static JsonNode essence(JsonNode spec) {
    ObjectNode essence = FakeCluster.object("{}");
    for (String key : List.of("selector", "ports", "sessionAffinity", "externalName")) {
      essence.set(key, spec.path(key).deepCopy());
    }
    return essence;
  }
}
