package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every entrypoint, real or fake. */
abstract class EntrypointContract {
  private static final Duration LONG = Duration.ofMillis(300);
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir Path folder;
  private Entrypoint entrypoint;
  private Iterator<Event> events;

  abstract Entrypoint open() throws IOException;

  /** A process that runs until it is told to end. */
  abstract ProcessHandler process(Entrypoint entrypoint) throws IOException;

  /** A process whose first start fails. */
  abstract ProcessHandler failing(Entrypoint entrypoint) throws IOException;

  abstract void end(ProcessHandler running, int status) throws IOException;

  abstract void setActive(ActivationHandler activation, boolean active) throws IOException;

  /** Lets time go by, if it does not do so by itself. */
  abstract void pass(Duration time);

  @BeforeEach
  final void openOne() throws IOException {
    entrypoint = open();
    events = entrypoint.events().iterator();
  }

  @AfterEach
  final void closeIt() {
    entrypoint.signalEveryone(Signal.KILL);
    entrypoint.close();
  }

  private <E extends Event> E next(Class<E> type) {
    return type.cast(assertThat(events.next()).isInstanceOf(type).actual());
  }

  /** Only an alarm rings: nothing else has happened until then. */
  private void expectNothing() {
    Alarm end = entrypoint.alarm(LONG);
    pass(LONG);
    assertThat(next(AlarmRang.class).alarm()).isSameAs(end);
  }

  @Test
  void processStartsEndsAndStartsAgain() throws Exception {
    ProcessHandler handler = process(entrypoint);
    assertThat(handler.name()).isEqualTo("app");
    for (int status = 0; status < 3; status++) {
      handler.start();
      ProcessEvent.Started started = next(ProcessEvent.Started.class);
      assertThat(started.handler()).isSameAs(handler);
      assertThat(handler.pid()).hasValue(started.pid());
      assertThat(handler.isGroupAlive()).isTrue();

      end(handler, status);
      ProcessEvent.Ended ended = next(ProcessEvent.Ended.class);
      assertThat(ended.exit())
          .isEqualTo(new ChildExit(started.pid(), new ChildExit.Exited(status)));
      assertThat(next(ProcessEvent.GroupEnded.class).handler()).isSameAs(handler);
      assertThat(handler.pid()).isEmpty();
      assertThat(handler.isGroupAlive()).isFalse();
    }
    expectNothing();
  }

  @Test
  void processIsOnlyStartedOnce() throws Exception {
    ProcessHandler handler = process(entrypoint);

    handler.start();
    assertThatThrownBy(handler::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("app is already started");
    next(ProcessEvent.Started.class);
    assertThatThrownBy(handler::start).isInstanceOf(IllegalStateException.class);
    expectNothing();
  }

  @Test
  void failedStartIsNoEndAndCanBeRepeated() throws Exception {
    ProcessHandler handler = failing(entrypoint);

    handler.start();

    assertThat(next(ProcessEvent.FailedToStart.class).handler()).isSameAs(handler);
    assertThat(handler.isGroupAlive()).isFalse();
    expectNothing();
  }

  @Test
  void stopAndKillEndTheProcess() throws Exception {
    ProcessHandler handler = process(entrypoint);
    for (Signal signal : new Signal[] {Signal.TERM, Signal.KILL}) {
      handler.start();
      next(ProcessEvent.Started.class);

      assertThat(signal.equals(Signal.TERM) ? handler.stop() : handler.kill()).isTrue();

      assertThat(next(ProcessEvent.Ended.class).exit().cause())
          .isEqualTo(new ChildExit.Killed(signal, false));
      next(ProcessEvent.GroupEnded.class);
    }
  }

  @Test
  void nobodyIsSignalledBeforeTheStartAndAfterTheEnd() throws Exception {
    ProcessHandler handler = process(entrypoint);
    assertThat(handler.stop()).isFalse();
    handler.start();
    assertThat(handler.signal(Signal.HUP)).as("not spawned yet").isFalse();
    next(ProcessEvent.Started.class);
    end(handler, 0);
    next(ProcessEvent.Ended.class);
    next(ProcessEvent.GroupEnded.class);

    assertThat(handler.stop()).isFalse();
    assertThat(handler.kill()).isFalse();
    assertThat(handler.signalGroup(Signal.TERM)).isFalse();
    expectNothing();
  }

  @Test
  void nobodyIsLeftWhenEverybodyHasEnded() throws Exception {
    process(entrypoint).start();
    next(ProcessEvent.Started.class);

    entrypoint.signalEveryone(Signal.TERM);

    next(ProcessEvent.Ended.class);
    next(ProcessEvent.GroupEnded.class);
    next(NobodyLeft.class);
    expectNothing();
  }

  @Test
  void activationIsToldAtFirstAndOnEveryChange() throws Exception {
    ActivationHandler handler = entrypoint.activation(folder.resolve("active"));
    for (boolean active : new boolean[] {false, true, false}) {
      ActivationChanged changed = next(ActivationChanged.class);
      assertThat(changed.handler()).isSameAs(handler);
      assertThat(changed.active()).isEqualTo(active);
      assertThat(handler.isActive()).isEqualTo(active);
      assertThat(changed.trouble()).isEmpty();
      setActive(handler, !active);
    }
  }

  @Test
  void sameActivationIsNotToldTwice() throws Exception {
    ActivationHandler handler = entrypoint.activation(folder.resolve("active"));
    next(ActivationChanged.class);

    setActive(handler, false);

    expectNothing();
  }

  @Test
  void alarmsRingInTheOrderOfTheirTimes() {
    Alarm later = entrypoint.alarm(LONG);
    Alarm sooner = entrypoint.alarm(SHORT);
    Alarm cancelled = entrypoint.alarm(SHORT);
    Alarm now = entrypoint.alarm(Duration.ZERO);
    cancelled.cancel();

    assertThat(next(AlarmRang.class).alarm()).isSameAs(now);
    Duration before = entrypoint.time();
    pass(LONG);
    assertThat(next(AlarmRang.class).alarm()).isSameAs(sooner);
    assertThat(next(AlarmRang.class).alarm()).isSameAs(later);
    assertThat(entrypoint.time()).isGreaterThanOrEqualTo(before.plus(SHORT));
    expectNothing();
  }

  @Test
  void alarmInThePastIsRefused() {
    assertThatThrownBy(() -> entrypoint.alarm(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closedHandlerTellsNothing() throws Exception {
    ActivationHandler handler = entrypoint.activation(folder.resolve("active"));

    handler.close();
    handler.close();
    setActive(handler, true);

    expectNothing();
  }

  @Test
  void eventsEndWithTheEntrypoint() throws Exception {
    entrypoint.activation(folder.resolve("active"));

    entrypoint.close();
    entrypoint.close();

    assertThat(events.hasNext()).isFalse();
  }
}
