package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerState;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else is done when containers start and stop. */
class HooksTest {
  private final World world = new World("a");
  private final FakeHost host = world.hosts.get("a");
  private final List<String> run = new ArrayList<>();

  @Test
  void hooksRunAroundTheirStepsOfTheFirstStartOnly() throws Exception {
    world.hooks = all();
    world.apply(world.fleet(World.web("image:1", "a")));
    List<String> first = List.copyOf(run);
    run.clear();
    host.named("web").state = ContainerState.EXITED;

    world.apply(world.fleet(World.web("image:1", "a")));

    assertThat(first).containsExactly("pre-start id1", "post-start id1");
    assertThat(run).isEmpty();
    assertThat(host.named("web").state).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void hooksRunOnEveryStartIfThatIsAsked() throws Exception {
    world.hooks = all().alsoOnRestart();
    world.apply(world.fleet(World.web("image:1", "a")));
    run.clear();
    host.named("web").state = ContainerState.EXITED;

    world.apply(world.fleet(World.web("image:1", "a")));

    assertThat(run).containsExactly("pre-start id1", "post-start id1");
  }

  @Test
  void replacementRunsThoseOfBothContainersInOrder() throws Exception {
    world.apply(world.fleet(World.web("image:1", "a")));
    world.hooks = all();

    world.apply(world.fleet(World.web("image:2", "a")));

    assertThat(run)
        .containsExactly("pre-stop id1", "post-stop id1", "pre-start id2", "post-start id2");
  }

  @Test
  void failedHookOfAFirstContainerFailsAndTheContainerStays() throws Exception {
    world.hooks = Hooks.NONE.afterStart(_ -> fail());

    Report report = world.apply(world.fleet(World.web("image:1", "a")));

    assertThat(report.results().getFirst())
        .isEqualTo(
            new Report.Result(
                "a",
                "web",
                Report.Status.FAILED,
                "cannot finish web on a: its hook after the start failed: no cluster"));
    assertThat(world.recorded.note("a", host.named("web").id)).isPresent();
  }

  @Test
  void hookThatFailedRunsAgainInTheNextRun() throws Exception {
    world.hooks = Hooks.NONE.afterStart(_ -> fail());
    world.apply(world.fleet(World.web("image:1", "a")));
    world.hooks = all();

    Report report = world.apply(world.fleet(World.web("image:1", "a")));
    world.apply(world.fleet(World.web("image:1", "a")));

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(run).containsExactly("post-start id1");
    assertThat(host.named("web").starts).isEqualTo(1);
  }

  @Test
  void failedHookOfAReplacementBringsTheOneBeforeBack() throws Exception {
    world.apply(world.fleet(World.web("image:1", "a")));
    world.hooks = Hooks.NONE.afterStart(_ -> fail());

    Report report = world.apply(world.fleet(World.web("image:2", "a")));

    assertThat(report.results().getFirst().reason())
        .endsWith("failed: no cluster; the container before is back");
    assertThat(host.named("web").spec.image()).isEqualTo("image:1");
  }

  @Test
  void hookThatTakesTooLongIsInterruptedAndFails() throws Exception {
    world.hooks =
        Hooks.NONE.beforeStart(_ -> TimeUnit.DAYS.sleep(1)).withTime(Duration.ofMillis(20));

    Report report = world.apply(world.fleet(World.web("image:1", "a")));

    assertThat(report.results().getFirst().reason())
        .isEqualTo("cannot finish web on a: its hook before the start took longer than 20 ms");
    assertThat(host.named("web").starts).isZero();
  }

  @Test
  void hookThatFailedIsRememberedInTheState(@TempDir Path folder) throws Exception {
    try (FakeEngine engine = FakeEngine.start()) {
      Report failed = deploy(engine, folder, Hooks.NONE.afterStart(_ -> fail()));

      Report report = deploy(engine, folder, Hooks.NONE.afterStart(_ -> run.add("post-start")));

      assertThat(failed.isSuccess()).isFalse();
      assertThat(report.isSuccess()).as(report.toString()).isTrue();
      assertThat(run).containsExactly("post-start");
    }
  }

  private static Report deploy(FakeEngine engine, Path folder, Hooks hooks) throws Exception {
    try (Operator operator = Engines.operator(engine, folder, World.web(TestImage.NAME, "here"))) {
      operator.setHooks("web", hooks);
      return operator.check().deploy(_ -> {});
    }
  }

  @Test
  void timeOfHooksIsPositive() {
    assertThatThrownBy(() -> Hooks.NONE.withTime(Duration.ZERO))
        .hasMessage("within must be positive, got PT0S");
  }

  private Hooks all() {
    return Hooks.NONE
        .beforeStart(container -> run.add("pre-start " + container.id()))
        .afterStart(container -> run.add("post-start " + container.id()))
        .beforeStop(container -> run.add("pre-stop " + container.id()))
        .afterStop(container -> run.add("post-stop " + container.id()));
  }

  private static void fail() throws IOException {
    throw new IOException("no cluster");
  }
}
