package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Eventually;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watches that end, and API servers that do. */
class KubernetesWatchTest {
  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private final List<Observation> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    cluster.close();
  }

  private boolean isTold(Class<? extends Observation> how) {
    return !told.isEmpty() && how.isInstance(told.getLast());
  }

  @Test
  void wakeGoesOnAfterTheApiServerHasForgottenWhatHappened() throws Exception {
    controller.makePods(FakeController.PENDING);
    Shop.open(cluster, 0);
    try (Workload workload = Shop.workload(cluster, Shop.REPOINT);
        AutoCloseable _ = workload.follow(told::add)) {
      workload.wake();
      Eventually.await("it is on its way", () -> isTold(Observation.Waking.class));
      cluster.objects.forget();
      controller.ready(Shop.DEPLOYMENT);
      Eventually.await("it runs", () -> isTold(Observation.Running.class));
    }

    assertThat(told).noneMatch(Observation.Failed.class::isInstance);
  }

  @Test
  void wakeGoesOnAfterTheApiServerWasStartedAnewAndNothingIsTakenForReadyMeanwhile()
      throws Exception {
    controller.makePods(FakeController.PENDING);
    Shop.open(cluster, 0);
    try (Workload workload = Shop.workload(cluster, Shop.REPOINT);
        AutoCloseable _ = workload.follow(told::add)) {
      workload.wake();
      Eventually.await("it is on its way", () -> isTold(Observation.Waking.class));
      cluster.stop();
      Eventually.await("nobody knows", () -> isTold(Observation.Unknown.class));
      assertThat(told).noneMatch(Observation.Running.class::isInstance);
      cluster.objects.forget();
      cluster.startAgain();
      controller.ready(Shop.DEPLOYMENT);
      Eventually.await("it runs", () -> isTold(Observation.Running.class));
    }
  }

  @Test
  void wakeOutlastsAnApiServerThatIsStartedAnew() throws Exception {
    Shop.open(cluster, 0);
    AtomicInteger tries = new AtomicInteger();
    cluster.allow(_ -> tries.incrementAndGet() < 17 || tries.get() > 19);
    cluster.decide(_ -> tries.get() < 17 ? FakeCluster.Fate.LOST : FakeCluster.Fate.SERVED);
    try (Workload workload = Shop.workload(cluster, Shop.PROXY)) {
      workload.wake();
    }

    assertThat(cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt()).isEqualTo(1);
    assertThat(cluster.denied).hasSize(3);
  }

  @Test
  void wakeThatTheRoleDoesNotAllowFailsWithWhatIsNotAllowed() throws Exception {
    Shop.open(cluster, 0);
    cluster.allow(call -> !call.changes());
    try (Workload workload = Shop.workload(cluster, Shop.PROXY)) {
      assertThatThrownBy(workload::wake)
          .isInstanceOf(WorkloadException.class)
          .hasMessageStartingWith("cannot wake shop: cannot patch " + Shop.DEPLOYMENT + ": ");
    }
  }

  /** Those that a wake needs to know of. */
  @ParameterizedTest
  @ValueSource(
      strings = {"apps/deployments", "discovery.k8s.io/endpointslices", "/pods", "/events"})
  void whatMayBeListedAndNotWatchedIsListedNowAndThenAndThatIsSaidOnce(String resource)
      throws Exception {
    cluster.allow(call -> !call.right().equals("watch " + resource));
    controller.makePods(FakeController.PENDING);
    Shop.open(cluster, 0);
    List<String> log = new CopyOnWriteArrayList<>();
    try (KubernetesApi api = cluster.connect();
        Workload workload = shared(api).remarkingTo(log::add);
        Workload other = shared(api).remarkingTo(log::add);
        Workload.Following following = workload.follow(told::add);
        AutoCloseable _ = other.follow(_ -> {})) {
      workload.wake();
      following.lookAgain();
      Eventually.await("it is said", () -> !log.isEmpty());
      controller.ready(Shop.DEPLOYMENT);
      Eventually.await("it runs", () -> isTold(Observation.Running.class));
    }

    assertThat(log)
        .singleElement()
        .asString()
        .startsWith("may not watch ")
        .contains(
            resource.substring(resource.indexOf('/')) + ", and lists them now and then instead; ");
  }

  private static KubernetesWorkload shared(KubernetesApi api) {
    return new KubernetesWorkload(
        "shop", Shop.target(), Shop.REPOINT, KubernetesConnection.Use.shared(api));
  }

  private Set<String> watched() {
    return cluster.calls.stream()
        .filter(call -> call.verb().equals("watch"))
        .map(FakeCluster.Call::resource)
        .collect(Collectors.toSet());
  }

  /** Who watches has listed first, and may tell that before the watch is there. */
  private void awaitWatched(String... resources) {
    Eventually.await("what is watched", this::watched, Set.of(resources)::equals, () -> "");
  }

  @Test
  void whatRunsIsWatchedWithoutTheEventsOfItsNamespace() throws Exception {
    Shop.open(cluster, 1);
    try (Workload workload = Shop.workload(cluster, Shop.PROXY);
        AutoCloseable _ = workload.follow(told::add)) {
      Eventually.await("it runs", () -> isTold(Observation.Running.class));
      awaitWatched("deployments", "endpointslices", "pods");
    }
  }

  @Test
  void whatRestsIsWatchedByOneWatch() throws Exception {
    Shop.open(cluster, 0);
    try (Workload workload = Shop.workload(cluster, Shop.PROXY);
        AutoCloseable _ = workload.follow(told::add)) {
      Eventually.await("it rests", () -> isTold(Observation.Resting.class));
      awaitWatched("deployments");
    }
  }

  @Test
  void statusOfAnOlderSpecIsNotTakenForReady() throws Exception {
    Shop.open(cluster, 0);
    controller.leave();
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        object ->
            object.withObject("status").put("availableReplicas", 1).put("observedGeneration", 1));
    try (Workload workload = Shop.workload(cluster, Shop.PROXY)) {
      workload.wake();

      assertThat(workload.observe()).isInstanceOf(Observation.Waking.class);
    }
  }

  @Test
  void serviceThatLeadsNowhereYetIsNotTakenForReady() throws Exception {
    Shop.open(cluster, 1);
    cluster.objects.edit(
        "/apis/discovery.k8s.io/v1/namespaces/team/endpointslices/shop-1",
        slice -> slice.putArray("endpoints"));
    try (Workload workload = Shop.workload(cluster, Shop.PROXY)) {
      assertThat(workload.observe())
          .isEqualTo(new Observation.Waking("it runs; its Service does not lead to it yet"));
    }
  }

  @Test
  void whatIsStoppedByAPersonIsNotWoken() throws Exception {
    Shop.open(cluster, 0);
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        object ->
            object
                .withObject("metadata")
                .withObject("annotations")
                .put(KubernetesMarks.DO_NOT_WAKE, "true"));
    try (Workload workload = Shop.workload(cluster, Shop.PROXY)) {
      assertThatThrownBy(workload::wake)
          .hasMessage(
              "shop is not to be woken: team/deployments/shop has the annotation"
                  + " ostler.dev/do-not-wake");
    }
    assertThat(cluster.done).isEmpty();
  }

  @Test
  void otherKindsAreScaledByWhatOnlyTheyKnow() throws Exception {
    var rollout = Shop.deployment("Rollout", 3);
    cluster.objects.put("/apis/argoproj.io/v1alpha1/namespaces/team/rollouts", rollout);
    cluster.objects.put(Shop.SERVICES, Shop.service());
    KubernetesTarget target = KubernetesTarget.parse("team", "rollouts.v1alpha1.argoproj.io/shop");
    try (Workload workload =
            new KubernetesWorkload(
                "shop", target, Shop.REPOINT, KubernetesConnection.Use.own(cluster.connect()));
        AutoCloseable _ = workload.follow(told::add)) {
      Eventually.await("it runs", () -> isTold(Observation.Running.class));
      workload.rest();
      Eventually.await("it rests", () -> isTold(Observation.Resting.class));
      assertThat(cluster.changes("rollouts/scale")).isEqualTo(1);
      workload.wake();
      Eventually.await("it runs", () -> isTold(Observation.Running.class));
    }

    assertThat(cluster.changes("rollouts/scale")).isEqualTo(2);
    assertThat(cluster.objects.read(target.path()).at("/spec/replicas").asInt()).isEqualTo(3);
  }
}
