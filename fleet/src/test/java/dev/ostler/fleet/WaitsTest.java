package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Networking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who waits for others is begun some day, or told that he is not: no run waits for ever. */
class WaitsTest {
  private static final Networking OF_VPN = Networking.DEFAULT.withMode("service:vpn");

  private final World world = new World("a", "b");

  @Test
  void exchangeOfHostsWithTheSamePortIsRefusedWithTheWayRound() throws Exception {
    applyWithinLimits(world.fleet(withPort("one", "a"), withPort("two", "b")));
    Fleet exchanged = world.fleet(withPort("one", "b"), withPort("two", "a"));

    Plan plan = world.plan(exchanged).plan();
    Report report = applyWithinLimits(exchanged);

    assertThat(plan.items())
        .extracting(Plan.Item::action)
        .containsOnly(Plan.Action.BLOCKED)
        .hasSize(4);
    assertThat(plan.items().getFirst().reasons())
        .containsExactly(
            "it could never begin: it waits for one on b, that for two on b, that for two on a,"
                + " and that for it; apply to one of these hosts alone first, with --host: what"
                + " leaves it is not there until the next apply to all");
    assertThat(report.results()).isEmpty();
    checkPlaces("one", "two");
  }

  @Test
  void exchangeOfHostsIsDoneOneHostAfterTheOther() throws Exception {
    applyWithinLimits(world.fleet(withPort("one", "a"), withPort("two", "b")));
    Fleet exchanged = world.fleet(withPort("one", "b"), withPort("two", "a"));
    world.scope = Scope.ALL.onHosts(Set.of("a"));

    Report first = applyWithinLimits(exchanged);
    world.scope = Scope.ALL;
    Report then = applyWithinLimits(exchanged);

    assertThat(first.isSuccess()).as(first.toString()).isTrue();
    assertThat(then.isSuccess()).as(then.toString()).isTrue();
    checkPlaces("two", "one");
  }

  @Test
  void successorThatMustComeFirstAndNeedsThePlaceIsRefused() throws Exception {
    applyWithinLimits(world.fleet(withPort("proxy", "a")));
    Workload proxy = withPort("proxy", "b");
    Workload after = proxy.with(proxy.rollout().withAfter("gateway"));

    Plan plan = world.plan(world.fleet(after, withPort("gateway", "a"))).plan();
    Report report = applyWithinLimits(world.fleet(after, withPort("gateway", "a")));

    assertThat(plan.blocked())
        .extracting(item -> item.workload() + " on " + item.host())
        .containsExactly("gateway on a", "proxy on a", "proxy on b");
    assertThat(report.results()).isEmpty();
  }

  @Test
  void containersOneOfWhichSharesANetworkWithWhoComesAfterItAreRefused() {
    Workload vpn = workload("vpn", "a");
    Workload app = workload("app", "a").with(ContainerSpec.of("image:1").withNetworking(OF_VPN));

    assertThatThrownBy(() -> world.fleet(app, vpn.with(vpn.rollout().withAfter("app"))))
        .hasMessage("containers app, vpn wait for each other");
  }

  @Test
  void hostThatIsLeftOutIsNoCanary() throws Exception {
    applyWithinLimits(world.fleet(vpn("image:1"), canary("image:1")));
    world.hosts.get("a").brokenImages.add("image:2");

    Report report = applyWithinLimits(world.fleet(vpn("image:2"), canary("image:3")));

    assertThat(report.results())
        .extracting(result -> result.workload() + " on " + result.host() + ": " + result.status())
        .containsExactly(
            "app on a: ABORTED", "vpn on a: FAILED", "app on b: DONE", "vpn on b: DONE");
  }

  @Test
  void tasksThatWaitForEachOtherInSpiteOfAllAreNotBegun() throws Exception {
    applyWithinLimits(world.fleet(withPort("one", "a"), withPort("two", "b")));
    Fleet exchanged = world.fleet(withPort("one", "b"), withPort("two", "a"));
    List<Task> tasks = new ArrayList<>();
    for (String host : world.hosts.keySet()) {
      world.scope = Scope.ALL.onHosts(Set.of(host));
      tasks.addAll(world.plan(exchanged).tasks());
    }

    Report report = within(() -> world.execution(exchanged).run(tasks));

    assertThat(report.results())
        .hasSize(4)
        .extracting(Report.Result::reason)
        .containsOnly("its turn never comes: those that are left wait for each other");
  }

  private Report applyWithinLimits(Fleet fleet) throws Exception {
    return within(() -> world.apply(fleet));
  }

  /** Whoever waits for ever is left behind. */
  private static Report within(Callable<Report> run) throws Exception {
    ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    try {
      return thread.submit(run).get(20, TimeUnit.SECONDS);
    } finally {
      thread.shutdownNow();
    }
  }

  private void checkPlaces(String onA, String onB) {
    assertThat(world.hosts.get("a").names()).containsExactly(onA);
    assertThat(world.hosts.get("b").names()).containsExactly(onB);
  }

  private static Workload vpn(String image) {
    Workload vpn = workload("vpn", "a", "b").with(ContainerSpec.of(image));
    return vpn.with(
        vpn.rollout()
            .with(
                new UpdatePolicy(
                    UpdatePolicy.Order.STOP_FIRST,
                    UpdatePolicy.Batch.of(1),
                    0,
                    Duration.ofSeconds(1),
                    0,
                    UpdatePolicy.OnFailure.CONTINUE)));
  }

  private static Workload canary(String image) {
    Workload app = workload("app", "a", "b").with(ContainerSpec.of(image).withNetworking(OF_VPN));
    return app.with(
        app.rollout()
            .with(
                new UpdatePolicy(
                    UpdatePolicy.Order.STOP_FIRST,
                    UpdatePolicy.Batch.of(1),
                    1,
                    Duration.ofSeconds(1),
                    0,
                    UpdatePolicy.OnFailure.STOP)));
  }

  private static Workload withPort(String key, String host) {
    return workload(key, host)
        .with(
            ContainerSpec.of("image:1")
                .withNetworking(Networking.DEFAULT.withPorts(Ports.parse("80:80"))));
  }

  private static Workload workload(String key, String... hosts) {
    return Workload.of(key, ContainerSpec.of("image:1"), hosts)
        .with(World.quick(Workload.Rules.usual()));
  }
}
