package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gateways before one cluster, each a process, of which one is killed while they wake an app. */
@SuppressWarnings("NullAway.Init")
class GatewayReplicasIT {
  private static final int GATEWAYS = 3;
  private static final int VISITORS_OF_EACH = 10;

  /** How many wakes lose a gateway; more on request. */
  private static final int KILLS = Integer.getInteger("ostler.kills", 2);

  @TempDir Path folder;
  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private final List<RawClient> visitors = new ArrayList<>();
  private final List<GatewayReplica> replicas = new ArrayList<>();
  private final Map<GatewayReplica, WakeViewer> viewers = new HashMap<>();
  private Upstream upstream;
  private Path kubeConfig;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    Shop.openIdledByOldIdler(cluster, upstream.address().getPort());
    controller.makePods(FakeController.PENDING);
    kubeConfig = GatewayReplica.kubeConfig(folder, cluster);
  }

  @AfterEach
  void close() throws IOException {
    goAway();
    replicas.forEach(GatewayReplica::close);
    upstream.close();
    cluster.close();
  }

  /** All who have come, or many wakes would leave no descriptors. */
  private void goAway() throws IOException {
    for (RawClient visitor : visitors) {
      visitor.close();
    }
    visitors.clear();
    for (WakeViewer viewer : viewers.values()) {
      viewer.close();
    }
    viewers.clear();
  }

  private GatewayReplica begin() throws IOException {
    return GatewayReplica.start(
        1,
        ports ->
            OstlerCommand.of("gateway")
                .with("PORT", ports.getFirst().toString())
                .with("UNIDLE_KEY_LABEL", "host")
                .with("KUBECONFIG", kubeConfig.toString())
                .in(folder));
  }

  /** Has as many as there should be; they start at the same time. */
  private void begin(int wanted) throws IOException {
    while (replicas.size() < wanted) {
      replicas.add(begin());
    }
    replicas.forEach(GatewayReplica::awaitListening);
  }

  /** Who followed the wake there goes on at another one. */
  private void kill(GatewayReplica victim) throws IOException {
    victim.kill();
    victim.awaitKilled();
    victim.close();
    replicas.remove(victim);
    viewer(victim).goOnAt(replicas.getFirst());
  }

  private RawClient visit(GatewayReplica replica, String path) throws IOException {
    RawClient visitor = replica.visit(path);
    visitors.add(visitor);
    return visitor;
  }

  private List<RawClient> visits(GatewayReplica replica) throws IOException {
    List<RawClient> all = new ArrayList<>();
    for (int i = 0; i < VISITORS_OF_EACH; i++) {
      all.add(visit(replica, "/" + i));
    }
    return all;
  }

  private WakeViewer viewer(GatewayReplica replica) {
    return Objects.requireNonNull(viewers.get(replica));
  }

  /** One at each. */
  private void follow() throws IOException {
    for (GatewayReplica replica : replicas) {
      viewers.put(replica, WakeViewer.begin(replica));
    }
  }

  private void assertServed(List<RawClient> all, String how) throws IOException {
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).readToEnd()).as(how).startsWith("HTTP/1.1 200 ").endsWith("shop /" + i);
    }
  }

  private void awaitScaled() {
    Eventually.await(
        "it is scaled",
        () -> cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt(),
        replicas -> replicas == 2,
        () -> "; gateways:" + told());
  }

  private String told() {
    return replicas.stream()
        .map(replica -> "\n\n" + replica.process().errors())
        .collect(Collectors.joining());
  }

  /** Nothing tells of a rest any more, nor of anything that is being done. */
  private void awaitWoken() {
    Eventually.await(
        "its marks are gone",
        () ->
            cluster.objects.read(Shop.DEPLOYMENT).at("/metadata/labels").toString()
                + cluster.objects.read(Shop.SERVICE).at("/spec/type").asText(),
        marks -> !marks.contains(KubernetesMarks.IDLED) && marks.endsWith("ClusterIP"),
        () -> "");
  }

  private void rest() throws Exception {
    try (Workload workload = Shop.workload(cluster, Shop.UNIDLER);
        AutoCloseable _ = workload.follow(_ -> {})) {
      workload.rest();
      Eventually.await("it rests", () -> workload.observe().equals(new Observation.Resting()));
    }
  }

  private long generation() {
    return cluster.objects.read(Shop.DEPLOYMENT).at("/metadata/generation").asLong();
  }

  @Test
  void visitorsOfTheOthersAreServedByOneWakeAndAllFollowItToItsEndWhicheverIsKilledAndWhenever()
      throws Exception {
    long seed = Long.getLong("ostler.seed", 7);
    Random random = new Random(seed);
    for (int wake = 0; wake < KILLS; wake++) {
      String how = "seed %d, wake %d".formatted(seed, wake);
      begin(GATEWAYS);
      long before = generation();
      GatewayReplica victim = replicas.get(random.nextInt(GATEWAYS));
      visits(victim);
      List<GatewayReplica> others = replicas.stream().filter(each -> !each.equals(victim)).toList();
      var first = visits(others.get(0));
      var second = visits(others.get(1));
      follow();
      killInTheMiddle(victim, random);

      assertServed(first, how);
      assertServed(second, how);
      assertFollowed(victim, how);
      awaitWoken();
      assertThat(generation()).as(how).isEqualTo(before + 1);
      goAway();
      rest();
    }
  }

  /** Who has lost his gateway is shown what others are shown where he has gone, and no more. */
  private void assertFollowed(GatewayReplica victim, String how) throws IOException {
    List<String> there = viewer(replicas.getFirst()).shownAtTheEnd();

    assertThat(there).as(how).startsWith("waking shop.example.org");
    assertThat(viewer(victim).shownAtTheEnd()).as(how).isEqualTo(there);
    assertThat(viewer(replicas.getLast()).shownAtTheEnd()).as(how).isNotEmpty();
  }

  /** Before it is scaled, before it is ready, or when it has just become so. */
  private void killInTheMiddle(GatewayReplica victim, Random random) throws Exception {
    int step = random.nextInt(3);
    if (step == 0) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(50));
      kill(victim);
    }
    awaitScaled();
    if (step == 1) {
      kill(victim);
    }
    controller.ready(Shop.DEPLOYMENT);
    if (step == 2) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
      kill(victim);
    }
  }

  /** It is scaled, its Service is pointed back, and its marks are removed; or not quite. */
  @ParameterizedTest
  @CsvSource({"1, LOST", "1, UNANSWERED", "2, LOST", "2, UNANSWERED", "3, LOST", "3, UNANSWERED"})
  void wakeWhoseGatewayIsKilledAtAnyOfItsChangesIsFinishedByTheNext(
      int which, FakeCluster.Fate fate) throws Exception {
    controller.makePods(FakeController.READY);
    begin(2);
    GatewayReplica victim = replicas.getFirst();
    AtomicInteger changes = new AtomicInteger();
    cluster.decide(call -> {
      if (!call.changes() || changes.incrementAndGet() != which) {
        return FakeCluster.Fate.SERVED;
      }
      victim.kill();
      return fate;
    });
    visit(victim, "/lost");
    victim.awaitKilled();

    assertServed(List.of(visit(replicas.getLast(), "/0")), "change " + which);
    awaitWoken();
    assertThat(cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt()).isEqualTo(2);
  }
}
