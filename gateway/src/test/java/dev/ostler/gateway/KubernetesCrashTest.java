package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
  private static final int REPLICAS = 3;

  /** More calls than a wake or a rest takes. */
  private static final int CALLS = 24;

  /** Every so many calls one is tried; 1 tries them all. */
  private static final int STRIDE = Integer.getInteger("ostler.stride", 3);

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

  static Stream<Arguments> deaths() {
    return Stream.of(Shop.PROXY, Shop.REPOINT)
        .flatMap(route ->
            Stream.of(FakeCluster.Fate.LOST, FakeCluster.Fate.UNANSWERED)
                .flatMap(fate ->
                    IntStream.range(0, CALLS)
                        .filter(call -> call % STRIDE == 0)
                        .mapToObj(call -> Arguments.of(route, fate, call))));
  }

  private static void attempt(FakeCluster cluster, KubernetesRoute route, boolean wake)
      throws Exception {
    try (Workload workload = Shop.workload(cluster, route);
        AutoCloseable _ = workload.follow(_ -> {})) {
      if (wake) {
        workload.wake();
      } else {
        workload.rest();
      }
      Eventually.await(
          wake ? "awake" : "resting", () -> wake ? isAwake(cluster) : isResting(cluster, route));
    }
  }

  private static boolean isAwake(FakeCluster cluster) {
    ObjectNode deployment = cluster.objects.read(Shop.DEPLOYMENT);
    return deployment.at("/spec/replicas").asInt() == REPLICAS
        && !deployment.at("/metadata/labels").has(KubernetesMarks.IDLED)
        && !deployment.at("/metadata/annotations").has(KubernetesMarks.GOAL)
        && essence(cluster).equals(essenceOf(Shop.service().path("spec")));
  }

  private static boolean isResting(FakeCluster cluster, KubernetesRoute route) {
    ObjectNode deployment = cluster.objects.read(Shop.DEPLOYMENT);
    JsonNode service = cluster.objects.read(Shop.SERVICE).path("spec");
    return deployment.at("/spec/replicas").asInt() == 0
        && deployment.at("/metadata/labels").path(KubernetesMarks.IDLED).asText().equals("true")
        && deployment.at("/metadata/annotations").path(KubernetesMarks.REPLICAS).asInt() == REPLICAS
        && !deployment.at("/metadata/annotations").has(KubernetesMarks.GOAL)
        && service.path("externalName").asText().equals(route.repoints() ? Shop.GATE.host() : "");
  }

  private static JsonNode essence(FakeCluster cluster) {
    return essenceOf(cluster.objects.read(Shop.SERVICE).path("spec"));
  }

  /** What somebody has written, not what the cluster has allocated. */
  private static JsonNode essenceOf(JsonNode spec) {
    ObjectNode essence = FakeCluster.object("{}");
    for (String key : List.of("selector", "ports", "sessionAffinity", "externalName")) {
      essence.set(key, spec.path(key).deepCopy());
    }
    return essence;
  }

  /** The first gateway dies at some call; the next one does what it was asked for. */
  private static void dieAndGoOn(
      FakeCluster cluster, KubernetesRoute route, Dying fates, boolean wake) throws Exception {
    cluster.decide(fates);
    try (Workload workload = Shop.workload(cluster, route);
        AutoCloseable _ = workload.follow(_ -> {})) {
      Thread asking = Thread.startVirtualThread(() -> askOrDie(workload, wake));
      Eventually.await(
          "it has died, or was done",
          () -> fates.isDead() || (wake ? isAwake(cluster) : isResting(cluster, route)));
      asking.interrupt(); // a wake would wait for the API server
      asking.join();
    }
    fates.revived = true;
    attempt(cluster, route, wake);
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void restThatDiedAtAnyCallIsFinishedByTheNextGateway(
      KubernetesRoute route, FakeCluster.Fate fate, int call) throws Exception {
    try (FakeCluster cluster = FakeCluster.start()) {
      FakeController.of(cluster);
      Shop.open(cluster, REPLICAS);
      dieAndGoOn(cluster, route, new Dying(call, fate), false);

      assertThat(isResting(cluster, route)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void wakeThatDiedAtAnyCallIsFinishedByTheNextGatewayAndGivesBackWhatWas(
      KubernetesRoute route, FakeCluster.Fate fate, int call) throws Exception {
    try (FakeCluster cluster = FakeCluster.start()) {
      FakeController.of(cluster);
      Shop.open(cluster, REPLICAS);
      attempt(cluster, route, false);
      dieAndGoOn(cluster, route, new Dying(call, fate), true);

      assertThat(isAwake(cluster)).isTrue();
      assertThat(essence(cluster)).isEqualTo(essenceOf(Shop.service().path("spec")));
    }
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void appWhoseRestDiedCanBeWokenWhereverItStopped(
      KubernetesRoute route, FakeCluster.Fate fate, int call) throws Exception {
    try (FakeCluster cluster = FakeCluster.start()) {
      FakeController.of(cluster);
      Shop.open(cluster, REPLICAS);
      Dying fates = new Dying(call, fate);
      cluster.decide(fates);
      try (Workload workload = Shop.workload(cluster, route)) {
        workload.rest();
      } catch (WorkloadException died) {
        // as wanted
      }
      fates.revived = true;
      attempt(cluster, route, true);

      assertThat(isAwake(cluster)).isTrue();
    }
  }

  @Test
  void threeGatewaysScaleOnceThoughOneOfThemDies() throws Exception {
    Random random = new Random(11);
    try (FakeCluster cluster = FakeCluster.start()) {
      FakeController.of(cluster);
      Shop.open(cluster, REPLICAS);
      for (int i = 0; i < 10; i++) {
        attempt(cluster, Shop.REPOINT, false);
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
        attempt(cluster, route, true);
        first.join();
        second.join();

        assertThat(isAwake(cluster)).isTrue();
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
        attempt(cluster, route, true);
        woken.countDown();
        Eventually.await("it was asked to rest", () -> done.getCount() == 0);
        first.join();

        assertThat(isAwake(cluster)).isTrue();
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
      Eventually.await("awake", () -> isAwake(cluster));
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
