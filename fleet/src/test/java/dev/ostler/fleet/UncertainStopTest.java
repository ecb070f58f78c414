package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerSummary;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineOptions;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Fault;
import dev.ostler.engine.Lifecycle;
import dev.ostler.engine.Restart;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that do not say whether they stop a container, and do or do not. */
class UncertainStopTest {
  private static final Fault NOT_DONE = new Fault.Refusal(500, "did not receive an exit event");
  private static final Fault DONE_IN_SILENCE = new Fault.LostAnswer();

  @TempDir private Path folder;
  private final FakeEngine engine = FakeEngine.start();

  @BeforeEach
  void deployFirst() throws Exception {
    assertThat(apply("1000").isSuccess()).isTrue();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void stopThatFailedInTheMiddleIsWaitedForAgain() throws Exception {
    onStop(NOT_DONE);

    Report report = apply("2000");

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(containers()).containsExactly("web RUNNING", "web.ostler-1 EXITED");
  }

  @Test
  void stopThatGotNoAnswerInTimeIsWaitedForAgain() throws Exception {
    onStop(DONE_IN_SILENCE);

    Report report = apply("2000");

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(containers()).containsExactly("web RUNNING", "web.ostler-1 EXITED");
  }

  @Test
  void containerThatIsSeenToHaveEndedIsStopped() throws Exception {
    onStop(DONE_IN_SILENCE);
    onStop(NOT_DONE);

    Report report = apply("2000");

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(containers()).containsExactly("web RUNNING", "web.ostler-1 EXITED");
  }

  @Test
  void containerThatEndsAfterAllIsStartedAgain() throws Exception {
    onStop(DONE_IN_SILENCE);
    onStop(NOT_DONE);
    engine.failNext(
        call -> call.matches("GET /containers/[^/]+/json"), new Fault.Refusal(500, "?"));

    Report report = apply("2000");

    assertThat(report.results().getFirst().reason())
        .contains("cannot stop container ", "; it may end yet; the container before is back");
    assertThat(containers()).containsExactly("web RUNNING");
  }

  @Test
  void containerThatCannotBeStoppedRunsOnAndItIsSaidThatItMayEnd() throws Exception {
    onStop(NOT_DONE);
    onStop(NOT_DONE);

    Report report = apply("2000");

    assertThat(report.results().getFirst().reason())
        .endsWith(
            ": did not receive an exit event (500); it may end yet; the container before is back");
    assertThat(containers()).containsExactly("web RUNNING");
    assertThat(apply("2000").isSuccess()).isTrue();
  }

  @Test
  void containerWhoseHookAfterTheStopFailsIsStartedAgain() throws Exception {
    World world = new World("a");
    world.apply(world.fleet(World.web("image:1", "a")));
    world.hooks =
        Hooks.NONE.afterStop(_ -> {
          throw new IOException("no cluster");
        });

    world.apply(world.fleet(World.web("image:2", "a")));

    assertThat(world.hosts.get("a").named("web").spec.image()).isEqualTo("image:1");
    assertThat(world.hosts.get("a").named("web").state).isEqualTo(ContainerState.RUNNING);
  }

  private void onStop(Fault fault) {
    engine.failNext(call -> call.endsWith("/stop"), fault);
  }

  private Report apply(String seconds) throws Exception {
    EngineOptions impatient = EngineOptions.DEFAULTS.withAnswerWithin(Duration.ofMillis(500));
    try (Operator operator =
        new Operator(
                Fleet.of("f", List.of(Host.local("here")), List.of(sleeper(seconds))),
                folder.resolve("state.json"),
                _ -> Engine.over(new UnixDialer(engine.socket()), impatient),
                Operator.Limits.USUAL)
            .with(new World.FakePatience())) {
      return operator.check().deploy(_ -> {});
    }
  }

  private static Workload sleeper(String seconds) {
    ContainerSpec spec =
        ContainerSpec.of(TestImage.NAME)
            .withCommand("sleep", seconds)
            .withLifecycle(
                new Lifecycle(Restart.NO, Optional.empty(), "", Optional.of(Duration.ZERO), false));
    return Workload.of("web", spec, "here").with(World.quick(Workload.Rules.usual()));
  }

  private List<String> containers() throws IOException {
    try (Engine client = engine.connect()) {
      return client.containers().list(ContainerQuery.ALL).stream()
          .map((ContainerSummary container) -> container.name() + " " + container.state())
          .sorted()
          .toList();
    }
  }
}
