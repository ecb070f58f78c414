package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessTest {
  @TempDir Path folder;
  private Entrypoint entrypoint;
  private Events events;

  @BeforeEach
  void open() throws IOException {
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    events = new Events(entrypoint);
  }

  @AfterEach
  void close() {
    entrypoint.signalEveryone(Signal.KILL);
    entrypoint.close();
  }

  private ProcessHandler process(String script, Object... arguments) throws IOException {
    return entrypoint.process("app", Shell.script(script, arguments));
  }

  /** Starts a script and waits until it has created the file "ready". */
  private ProcessHandler ready(String script) throws IOException {
    Path ready = folder.resolve("ready");
    ProcessHandler handler = process(script, ready);
    ActivationHandler watch = entrypoint.activation(ready);
    handler.start();
    events.await(ActivationChanged.class, ActivationChanged::active);
    watch.close();
    return handler;
  }

  @Test
  void commandIsRequired() {
    assertThatThrownBy(() -> ChildCommand.of(List.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a command is required");
  }

  @Test
  void programThatIsNowhereIsRefusedByName() {
    ChildCommand command = ChildCommand.of(List.of("no-such-program"), Map.of("PATH", "/bin"));

    assertThatThrownBy(() -> entrypoint.process("app", command))
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
        .hasMessage("cannot run 'no-such-program': No such file or directory (errno 2)");
  }

  @Test
  void startIsReportedOnceWithThePid() throws Exception {
    ProcessHandler handler = process("exec sleep 1000");

    handler.start();
    ProcessEvent.Started started = events.next(ProcessEvent.Started.class);

    assertThat(started.handler()).isSameAs(handler);
    assertThat(handler.pid()).hasValue(started.pid());
    assertThat(handler.isGroupAlive()).isTrue();
    events.none();
    assertThat(handler.kill()).isTrue();
    events.await(ProcessEvent.GroupEnded.class);
  }

  @Test
  void whoIsLeftInTheGroupGoesOnWhenTheGroupIsLeft() throws Exception {
    Path pid = folder.resolve("pid");
    ProcessHandler handler = process("sleep 1000 & echo $! > " + pid);

    handler.start();
    assertThat(handler.leaveGroup()).isFalse(); // it has not even begun
    events.await(ProcessEvent.Ended.class);
    long left = Long.parseLong(Files.readString(pid).strip());

    assertThat(handler.leaveGroup()).isTrue();
    events.await(ProcessEvent.GroupEnded.class);
    assertThat(handler.isGroupAlive()).isFalse();
    assertThat(handler.leaveGroup()).isFalse();
    handler.start();
    events.await(ProcessEvent.Started.class);
    assertThat(ProcessHandle.of(left).map(ProcessHandle::isAlive)).hasValue(true);
    ProcessHandle.of(left).orElseThrow().destroyForcibly();
  }

  @Test
  void startReturnsBeforeAnythingIsSpawned() throws Exception {
    ProcessHandler handler = process("exit 0");

    handler.start();

    assertThat(handler.pid()).isEmpty();
    assertThat(handler.isGroupAlive()).isFalse();
    events.await(ProcessEvent.GroupEnded.class);
  }

  @Test
  void failedStartIsReportedOnceAndWithoutAnEnd() throws Exception {
    Path program = Files.writeString(folder.resolve("program"), "no machine code\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessHandler handler =
        entrypoint.process("app", ChildCommand.of(List.of(program.toString()), Map.of()));

    handler.start();
    ProcessEvent.FailedToStart failed = events.next(ProcessEvent.FailedToStart.class);

    assertThat(failed.handler()).isSameAs(handler);
    assertThat(failed.reason().errno()).isEqualTo(Errno.ENOEXEC);
    events.none();
  }

  @Test
  void afterAFailedStartItCanBeStartedAgain() throws Exception {
    Path program = Files.createSymbolicLink(folder.resolve("program"), Path.of("/bin/true"));
    ProcessHandler handler =
        entrypoint.process("app", ChildCommand.of(List.of(program.toString()), Map.of()));
    Files.delete(program);

    handler.start();
    assertThat(events.next(ProcessEvent.FailedToStart.class).reason())
        .hasMessage("cannot run '" + program + "': No such file or directory (errno 2)");

    Files.createSymbolicLink(program, Path.of("/bin/true"));
    handler.start();
    events.next(ProcessEvent.Started.class);
    assertThat(events.next(ProcessEvent.Ended.class).exit().succeeded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 127, 128, 255})
  void endTellsTheStatus(int status) throws Exception {
    ProcessHandler handler = process("exit $0", status);

    handler.start();
    int pid = events.next(ProcessEvent.Started.class).pid();
    ProcessEvent.Ended ended = events.next(ProcessEvent.Ended.class);

    assertThat(ended.exit()).isEqualTo(new ChildExit(pid, new ChildExit.Exited(status)));
    assertThat(ended.handler()).isSameAs(handler);
    assertThat(ended.ran()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    events.next(ProcessEvent.GroupEnded.class);
    events.none();
  }

  @Test
  void endTellsTheSignal() throws Exception {
    ProcessHandler handler = process("exec sleep 1000");
    handler.start();
    events.next(ProcessEvent.Started.class);

    handler.signal(Signal.USR2);

    assertThat(events.next(ProcessEvent.Ended.class).exit().cause())
        .isEqualTo(new ChildExit.Killed(Signal.USR2, false));
  }

  @Test
  void stopSendsTermAndSignalSendsWhatIsGiven() throws Exception {
    String script =
        "trap 'exit 31' TERM; trap 'exit 32' HUP; touch $0; while :; do sleep 0.01; done";

    ProcessHandler stopped = ready(script);
    assertThat(stopped.stop()).isTrue();
    assertThat(events.await(ProcessEvent.Ended.class).exit().shellStatus()).isEqualTo(31);
    Files.delete(folder.resolve("ready"));

    ProcessHandler signalled = ready(script);
    assertThat(signalled.signal(Signal.HUP)).isTrue();
    assertThat(events.await(ProcessEvent.Ended.class).exit().shellStatus()).isEqualTo(32);
  }

  @Test
  void killCannotBeIgnored() throws Exception {
    ProcessHandler handler = ready("trap '' TERM; touch $0; while :; do sleep 0.01; done");

    assertThat(handler.stop()).isTrue();
    assertThat(handler.kill()).isTrue();

    assertThat(events.await(ProcessEvent.Ended.class).exit().shellStatus()).isEqualTo(137);
  }

  @Test
  void signalsBeforeTheStartAndAfterTheEndReachNobody() throws Exception {
    ProcessHandler handler = process("exit 0");
    assertNobodyIsSignalled(handler);

    handler.start();
    assertNobodyIsSignalled(handler);
    events.await(ProcessEvent.Ended.class);

    assertThat(handler.stop()).isFalse();
    assertThat(handler.pid()).isEmpty();
    events.next(ProcessEvent.GroupEnded.class);
    assertNobodyIsSignalled(handler);
  }

  private static void assertNobodyIsSignalled(ProcessHandler handler) {
    assertThat(handler.stop()).isFalse();
    assertThat(handler.kill()).isFalse();
    assertThat(handler.signal(Signal.HUP)).isFalse();
    assertThat(handler.signalGroup(Signal.HUP)).isFalse();
    assertThat(handler.isGroupAlive()).isFalse();
  }

  @Test
  void secondStartIsRefusedAndSpawnsNothing() throws Exception {
    ProcessHandler handler = process("exec sleep 1000");
    handler.start();
    assertThatThrownBy(handler::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("app is already started");

    events.next(ProcessEvent.Started.class);
    assertThatThrownBy(handler::start).hasMessage("app is already started");

    events.none();
    handler.kill();
    events.await(ProcessEvent.GroupEnded.class);
  }

  @Test
  void handlerCanBeStartedAgainAfterItsGroupHasEnded() throws Exception {
    ProcessHandler handler = process("exit 3");

    for (int i = 0; i < 3; i++) {
      handler.start();
      events.next(ProcessEvent.Started.class);
      assertThat(events.next(ProcessEvent.Ended.class).exit().shellStatus()).isEqualTo(3);
      events.next(ProcessEvent.GroupEnded.class);
    }
  }

  @Test
  void groupOutlivesItsLeaderUntilItIsEnded() throws Exception {
    ProcessHandler handler = process("sleep 1000 & exit 5");
    handler.start();
    assertThat(events.await(ProcessEvent.Ended.class).exit().shellStatus()).isEqualTo(5);

    assertThat(handler.isGroupAlive()).isTrue();
    assertThat(handler.kill()).as("to the leader alone").isFalse();
    assertThatThrownBy(handler::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("app has left processes in its group: end them first");
    events.none();

    assertThat(handler.signalGroup(Signal.KILL)).isTrue();
    events.next(ProcessEvent.GroupEnded.class);
    assertThat(handler.isGroupAlive()).isFalse();
  }

  @Test
  void nobodyIsLeftOnceTheLastGroupHasEnded() throws Exception {
    process("exec sleep 1000").start();
    ProcessHandler leaving = process("sleep 1000 & exit 0");
    leaving.start();
    events.await(ProcessEvent.Ended.class);

    entrypoint.signalEveryone(Signal.KILL);

    events.await(NobodyLeft.class);
    assertThat(leaving.isGroupAlive()).isFalse();
    events.none();
  }

  @Test
  void nobodyLeftIsToldAtOnceIfNobodyIsThere() {
    entrypoint.signalEveryone(Signal.TERM);

    events.next(NobodyLeft.class);
    events.none();
  }

  @Test
  void thousandRestartsLeaveNothingBehind() throws Exception {
    ProcessHandler handler = process("exit 0");
    handler.start();
    events.await(ProcessEvent.GroupEnded.class);
    long descriptors = OwnState.descriptors();
    long zombies = OwnState.zombies();

    for (int i = 0; i < 1000; i++) {
      handler.start();
      events.await(ProcessEvent.GroupEnded.class);
    }

    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
    assertThat(OwnState.zombies()).isEqualTo(zombies);
  }

  @Test
  void closingLetsProcessesRunAndHoldsNothing() throws Exception {
    entrypoint.close();
    long before = OwnState.descriptors();
    open();
    ProcessHandler handler = process("exec sleep 1000");
    handler.start();
    int pid = events.next(ProcessEvent.Started.class).pid();

    entrypoint.close();

    ProcessHandle running = ProcessHandle.of(pid).orElseThrow();
    assertThat(running.isAlive()).isTrue();
    assertThat(handler.kill()).isFalse();
    assertThat(OwnState.descriptors()).isEqualTo(before);
    running.destroyForcibly();
  }
}
