package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One gateway has an app rest while another wakes it: each step in between is one of both. */
class KubernetesAtOnceTest {
  private static final int REPLICAS = 3;
  private static final String ROLLOUTS = "/apis/argoproj.io/v1alpha1/namespaces/team/rollouts";

  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private final List<Observation> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    Shop.open(cluster, REPLICAS);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  /** What happens before a call is answered, once. */
  private void before(Predicate<FakeCluster.Call> which, Runnable happens) {
    AtomicBoolean due = new AtomicBoolean(true);
    cluster.decide(call -> {
      if (which.test(call) && due.compareAndSet(true, false)) {
        happens.run();
      }
      return FakeCluster.Fate.SERVED;
    });
  }

  private static boolean isServicePatch(FakeCluster.Call call) {
    return call.changes() && call.resource().equals("services");
  }

  private void wakeByAnother() {
    wake(Shop.workload(cluster, Shop.REPOINT), this::isAwake);
  }

  private static void wake(Workload another, Callable<Boolean> isAwake) {
    try (another) {
      another.wake(); // before it follows, and would go on with the rest
      try (AutoCloseable _ = another.follow(_ -> {})) {
        Eventually.await("it is awake", isAwake);
      }
    } catch (Exception e) {
      throw new AssertionError("cannot wake it", e);
    }
  }

  private void restByAnother() {
    try (Workload another = Shop.workload(cluster, Shop.REPOINT)) {
      another.rest();
    } catch (WorkloadException e) {
      throw new AssertionError("cannot have it rest", e);
    }
  }

  private JsonNode deployment() {
    return cluster.objects.read(Shop.DEPLOYMENT);
  }

  private boolean isAway() {
    return cluster
        .objects
        .read(Shop.SERVICE)
        .at("/spec/externalName")
        .asText()
        .equals(Shop.GATE.host());
  }

  private static boolean isUnmarked(JsonNode workload) {
    return !workload.at("/metadata/labels").has(KubernetesMarks.IDLED)
        && !workload.at("/metadata/annotations").has(KubernetesMarks.GOAL);
  }

  private boolean isAwake() {
    return deployment().at("/spec/replicas").asInt() == REPLICAS
        && isUnmarked(deployment())
        && !isAway();
  }

  private boolean isResting() {
    return deployment().at("/spec/replicas").asInt() == 0
        && deployment().at("/metadata/labels").has(KubernetesMarks.IDLED)
        && isAway();
  }

  private Observation last() {
    return told.isEmpty() ? new Observation.Unknown("") : told.getLast();
  }

  private KubernetesSeen seen(KubernetesApi api) throws KubernetesException {
    return new KubernetesLook(api, Shop.target(), Shop.REPOINT).all();
  }

  @Test
  void restThatIsOneStepLateGivesTheServiceBackToWhatWasWoken() {
    before(KubernetesAtOnceTest::isServicePatch, this::wakeByAnother);
    try (Workload late = Shop.workload(cluster, Shop.REPOINT)) {
      assertThatThrownBy(late::rest).hasMessage("shop stays awake: somebody has come");
    }

    assertThat(isAwake()).isTrue();
  }

  @Test
  void restThatAnotherHasTakenBackBeforeItIsJoinedIsNotBegunAnew() throws Exception {
    try (Workload late = Shop.workload(cluster, Shop.REPOINT)) {
      assertThatThrownBy(() -> late.rest(new RestOrder(RestOrder.Cause.BEGUN)))
          .hasMessage("shop stays awake: somebody has come");
    }

    assertThat(cluster.done).isEmpty();
  }

  @Test
  void restIsTakenBackFromWhoeverHasBegunIt() throws Exception {
    cluster.objects.edit(Shop.DEPLOYMENT, KubernetesAtOnceTest::beginRest);
    RestOrder order = new RestOrder(RestOrder.Cause.BEGUN);
    order.takeBack();
    try (Workload workload = Shop.workload(cluster, Shop.REPOINT);
        AutoCloseable _ = workload.follow(told::add)) {
      assertThatThrownBy(() -> workload.rest(order))
          .hasMessage("shop stays awake: somebody has come");
      Eventually.await("it is awake", this::isAwake);
    }
  }

  @Test
  void restOfWhatIsNotToBeWokenIsNotTakenBack() throws Exception {
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        object ->
            object
                .withObject("metadata")
                .withObject("annotations")
                .put(KubernetesMarks.DO_NOT_WAKE, "true"));
    RestOrder order = new RestOrder(RestOrder.Cause.WANTED);
    order.takeBack();
    try (Workload workload = Shop.workload(cluster, Shop.repoint(Duration.ofMillis(200)))) {
      workload.rest(order);
    }

    assertThat(isResting()).isTrue();
  }

  @Test
  void restIsNotGoneOnWithOnOldNews() throws Exception {
    cluster.objects.edit(Shop.DEPLOYMENT, KubernetesAtOnceTest::beginRest);
    try (KubernetesApi api = cluster.connect();
        KubernetesWorkload late = Shop.workload(cluster, Shop.REPOINT)) {
      KubernetesSeen old = seen(api);
      wakeByAnother();

      assertThat(late.goOn(old)).isFalse();
    }
    assertThat(isAwake()).isTrue();
    assertThat(cluster.changes("services")).isZero();
  }

  private static void beginRest(ObjectNode object) {
    object.withObject("metadata").withObject("labels").put(KubernetesMarks.IDLED, "true");
    object
        .withObject("metadata")
        .withObject("annotations")
        .put(KubernetesMarks.GOAL, KubernetesMarks.RESTING)
        .put(KubernetesMarks.REPLICAS, Integer.toString(REPLICAS));
  }

  @Test
  void whatRunsWithoutItsServiceWhileNobodyIsAtItGetsItBack() throws Exception {
    restByAnother();
    cluster.objects.edit(Shop.DEPLOYMENT, KubernetesAtOnceTest::runAsIfNothingWere);
    try (Workload workload = Shop.workload(cluster, Shop.REPOINT);
        AutoCloseable _ = workload.follow(told::add)) {
      Eventually.await("it is awake", this::isAwake);
      Eventually.await("it runs", () -> last() instanceof Observation.Running);
    }

    assertThat(told).noneMatch(Observation.Resting.class::isInstance);
  }

  private static void runAsIfNothingWere(ObjectNode object) {
    object.withObject("spec").put("replicas", REPLICAS);
    object.withObject("metadata").put("generation", 10);
    object.withObject("metadata").withObject("labels").remove(KubernetesMarks.IDLED);
    object.withObject("metadata").withObject("annotations").removeAll();
  }

  @Test
  void wakeThatIsOneStepLateLeavesTheServiceOfWhatRestsAgainAtTheGateway() throws Exception {
    restByAnother();
    before(KubernetesAtOnceTest::isServicePatch, this::restByAnother);
    try (Workload late = Shop.workload(cluster, Shop.REPOINT);
        AutoCloseable _ = late.follow(told::add)) {
      late.wake();
      Eventually.await("it was given back and taken again", () -> cluster.changes("services") == 3);
      Eventually.await("it rests", () -> last() instanceof Observation.Resting);
    }

    assertThat(isResting()).isTrue();
  }

  @Test
  void wakeIsNotGoneOnWithOnOldNews() throws Exception {
    restByAnother();
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        object -> {
          object.withObject("spec").put("replicas", REPLICAS);
          object.withObject("metadata").put("generation", 10);
          object
              .withObject("metadata")
              .withObject("annotations")
              .put(KubernetesMarks.GOAL, KubernetesMarks.AWAKE);
        });
    try (KubernetesApi api = cluster.connect();
        KubernetesWorkload late = Shop.workload(cluster, Shop.REPOINT)) {
      KubernetesSeen old = seen(api);
      restByAnother();

      assertThat(late.goOn(old)).isFalse();
    }
    assertThat(isResting()).isTrue();
    assertThat(cluster.changes("services")).isEqualTo(1);
  }

  @Test
  void whatIsScaledByItsScaleAloneIsNotEndedWhenItWasWokenBetweenTwoLooks() throws Exception {
    cluster.objects.put(ROLLOUTS, Shop.deployment("Rollout", REPLICAS));
    before(
        call -> call.right().equals("get argoproj.io/rollouts/scale") && hasGoal(),
        () -> wake(rollout(), () -> !hasGoal()));
    try (Workload late = rollout()) {
      assertThatThrownBy(late::rest).hasMessage("shop stays awake: somebody has come");
    }

    assertThat(cluster.objects.read(ROLLOUTS + "/shop").at("/spec/replicas").asInt())
        .isEqualTo(REPLICAS);
  }

  private Workload rollout() {
    return new KubernetesWorkload(
        "shop",
        KubernetesTarget.parse("team", "rollouts.v1alpha1.argoproj.io/shop"),
        Shop.PROXY,
        KubernetesConnection.Use.own(cluster.connect()));
  }

  private boolean hasGoal() {
    return cluster
        .objects
        .read(ROLLOUTS + "/shop")
        .at("/metadata/annotations")
        .has(KubernetesMarks.GOAL);
  }

  @Test
  void endpointsOfPodsOfLongAgoAreNotTakenForWhereAServiceLeads() throws Exception {
    restByAnother();
    controller.leave();
    try (Workload workload = Shop.workload(cluster, Shop.REPOINT);
        AutoCloseable _ = workload.follow(told::add)) {
      workload.wake();
      cluster.objects.edit(
          Shop.DEPLOYMENT,
          object ->
              object
                  .withObject("status")
                  .put("availableReplicas", REPLICAS)
                  .put("observedGeneration", object.at("/metadata/generation").asLong()));
      Eventually.await(
          "what it waits for",
          this::last,
          new Observation.Waking("it runs; its Service does not lead to it yet")::equals,
          () -> "");
    }

    assertThat(isAway()).isFalse();
    assertThat(isUnmarked(deployment())).isFalse();
  }
}
