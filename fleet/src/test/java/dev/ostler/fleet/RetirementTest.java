package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerState;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Containers that are kept go in time; whether they do says nothing about the one that works. */
class RetirementTest {
  private final World world = new World("a", "b");
  private final FakeHost host = world.hosts.get("a");

  @BeforeEach
  void deployTwice() throws Exception {
    world.apply(world.fleet(version("1")));
    world.apply(world.fleet(version("2")));
  }

  @Test
  void oldContainerThatCannotBeRemovedTakesNothingBack() throws Exception {
    host.refuse("remove web.ostler-1", new IOException("device or resource busy"));

    Report report = world.apply(world.fleet(version("3")));

    assertThat(report.results())
        .containsExactly(
            new Report.Result("a", "web", Report.Status.DONE, ""),
            new Report.Result("b", "web", Report.Status.DONE, ""));
    assertThat(host.named("web").spec.image()).isEqualTo("image:3");
    assertThat(host.named("web").state).isEqualTo(ContainerState.RUNNING);
    assertThat(host.names()).containsExactly("web", "web.ostler-1", "web.ostler-2");
    assertThat(world.events)
        .contains(new FleetEvent.LeftOver("a", "web", "device or resource busy"));
  }

  @Test
  void oldContainerThatCouldNotBeRemovedGoesInTheNextRun() throws Exception {
    host.refuse("remove web.ostler-1", new IOException("device or resource busy"));
    world.apply(world.fleet(version("3")));
    host.refuseNothing();

    Report report = world.apply(world.fleet(version("3")));

    assertThat(report.results())
        .containsExactly(new Report.Result("a", "web", Report.Status.DONE, ""));
    assertThat(host.names()).containsExactly("web", "web.ostler-2");
    assertThat(world.plan(world.fleet(version("3"))).plan().hasChanges()).isFalse();
  }

  @Test
  void oldContainerWhoseRemovalHasBegunIsNotRemovedAgain() throws Exception {
    world.apply(world.fleet(version("3")));
    host.named("web.ostler-2").state = ContainerState.REMOVING;

    world.apply(world.fleet(version("4")));

    assertThat(world.plan(world.fleet(version("4"))).plan().hasChanges()).isFalse();
    assertThat(host.names()).containsExactly("web", "web.ostler-2", "web.ostler-3");
  }

  @Test
  void newContainerThatCannotWorkIsTakenBackAsEver() throws Exception {
    host.brokenImages.add("image:3");
    host.refuse("remove web.ostler-1", new IOException("device or resource busy"));

    world.apply(world.fleet(version("3")));

    assertThat(List.of(host.named("web").spec.image(), host.named("web").state))
        .isEqualTo(List.of("image:2", ContainerState.RUNNING));
  }

  private static Workload version(String version) {
    Workload web = World.web("image:" + version, "a", "b");
    UpdatePolicy usual = web.rollout().update();
    return web.with(
        web.rollout()
            .with(
                new UpdatePolicy(
                    usual.order(),
                    usual.batch(),
                    0,
                    usual.monitor(),
                    0,
                    UpdatePolicy.OnFailure.ROLLBACK)));
  }
}
