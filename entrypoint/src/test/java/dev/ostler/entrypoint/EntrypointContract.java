package dev.ostler.entrypoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

  /** Ends of one connection between a listener and a connect of the same entrypoint. */
  private record Ends(Connection ours, Connection theirs) {}

  private Ends connected() throws IOException {
    ListenHandler listener = entrypoint.listen(folder.resolve("socket"), 0600);
    Connection ours = entrypoint.connect(folder.resolve("socket"));
    ConnectionEvent.Opened one = next(ConnectionEvent.Opened.class);
    ConnectionEvent.Opened other = next(ConnectionEvent.Opened.class);
    ConnectionEvent.Opened accepted = one.listener().isPresent() ? one : other;
    assertThat(accepted.listener()).containsSame(listener);
    assertThat((one.listener().isPresent() ? other : one).connection()).isSameAs(ours);
    return new Ends(ours, accepted.connection());
  }

  private void expectReceived(Connection connection, String text) {
    ConnectionEvent.Received received = next(ConnectionEvent.Received.class);
    assertThat(received.connection()).isSameAs(connection);
    assertThat(new String(received.bytes(), UTF_8)).isEqualTo(text);
  }

  @Test
  void connectionCarriesBytesBothWays() throws Exception {
    Ends ends = connected();

    assertThat(ends.ours().write("question".getBytes(UTF_8))).isTrue();
    expectReceived(ends.theirs(), "question");
    assertThat(ends.theirs().write("answer".getBytes(UTF_8))).isTrue();
    expectReceived(ends.ours(), "answer");

    assertThat(ends.ours().waiting()).isZero();
    assertThat(ends.theirs().peer()).isPresent();
    expectNothing();
  }

  @Test
  void whatIsWrittenBeforeTheConnectionIsMadeArrives() throws Exception {
    entrypoint.listen(folder.resolve("socket"), 0600);

    Connection ours = entrypoint.connect(folder.resolve("socket"));
    assertThat(ours.write("early".getBytes(UTF_8))).isTrue();
    assertThat(ours.waiting()).isEqualTo(5);

    String received = "";
    while (received.isEmpty()) {
      received =
          next(ConnectionEvent.class) instanceof ConnectionEvent.Received(_, byte[] bytes)
              ? new String(bytes, UTF_8)
              : "";
    }
    assertThat(received).isEqualTo("early");
    assertThat(ours.waiting()).isZero();
  }

  @Test
  void moreThanTheQueueTakesIsRefusedWhole() throws Exception {
    Ends ends = connected();

    assertThat(ends.ours().write(new byte[Connection.LARGEST_QUEUE + 1])).isFalse();

    expectNothing();
  }

  @Test
  void closedConnectionEndsAtTheOtherSideOnly() throws Exception {
    Ends ends = connected();

    ends.ours().close();
    ends.ours().close();

    ConnectionEvent.Ended ended = next(ConnectionEvent.Ended.class);
    assertThat(ended.connection()).isSameAs(ends.theirs());
    assertThat(ended.reason()).isEmpty();
    assertThat(ends.ours().write(new byte[1])).isFalse();
    assertThat(ends.theirs().write(new byte[1])).isFalse();
    expectNothing();
  }

  @Test
  void connectionToNobodyEnds() throws Exception {
    Connection connection = entrypoint.connect(folder.resolve("nobody"));

    ConnectionEvent.Ended ended = next(ConnectionEvent.Ended.class);

    assertThat(ended.connection()).isSameAs(connection);
    assertThat(ended.reason()).isPresent();
    expectNothing();
  }

  @Test
  void closedListenerLetsNobodyConnect() throws Exception {
    ListenHandler listener = entrypoint.listen(folder.resolve("socket"), 0600);
    assertThat(listener.address()).isEqualTo(folder.resolve("socket").toString());
    assertThat(listener.port()).isEmpty();

    listener.close();
    listener.close();
    entrypoint.connect(folder.resolve("socket"));

    assertThat(next(ConnectionEvent.Ended.class).reason()).isPresent();
  }

  @Test
  void sameNameCannotBeListenedOnTwice() throws Exception {
    entrypoint.listen(folder.resolve("socket"), 0600);

    assertThatThrownBy(() -> entrypoint.listen(folder.resolve("socket"), 0600))
        .hasMessageContaining("Address already in use (errno 98); another process listens there");
  }

  @Test
  void anyFreePortIsTold() throws Exception {
    InetAddress local = InetAddress.getLoopbackAddress();
    ListenHandler listener = entrypoint.listen(new InetSocketAddress(local, 0));
    int port = listener.port().orElseThrow();
    assertThat(listener.address()).isEqualTo("127.0.0.1:" + port);

    entrypoint.connect(new InetSocketAddress(local, port));

    assertThat(next(ConnectionEvent.Opened.class).connection().peer()).isEmpty();
    assertThat(next(ConnectionEvent.Opened.class).connection().peer()).isEmpty();
  }

  /** Lets a process write a line to a pipe. */
  abstract void print(OutputHandler output, String line) throws IOException;

  @Test
  void outputIsToldUnlessItIsPaused() throws Exception {
    OutputHandler output = entrypoint.output("app");
    assertThat(output.name()).isEqualTo("app");
    assertThat(output.writeEnd().number()).isGreaterThan(2);

    print(output, "one");
    expectOutput(output, "one\n");
    output.pause();
    print(output, "two");
    expectNothing();
    output.resume();
    expectOutput(output, "two\n");
    output.pause();
    print(output, "three");
    output.readNow();
    expectOutput(output, "three\n");
    output.close();
    output.close();
    expectNothing();
  }

  private void expectOutput(OutputHandler output, String text) {
    OutputReceived received = next(OutputReceived.class);
    assertThat(received.handler()).isSameAs(output);
    assertThat(new String(received.bytes(), UTF_8)).isEqualTo(text);
  }

  @Test
  void eventsEndWithTheEntrypoint() throws Exception {
    entrypoint.activation(folder.resolve("active"));

    entrypoint.close();
    entrypoint.close();

    assertThat(events.hasNext()).isFalse();
  }
}
