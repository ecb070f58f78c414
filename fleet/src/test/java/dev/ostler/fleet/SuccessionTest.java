package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Networking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A container goes when the one that takes its place is ready, be it of another key. */
class SuccessionTest {
  private final World world = new World("a");
  private final FakeHost host = world.hosts.get("a");

  @Test
  void containerOfARenamedKeyStaysWhenTheImageOfTheNewOneCannotBeHad() throws Exception {
    world.apply(world.fleet(World.web("image:1", "a")));
    host.brokenImages.add("image:9!");

    Report report = world.apply(world.fleet(named("front", "image:9")));

    assertThat(report.results())
        .containsExactly(
            new Report.Result(
                "a", "front", Report.Status.FAILED, "cannot pull image:9: there is no such image"),
            new Report.Result(
                "a",
                "web",
                Report.Status.ABORTED,
                "it stays, for front on a, which takes its place, is not done"));
    assertThat(host.names()).containsExactly("web");
    assertThat(host.named("web").state).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void containerWhosePortIsTakenStaysWhenTheImageOfTheNewOneCannotBeHad() throws Exception {
    world.apply(world.fleet(withPort("one", "image:1")));
    host.brokenImages.add("image:9!");

    Report report = world.apply(world.fleet(withPort("two", "image:9")));

    assertThat(report.isSuccess()).isFalse();
    assertThat(host.names()).containsExactly("one");
    assertThat(host.named("one").state).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void newOneIsReadyBeforeTheOldOneIsStopped() throws Exception {
    world.apply(world.fleet(World.web("image:1", "a")));
    host.calls.clear();

    Report report =
        world.apply(
            world.fleet(
                named("front", "image:2")
                    .withFiles(ManagedFile.of("/etc/web", FileContent.of("x")))));

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(new ArrayList<>(host.changes()))
        .containsExactly(
            "image image:2",
            "create web.ostler-next",
            "write web.ostler-next",
            "stop web",
            "image of web",
            "remove web",
            "rename web.ostler-next",
            "start web");
    assertThat(world.plan(world.fleet(named("front", "image:2"))).plan().items())
        .allMatch(item -> item.workload().equals("front"));
  }

  @Test
  void planSaysThatTheOldOneWaitsForTheNewOne() throws Exception {
    world.apply(world.fleet(World.web("image:1", "a")));

    Plan plan = world.plan(world.fleet(named("front", "image:2"))).plan();

    assertThat(plan.items().getLast().reasons())
        .containsExactly(
            "the file does not have it on this host",
            "it goes when front is ready to take its place");
    assertThat(PlanText.steps(plan.items().getFirst()))
        .containsExactly(
            "have image image:2 ready",
            "create web.ostler-next (generation 1)",
            "rename web.ostler-next to web",
            "start web",
            "wait until web works");
  }

  @Test
  void whoTakesANameAndSharesANetworkIsMadeWhenItsProviderIsThere() throws Exception {
    world.apply(world.fleet(World.web("image:1", "a")));
    ContainerSpec sharing =
        ContainerSpec.of("image:2").withNetworking(Networking.DEFAULT.withMode("service:provider"));
    Workload provider =
        Workload.of("provider", ContainerSpec.of("image:3"), "a")
            .with(World.quick(Workload.Rules.usual()));

    Report report = world.apply(world.fleet(named("front", "image:2").with(sharing), provider));

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(host.names()).containsExactly("provider", "web");
  }

  private static Workload named(String key, String image) {
    return new Workload(
        key,
        "web",
        List.of("a"),
        ContainerSpec.of(image),
        Map.of(),
        List.of(),
        World.quick(Workload.Rules.usual()));
  }

  private static Workload withPort(String key, String image) {
    return Workload.of(
            key,
            ContainerSpec.of(image)
                .withNetworking(Networking.DEFAULT.withPorts(Ports.parse("80:80"))),
            "a")
        .with(World.quick(Workload.Rules.usual()));
  }
}
