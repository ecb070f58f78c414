package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From some moment on nothing can be written down any more, as on a disk that is full. */
class UnwritableStateTest {
  private static final String FULL = "cannot write state.json: no space left on device";

  @ParameterizedTest
  @CsvSource({"STOP_FIRST,false", "STOP_FIRST,true", "START_FIRST,false", "START_FIRST,true"})
  void oneContainerRunsWhereverAReplacementCanBeWrittenDownNoMore(
      UpdatePolicy.Order order, boolean withHooks) throws Exception {
    int writes = 0;
    boolean isSuccess = false;
    while (!isSuccess) {
      World world = new World("a");
      world.hooks = withHooks ? Hooks.NONE.afterStart(_ -> {}) : Hooks.NONE;
      world.apply(world.fleet(versionOf("1", order)));
      world.apply(world.fleet(versionOf("2", order)));
      world.writesLeft = writes;

      Report report = world.apply(world.fleet(versionOf("3", order)));

      assertThat(running(world)).as("after %s writes", writes).containsExactly("web");
      isSuccess = report.isSuccess();
      if (!isSuccess) {
        assertThat(report.results().getFirst().reason()).as("after %s", writes).startsWith(FULL);
      }
      checkNextRun(world, versionOf("3", order), "after %s writes".formatted(writes));
      writes++;
    }
    assertThat(writes).isGreaterThan(4);
  }

  @ParameterizedTest
  @EnumSource(UpdatePolicy.Order.class)
  void containerBeforeIsBackWhereverThatCanBeWrittenDownNoMore(UpdatePolicy.Order order)
      throws Exception {
    for (int writes = 0; writes < 10; writes++) {
      World world = new World("a");
      world.apply(world.fleet(versionOf("1", order)));
      world.hosts.get("a").brokenImages.add("image:2");
      world.writesLeft = writes;

      world.apply(world.fleet(versionOf("2", order)));

      assertThat(running(world)).as("after %s writes", writes).containsExactly("web");
      assertThat(world.hosts.get("a").named("web").spec.image()).isEqualTo("image:1");
      checkNextRun(world, versionOf("1", order), "after %s writes".formatted(writes));
    }
  }

  @Test
  void changedFileDoesNotTakeItsContainerDown() throws Exception {
    for (int writes = 0; writes < 12; writes++) {
      World world = new World("a");
      world.apply(world.fleet(restartedBy("one")));
      world.writesLeft = writes;

      world.apply(world.fleet(restartedBy("two")));

      assertThat(running(world)).as("after %s writes", writes).containsExactly("web");
      checkNextRun(world, restartedBy("two"), "after %s writes".formatted(writes));
    }
  }

  @Test
  void wayBackThatCannotBeWrittenDownIsGoneToItsEndAndTold() throws Exception {
    World world = new World("a");
    world.apply(world.fleet(versionOf("1", UpdatePolicy.Order.STOP_FIRST)));
    world.apply(world.fleet(versionOf("2", UpdatePolicy.Order.STOP_FIRST)));
    world.scope = Scope.of(Operator.Aim.ROLL_BACK);
    world.writesLeft = 0;

    Report report = world.apply(world.fleet(versionOf("2", UpdatePolicy.Order.STOP_FIRST)));

    assertThat(running(world)).containsExactly("web");
    assertThat(world.hosts.get("a").named("web").spec.image()).isEqualTo("image:1");
    assertThat(report.results())
        .containsExactly(new Report.Result("a", "web", Report.Status.FAILED, FULL));
  }

  @Test
  void whatCannotBeWrittenDownEndsTheRunAndTakesNoHostBack() throws Exception {
    World world = new World("a", "b", "c");
    world.apply(world.fleet(onThree("1")));
    int before = Integer.MAX_VALUE - world.writesLeft;
    world.writesLeft = before / 3 + 1;

    Report report = world.apply(world.fleet(onThree("2")));

    assertThat(report.results())
        .extracting(Report.Result::status)
        .containsExactly(Report.Status.DONE, Report.Status.FAILED, Report.Status.ABORTED);
    assertThat(report.results().get(1).reason()).isEqualTo(FULL);
    assertThat(world.hosts.get("a").named("web").spec.image()).isEqualTo("image:2");
  }

  private static void checkNextRun(World world, Workload workload, String when) throws Exception {
    world.writesLeft = Integer.MAX_VALUE;
    assertThat(world.apply(world.fleet(workload)).isSuccess()).as(when).isTrue();
    assertThat(running(world)).as(when).containsExactly("web");
    assertThat(world.hosts.get("a").named("web").spec.image()).isEqualTo(workload.spec().image());
    Plan again = world.plan(world.fleet(workload)).plan();
    assertThat(again.hasChanges()).as(when + PlanText.text(again)).isFalse();
  }

  private static List<String> running(World world) {
    return world.hosts.get("a").containers.values().stream()
        .filter(container -> container.state == ContainerState.RUNNING)
        .map(container -> container.name)
        .toList();
  }

  private static Workload versionOf(String version, UpdatePolicy.Order order) {
    Workload web = World.web("image:" + version, "a");
    return web.withFiles(World.hostFile("/etc/web", version))
        .with(web.rollout().with(web.rollout().update().with(order)));
  }

  private static Workload restartedBy(String content) {
    return World.web("image:1", "a").withFiles(ManagedFile.of("/etc/web", FileContent.of(content)));
  }

  private static Workload onThree(String version) {
    Workload web = World.web("image:" + version, "a", "b", "c");
    UpdatePolicy usual = web.rollout().update();
    return web.with(
        web.rollout()
            .with(
                new UpdatePolicy(
                    usual.order(),
                    UpdatePolicy.Batch.of(1),
                    0,
                    usual.monitor(),
                    0,
                    UpdatePolicy.OnFailure.ROLLBACK)));
  }
}
