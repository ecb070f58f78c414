package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ostler.engine.ContainerState;
import dev.ostler.engine.EngineException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The link to a host breaks once, at every single call, before it is made and after it was done.
 */
class ReconnectionTest {
  private static final Report.Result DONE = new Report.Result("a", "web", Report.Status.DONE, "");

  @ParameterizedTest
  @CsvSource({"STOP_FIRST,false", "STOP_FIRST,true", "START_FIRST,false", "START_FIRST,true"})
  void replacementGoesOnAfterALinkThatBreaksAnywhere(UpdatePolicy.Order order, boolean answerIsLost)
      throws Exception {
    for (int calls = 0; calls < 16; calls++) {
      World world = new World("a");
      world.apply(world.fleet(web("1", order)));
      world.hosts.get("a").breakAfter(calls, answerIsLost);

      Report report = world.apply(world.fleet(web("2", order)));

      assertThat(report.results()).as("broken after %s calls", calls).containsExactly(DONE);
      assertThat(world.hosts.get("a").names()).containsExactly("web", "web.ostler-1");
      assertThat(world.hosts.get("a").named("web").spec.image()).isEqualTo("image:2");
      assertThat(world.hosts.get("a").named("web").state).isEqualTo(ContainerState.RUNNING);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void creationWithoutAnAnswerIsNotMadeTwice(boolean answerIsLost) throws Exception {
    for (int calls = 0; calls < 8; calls++) {
      World world = new World("a");
      world.hosts.get("a").breakAfter(calls, answerIsLost);

      Report report = world.apply(world.fleet(web("1", UpdatePolicy.Order.STOP_FIRST)));

      assertThat(report.results()).as("broken after %s calls", calls).containsExactly(DONE);
      assertThat(world.hosts.get("a").names()).containsExactly("web");
    }
  }

  @Test
  void newContainerThatCannotBeFilledDoesNotStay() throws Exception {
    World world = new World("a");
    world.apply(world.fleet(web("1", UpdatePolicy.Order.STOP_FIRST)));
    world.hosts.get("a").refuseWrites("no space left on device");

    Report report = world.apply(world.fleet(web("2", UpdatePolicy.Order.STOP_FIRST)));

    assertThat(report.results())
        .containsExactly(
            new Report.Result("a", "web", Report.Status.FAILED, "no space left on device"));
    assertThat(world.hosts.get("a").names()).containsExactly("web");
    assertThat(world.hosts.get("a").named("web").spec.image()).isEqualTo("image:1");
  }

  @ParameterizedTest
  @CsvSource({
    "1750, 1000, '0, 250, 750, 1750'",
    "4000, 1000, '0, 250, 750, 1750, 2750, 3750, 4000'",
    "30, 10, '0, 10, 20, 30'",
    "0, 1000, '0'"
  })
  void hostThatCannotBeReachedIsTriedUntilItsTimeIsOver(int timeout, int interval, String moments) {
    World.FakePatience patience = new World.FakePatience();
    List<Long> tried = new ArrayList<>();
    Host.Retry retry = new Host.Retry(Duration.ofMillis(timeout), Duration.ofMillis(interval));

    Throwable e =
        catchThrowable(() ->
            Reconnection.ask(
                patience,
                retry,
                () -> {
                  tried.add(patience.nanos() / 1_000_000);
                  throw EngineException.unreachable("a", "it starts", new SocketTimeoutException());
                }));

    assertThat(e).hasMessageContaining("it starts");
    assertThat(tried).asString().isEqualTo("[" + moments + "]");
  }

  @Test
  void wrongCredentialsAreNotTriedAgain() {
    World.FakePatience patience = new World.FakePatience();
    List<Long> tried = new ArrayList<>();

    Throwable e =
        catchThrowable(() ->
            Reconnection.ask(
                patience,
                new Host.Retry(Duration.ofHours(1), Duration.ofSeconds(1)),
                () -> {
                  tried.add(patience.nanos());
                  throw new FleetException(FleetException.Kind.FAILED, "who are you");
                }));

    assertThat(e).hasMessage("who are you");
    assertThat(tried).hasSize(1);
  }

  private static Workload web(String version, UpdatePolicy.Order order) {
    Workload web = World.web("image:" + version, "a");
    return web.withFiles(ManagedFile.of("/etc/web", FileContent.of(version)))
        .with(web.rollout().with(web.rollout().update().with(order)));
  }
}
