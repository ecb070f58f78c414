package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gateways that die at any call of a wake or a rest, and others that look after the same app. */
class KubernetesCrashTest {
  private static final int REPLICAS = ScaledApp.REPLICAS;

  /** More calls than a wake or a rest takes. */
  private static final int CALLS = 48;

  /** Every so many calls one is tried; 1 tries them all. */
  private static final int STRIDE = Integer.getInteger("ostler.stride", 9);

  /** A ReplicaSet is to a gateway what a StatefulSet is. */
  private static final List<String> KINDS = List.of("deployment", "statefulset", ScaledApp.ROLLOUT);

  /** A cluster whose API server cuts all connections from a certain call on. */
  private static final class Dying implements FakeCluster.Fates {
    private final AtomicInteger left;
    private final FakeCluster.Fate last;
    private volatile boolean revived;

    Dying(int calls, FakeCluster.Fate last) {
      left = new AtomicInteger(calls);
      this.last = last;
    }

    @Override
    public FakeCluster.Fate of(FakeCluster.Call call) {
      int now = left.getAndDecrement();
      if (revived || now > 0) {
        return FakeCluster.Fate.SERVED;
      }
      return now == 0 ? last : FakeCluster.Fate.LOST;
    }

    boolean isDead() {
      return left.get() <= 0;
    }
  }

  /** Each kind has its turn at other calls. */
  static Stream<Arguments> deaths() {
    return KINDS.stream()
        .flatMap(kind ->
            IntStream.range(0, CALLS)
                .filter(call -> (call + 3 * KINDS.indexOf(kind)) % STRIDE == 0)
                .boxed()
                .flatMap(call -> deaths(kind, call)));
  }

  private static Stream<Arguments> deaths(String kind, int call) {
    return Stream.of(Shop.PROXY, Shop.REPOINT)
        .flatMap(route ->
            Stream.of(FakeCluster.Fate.LOST, FakeCluster.Fate.UNANSWERED)
                .map(fate -> Arguments.of(kind, route, fate, call)));
  }

  /** The first gateway dies at some call; the next one does what it was asked for. */
  private static void dieAndGoOn(ScaledApp app, Dying fates, boolean wake) throws Exception {
    app.cluster().decide(fates);
    try (Workload workload = app.open();
        AutoCloseable _ = workload.follow(_ -> {})) {
      Thread asking = Thread.startVirtualThread(() -> askOrDie(workload, wake));
      Eventually.await("it has died, or was done", () -> fates.isDead() || app.is(wake));
      asking.interrupt(); // a wake would wait for the API server
      asking.join();
    }
    fates.revived = true;
    app.attempt(wake);
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void restThatDiedAtAnyCallIsFinishedByTheNextGateway(
      String kind, KubernetesRoute route, FakeCluster.Fate fate, int call) throws Exception {
    try (FakeCluster cluster = FakeCluster.start()) {
      ScaledApp app = ScaledApp.make(cluster, kind, route);
      dieAndGoOn(app, new Dying(call, fate), false);

      assertThat(app.isResting()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void wakeThatDiedAtAnyCallIsFinishedByTheNextGatewayAndGivesBackWhatWas(
      String kind, KubernetesRoute route, FakeCluster.Fate fate, int call) throws Exception {
    try (FakeCluster cluster = FakeCluster.start()) {
      ScaledApp app = ScaledApp.make(cluster, kind, route);
      app.attempt(false);
      dieAndGoOn(app, new Dying(call, fate), true);

      assertThat(app.isAwake()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void appWhoseRestDiedCanBeWokenWhereverItStopped(
      String kind, KubernetesRoute route, FakeCluster.Fate fate, int call) throws Exception {
    try (FakeCluster cluster = FakeCluster.start()) {
      ScaledApp app = ScaledApp.make(cluster, kind, route);
      Dying fates = new Dying(call, fate);
      cluster.decide(fates);
      try (Workload workload = app.open()) {
        workload.rest();
      } catch (WorkloadException died) {
        // as wanted
      }
      fates.revived = true;
      app.attempt(true);

      assertThat(app.isAwake()).isTrue();
    }
  }

  /** Or a gateway that dies late would not be tried. */
  @ParameterizedTest
  @MethodSource("dev.ostler.gateway.ScaledApp#kindsAndRoutes")
  void neitherARestNorAWakeTakesMoreCallsThanAreTried(String kind, KubernetesRoute route)
      throws Exception {
    try (FakeCluster cluster = FakeCluster.start()) {
      ScaledApp app = ScaledApp.make(cluster, kind, route);
      app.attempt(false);
      int rest = cluster.calls.size();
      app.attempt(true);

      assertThat(rest).isLessThan(CALLS);
      assertThat(cluster.calls.size() - rest).isLessThan(CALLS);
    }
  }

  @Test
  void threeGatewaysScaleOnceThoughOneOfThemDies() throws Exception {
    Random random = new Random(11);
    try (FakeCluster cluster = FakeCluster.start()) {
      FakeController.of(cluster);
      Shop.open(cluster, REPLICAS);
      for (int i = 0; i < 10; i++) {
        shop(cluster, Shop.REPOINT).attempt(false);
        long before = generation(cluster);
        wakeByThree(cluster, random);

        assertThat(generation(cluster)).isEqualTo(before + 1);
      }
    }
  }

  @Test
  void restThatAnotherGatewayBeganIsNotBegunAnewWhenSomebodyHasCome() throws Exception {
    try (FakeCluster cluster = FakeCluster.start()) {
      FakeController.of(cluster);
      Shop.open(cluster, REPLICAS);
      KubernetesRoute route = Shop.repoint(Duration.ofSeconds(3));
      try (Workload one = Shop.workload(cluster, route);
          Workload two = Shop.workload(cluster, route)) {
        Thread first = Thread.startVirtualThread(() -> askOrDie(one, false));
        Eventually.await("it drains", () -> cluster.changes("services") == 1);
        int before = cluster.calls.size();
        Thread second = Thread.startVirtualThread(() -> askOrDie(two, false));
        Eventually.await("both wait", () -> cluster.calls.size() >= before + 4);
        shop(cluster, route).attempt(true);
        first.join();
        second.join();

        assertThat(shop(cluster, route).isAwake()).isTrue();
      }
    }
  }

  @Test
  void restThatAnotherGatewayBeganIsNotBegunAnewByWhoHearsOfItLate() throws Exception {
    try (FakeCluster cluster = FakeCluster.start()) {
      FakeController.of(cluster);
      Shop.open(cluster, REPLICAS);
      KubernetesRoute route = Shop.repoint(Duration.ofSeconds(3));
      CountDownLatch heard = new CountDownLatch(1);
      CountDownLatch woken = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(1);
      try (Workload one = Shop.workload(cluster, route);
          Workload two = Shop.workload(cluster, route);
          AutoCloseable _ =
              two.follow(how -> {
                if (how instanceof Observation.Resigning) {
                  heard.countDown();
                  Eventually.await("it is woken", () -> woken.getCount() == 0);
                  join(two);
                  done.countDown();
                }
              })) {
        Thread first = Thread.startVirtualThread(() -> askOrDie(one, false));
        Eventually.await("it is heard", () -> heard.getCount() == 0);
        shop(cluster, route).attempt(true);
        woken.countDown();
        Eventually.await("it was asked to rest", () -> done.getCount() == 0);
        first.join();

        assertThat(shop(cluster, route).isAwake()).isTrue();
      }
    }
  }

  /** As whoever hears that another has begun with it. */
  private static void join(Workload workload) {
    try {
      workload.rest(new RestOrder(RestOrder.Cause.BEGUN));
    } catch (WorkloadException died) {
      // the others go on
    }
  }

  private static ScaledApp shop(FakeCluster cluster, KubernetesRoute route) {
    return new ScaledApp(cluster, Shop.target(), route);
  }

  private static long generation(FakeCluster cluster) {
    return cluster.objects.read(Shop.DEPLOYMENT).at("/metadata/generation").asLong();
  }

  private static void wakeByThree(FakeCluster cluster, Random random) throws Exception {
    try (Workload one = Shop.workload(cluster, Shop.REPOINT);
        Workload two = Shop.workload(cluster, Shop.REPOINT);
        Workload victim = Shop.workload(cluster, Shop.REPOINT);
        AutoCloseable _ = one.follow(_ -> {});
        AutoCloseable _ = two.follow(_ -> {})) {
      AutoCloseable following = victim.follow(_ -> {});
      List<Thread> wakes =
          Stream.of(one, two, victim)
              .map(workload -> Thread.startVirtualThread(() -> askOrDie(workload, true)))
              .toList();
      Thread.sleep(random.nextInt(20)); // dies at some point of the wake
      wakes.getLast().interrupt();
      following.close();
      for (Thread wake : wakes) {
        wake.join();
      }
      Eventually.await("awake", shop(cluster, Shop.REPOINT)::isAwake);
    }
  }

  private static void askOrDie(Workload workload, boolean wake) {
    try {
      if (wake) {
        workload.wake();
      } else {
        workload.rest();
      }
    } catch (WorkloadException died) {
      // the others go on
    }
  }
}
