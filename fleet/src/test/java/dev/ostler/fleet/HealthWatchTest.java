package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Containers whose probe is answered, be it by somebody else. */
class HealthWatchTest {
  private static final HealthProbe ANSWERED = new HealthProbe.Tcp(80, Duration.ofSeconds(3));

  private final World.FakePatience patience = new World.FakePatience();
  private final FakeHost host = new FakeHost();
  private String container = "";

  @BeforeEach
  void start() throws Exception {
    container = host.create("web", ContainerSpec.of("image:1"));
    host.start(container);
  }

  @Test
  void answerIsEnoughWhereNoTimeToMonitorIsSet() throws Exception {
    assertThat(watch(false).failure()).isEmpty();
    assertThat(patience.nanos()).isZero();
  }

  @Test
  void containerMustStayUpForTheTimeThatIsSet() throws Exception {
    assertThat(watch(true).failure()).isEmpty();
    assertThat(Duration.ofNanos(patience.nanos())).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void containerThatEndsAfterAnAnswerDoesNotWork() throws Exception {
    host.named("web").endsAt(3, ContainerState.EXITED);

    assertThat(watch(true).failure()).contains("it ended with status 3");
  }

  @Test
  void containerThatHasEndedDoesNotWorkWhoeverAnswers() throws Exception {
    host.named("web").endsAt(1, ContainerState.EXITED);

    assertThat(watch(false).failure()).contains("it ended with status 3");
  }

  @Test
  void containerThatIsStartedAgainMeanwhileDoesNotWork() throws Exception {
    host.named("web").startsAgainAt(2);

    assertThat(watch(true).failure())
        .isEqualTo(Optional.of("it was started again by somebody else"));
  }

  @Test
  void containerThatItsEngineStartsAgainIsSaidToEndAgainAndAgain() throws Exception {
    host.named("web").startsAgainAt(2);
    host.named("web").endsAt(2, ContainerState.RESTARTING);

    assertThat(watch(true).failure()).contains("it ends again and again, last with status 3");
  }

  private HealthWatch watch(boolean monitored) {
    UpdatePolicy update =
        new UpdatePolicy(
            UpdatePolicy.Order.STOP_FIRST,
            UpdatePolicy.Batch.of(1),
            0,
            Duration.ofSeconds(10),
            0,
            UpdatePolicy.OnFailure.STOP,
            monitored);
    return new HealthWatch(
        host, container, Workload.Rules.usual().with(update).with(ANSWERED), patience);
  }
}
