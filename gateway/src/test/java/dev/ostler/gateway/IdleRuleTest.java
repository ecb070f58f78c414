package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** When workloads of a cluster rest, and who else has a say. */
class IdleRuleTest {
  private static final Instant NOW = Instant.parse("2026-03-01T22:00:00Z");
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private final IdleRule rule = new IdleRule(10, Duration.ofMinutes(30), false);

  private static KubernetesScalable workload(Consumer<ObjectNode> change) {
    ObjectNode object = Shop.deployment("Deployment", 2);
    object.withObject("metadata").put("namespace", "team");
    change.accept(object);
    return new KubernetesScalable(
        JSON.unmarshal(object.toString(), GenericKubernetesResource.class), Optional.empty());
  }

  private static KubernetesScalable annotated(String key, String value) {
    return workload(
        object -> object.withObject("metadata").withObject("annotations").put(key, value));
  }

  private IdleDecision decide(KubernetesScalable workload, IdleRule.Owner... owners) {
    return rule.decide(new IdleRule.Facts(workload, true, Optional.of(0.5), List.of(owners)), NOW);
  }

  private static KubernetesScalable managed(String manager, String field) {
    return workload(object ->
        object
            .withObject("metadata")
            .putArray("managedFields")
            .add(
                FakeCluster.object(
                    "{\"manager\":\"%s\",\"fieldsV1\":{\"f:spec\":{\"f:%s\":{}}}}"
                        .formatted(manager, field))));
  }

  @Test
  void whatIsToBeKeptAwakeStaysUntilThen() {
    assertThat(decide(annotated(KubernetesMarks.KEEP_AWAKE_UNTIL, "2026-03-02T08:00:00Z")))
        .isEqualTo(new IdleDecision.Leave("it is to be kept awake until 2026-03-02T08:00:00Z"));
    assertThat(decide(annotated(KubernetesMarks.KEEP_AWAKE_UNTIL, "2026-03-01T21:00:00Z")))
        .isEqualTo(new IdleDecision.Rest("it uses 0.5 % of its CPU, at most 10.0 %"));
  }

  @Test
  void whatIsUsedThroughAGatewayStaysUntilThatSaysSo() {
    assertThat(decide(annotated(KubernetesMarks.USED_UNTIL, "2026-03-02T08:00:00Z")))
        .isEqualTo(
            new IdleDecision.Leave(
                "it is used through a gateway, which leaves it awake until 2026-03-02T08:00:00Z"));
    assertThat(decide(annotated(KubernetesMarks.USED_UNTIL, "2026-03-01T21:00:00Z")))
        .isEqualTo(new IdleDecision.Rest("it uses 0.5 % of its CPU, at most 10.0 %"));
  }

  @Test
  void restThatWasBegunIsFinished() {
    assertThat(decide(annotated(KubernetesMarks.GOAL, KubernetesMarks.RESTING)))
        .isEqualTo(new IdleDecision.Rest("its rest was begun and not finished"));
  }

  @Test
  void whatHasNoServiceStaysAwake() {
    assertThat(
            rule.decide(
                new IdleRule.Facts(workload(_ -> {}), false, Optional.of(0.0), List.of()), NOW))
        .isEqualTo(
            new IdleDecision.Leave("it has no Service that could be pointed at the gateway"));
  }

  @Test
  void kedaIsNotFoughtAndAnAutoscalerOfTheClusterPausesByItself() {
    HorizontalPodAutoscaler plain = autoscaler("{}");
    HorizontalPodAutoscaler keda = autoscaler("{\"scaledobject.keda.sh/name\":\"shop\"}");

    assertThat(decide(workload(_ -> {}), owner(workload(_ -> {}), plain)))
        .isEqualTo(
            new IdleDecision.Rest(
                "it uses 0.5 % of its CPU, at most 10.0 %; its HorizontalPodAutoscaler scaler"
                    + " pauses by itself without replicas"));
    assertThat(decide(workload(_ -> {}), owner(workload(_ -> {}), keda)))
        .isEqualTo(
            new IdleDecision.Leave(
                "KEDA scales it by ScaledObject shop, which would undo a rest; remove that, or"
                    + " leave it to KEDA"));
  }

  @Test
  void autoscalerOfAnotherKindOfTheSameNameDoesNotCount() {
    KubernetesScalable set = workload(object -> object.put("kind", "StatefulSet"));

    assertThat(KubernetesOwners.of(set, Optional.empty(), List.of(autoscaler("{}")))).isEmpty();
  }

  private static HorizontalPodAutoscaler autoscaler(String labels) {
    return JSON.unmarshal(
        """
        {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler",
         "metadata":{"name":"scaler","labels":%s},
         "spec":{"scaleTargetRef":{"kind":"Deployment","name":"shop"}}}\
        """
            .formatted(labels),
        HorizontalPodAutoscaler.class);
  }

  private static IdleRule.Owner owner(
      KubernetesScalable workload, HorizontalPodAutoscaler autoscaler) {
    return KubernetesOwners.of(workload, Optional.empty(), List.of(autoscaler)).getFirst();
  }

  @Test
  void whoAppliesTheNumberOfReplicasIsNotFought() {
    assertThat(
            KubernetesOwners.of(
                managed("kustomize-controller", "replicas"), Optional.empty(), List.of()))
        .containsExactly(
            new IdleRule.Owner(
                true,
                "kustomize-controller sets its number of replicas, and would undo a rest; leave"
                    + " spec.replicas out of its manifest"));
    assertThat(
            KubernetesOwners.of(
                managed("argocd-controller", "template"), Optional.empty(), List.of()))
        .isEmpty();
  }
}
