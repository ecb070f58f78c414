package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container that moves leaves its host when it works on the new one. */
class MovesTest {
  private final World world = new World("a", "b");

  @TempDir private Path folder;

  @Test
  void containerStaysWhileItsNewHostIsUnknown() throws Exception {
    world.apply(world.fleet(web("a")));
    world.hosts.get("b").unreachable("no route");

    Plan plan = world.plan(world.fleet(web("b"))).plan();
    world.apply(world.fleet(web("b")));

    assertThat(PlanText.text(plan))
        .isEqualTo(
            """
            fleet f: 1 to stay, 0 unchanged, 1 host unknown

            a
              = web: stay, because the file has it on b, which is unknown

            b
              ? unknown, so nothing is changed here: cannot reach the engine: no route\
            """);
    assertThat(PlanMarkdown.of(plan))
        .contains("- **stay** `web`, because the file has it on b, which is unknown");
    assertThat(plan.hasChanges()).isFalse();
    assertThat(world.hosts.get("a").named("web").state).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void containerGoesWhenItsNewHostIsBack() throws Exception {
    world.apply(world.fleet(web("a")));
    world.hosts.get("b").unreachable("no route");
    world.apply(world.fleet(web("b")));
    world.hosts.get("b").reachable();

    Report report = world.apply(world.fleet(web("b")));

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(world.hosts.get("a").names()).isEmpty();
    assertThat(world.hosts.get("b").names()).containsExactly("web");
  }

  @Test
  void filesOfAContainerThatStaysStayWithIt() throws Exception {
    world.apply(world.fleet(web("a").withFiles(World.hostFile("/etc/web", "x"))));
    world.hosts.get("b").unreachable("no route");
    world.scope = Scope.ALL.withFiles();

    Plan plan = world.plan(world.fleet(web("b").withFiles(World.hostFile("/etc/web", "x")))).plan();

    assertThat(plan.leftoversToGo()).isEmpty();
    assertThat(plan.leftovers())
        .extracting(leftover -> leftover.path() + ": " + leftover.reason())
        .contains("/etc/web: web, which stays, may need it");
  }

  @Test
  void whoNeedsThePlaceOfOneThatStaysIsBlocked() throws Exception {
    world.apply(world.fleet(withPort("web", "a")));
    world.hosts.get("b").unreachable("no route");

    Plan plan = world.plan(world.fleet(withPort("web", "b"), withPort("proxy", "a"))).plan();

    assertThat(plan.blocked())
        .extracting(item -> item.workload() + ": " + item.reasons())
        .containsExactly(
            "proxy: [container web has its place, and stays while a host is unknown on which the"
                + " file has it]");
  }

  @Test
  void whoAppliesToOneHostAloneIsToldThatTheNewOneIsNotLookedAt() throws Exception {
    world.apply(world.fleet(web("a")));
    world.scope = Scope.ALL.onHosts(Set.of("a"));

    Plan plan = world.plan(world.fleet(web("b"))).plan();

    assertThat(plan.items().getFirst().action()).isEqualTo(Plan.Action.REMOVE);
    assertThat(plan.items().getFirst().reasons())
        .containsExactly(
            "the file does not have it on this host",
            "the file has it on b, which is left out: it goes whether it works there or not");
  }

  @Test
  void containerIsDestroyedWhateverItsNewHostSays() throws Exception {
    world.apply(world.fleet(web("a")));
    world.hosts.get("b").unreachable("no route");
    world.scope = Scope.of(Operator.Aim.DESTROY);

    world.apply(world.fleet(web("b")));

    assertThat(world.hosts.get("a").names()).isEmpty();
  }

  @Test
  void whatElseIsToBeDoneOnItsHostIsDone() throws Exception {
    try (FakeEngine engine = FakeEngine.start();
        Operator before = operator(engine, workload("web", "a"));
        Operator after = operator(engine, workload("web", "b"), workload("db", "a"))) {
      before.check(Scope.ALL.onHosts(Set.of("a"))).deploy(_ -> {});

      Report report = after.check().deploySkippingUnknown(_ -> {});

      assertThat(report.results())
          .containsExactly(new Report.Result("a", "db", Report.Status.DONE, ""));
      try (var client = engine.connect()) {
        assertThat(client.containers().list(ContainerQuery.ALL))
            .extracting(container -> container.name())
            .containsExactlyInAnyOrder("db", "web");
      }
    }
  }

  /** Host b never answers. */
  private Operator operator(FakeEngine engine, Workload... workloads) {
    return new Operator(
            Fleet.of("f", List.of(Host.local("a"), Host.local("b")), List.of(workloads)),
            folder.resolve("state.json"),
            host -> {
              if (host.name().equals("b")) {
                throw EngineException.unreachable("b", "no route", null);
              }
              return engine.connect();
            },
            Operator.Limits.USUAL)
        .with(new World.FakePatience());
  }

  private static Workload web(String host) {
    return World.web("image:1", host);
  }

  private static Workload workload(String key, String host) {
    return Workload.of(key, ContainerSpec.of(TestImage.NAME), host)
        .with(World.quick(Workload.Rules.usual()));
  }

  private static Workload withPort(String key, String host) {
    return Workload.of(
            key,
            ContainerSpec.of("image:1")
                .withNetworking(Networking.DEFAULT.withPorts(Ports.parse("80:80"))),
            host)
        .with(World.quick(Workload.Rules.usual()));
  }
}
