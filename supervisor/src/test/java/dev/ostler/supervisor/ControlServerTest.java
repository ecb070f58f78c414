package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.control.Changes;
import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.ControlException;
import dev.ostler.control.ErrorCode;
import dev.ostler.control.Health;
import dev.ostler.control.LogLine;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.ProcessChange.Outcome;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Reloaded;
import dev.ostler.control.SetBy;
import dev.ostler.control.Setting;
import dev.ostler.control.Subscription;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients and the server, over a real socket and through a real loop. */
@Timeout(60)
class ControlServerTest {
  private static final Optional<Duration> A_MINUTE = Optional.of(Duration.ofMinutes(1));

  @TempDir Path folder;
  private RunningControl running;
  private ControlClient client;

  @BeforeEach
  void start() throws IOException {
    running = RunningControl.start(folder);
    client = ControlClient.at(running.socket());
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void socketIsItsOwnersAlone() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(running.socket())))
        .isEqualTo("rw-------");
  }

  @Test
  void groupMayUseTheSocketIfOneIsGiven() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    int group = (int) Files.getAttribute(folder, "unix:gid");
    try (RunningControl shared = RunningControl.start(other, 0660, OptionalInt.of(group))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared.socket())))
          .isEqualTo("rw-rw----");
    }
  }

  @Test
  void modeIsAsAskedForWithAGroupAndWithout() throws Exception {
    Path with = Files.createDirectory(folder.resolve("with"));
    Path without = Files.createDirectory(folder.resolve("without"));
    int group = (int) Files.getAttribute(folder, "unix:gid");
    try (RunningControl one = RunningControl.start(with, 0620, OptionalInt.of(group));
        RunningControl other = RunningControl.start(without, 0666, OptionalInt.empty())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one.socket())))
          .isEqualTo("rw--w----");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(other.socket())))
          .isEqualTo("rw-rw-rw-");
    }
  }

  @Test
  void nameIsGoneAfterwards() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    RunningControl.start(other).close();

    assertThat(other.resolve("control.sock")).doesNotExist();
  }

  @Test
  void questionsAreAnswered() throws Exception {
    assertThat(client.hello().release()).isEqualTo("0.1.0");
    assertThat(client.status(List.of()).processes())
        .extracting(ProcessStatus::name)
        .containsExactly("db", "web");
    assertThat(client.status(List.of("web")).processes())
        .extracting(ProcessStatus::name)
        .containsExactly("web");
    assertThat(client.check(List.of("web"), true))
        .isEqualTo(new Health(true, "ready: web is running"));
    assertThat(client.metrics().text()).endsWith("# EOF\n");
  }

  @Test
  void everyNameThatIsUnknownIsSaidAndNothingIsDone() throws Exception {
    assertThatThrownBy(() -> client.change(Verb.STOP, List.of("wbe", "web", "dd"), A_MINUTE))
        .isInstanceOf(ControlException.class)
        .hasMessage("cannot find processes 'wbe', 'dd': there are db, web");
    assertThatThrownBy(() -> client.change(Verb.RESTART, List.of("all"), A_MINUTE))
        .isInstanceOf(ControlException.class)
        .hasMessage(
            "cannot find process 'all': there are db, web; all of them are meant if none is named");
    assertThat(client.check(List.of("web"), true).passed()).isTrue();
  }

  @Test
  void whoIsOnlyStartedOnRequestIsStartedByItsNameAlone() throws Exception {
    running.run(commands -> commands.addOnRequest("debug"));

    assertThat(client.change(Verb.START, List.of(), Optional.empty()).processes())
        .extracting(ProcessChange::process)
        .containsExactly("db", "web");
    assertThat(client.change(Verb.RESTART, List.of(), Optional.empty()).processes())
        .extracting(ProcessChange::process)
        .containsExactly("db", "web");
    assertThat(client.signal("HUP", List.of()).areGood()).isTrue();
    assertThat(client.change(Verb.STOP, List.of(), Optional.empty()).processes())
        .extracting(ProcessChange::process)
        .containsExactly("db", "web", "debug");
    assertThat(client.change(Verb.START, List.of("debug"), A_MINUTE).processes())
        .containsExactly(ProcessChange.of("debug", Outcome.DONE));
    assertThat(client.change(Verb.RESTART, List.of(), Optional.empty()).processes())
        .extracting(ProcessChange::process)
        .containsExactly("db", "web", "debug");
  }

  @Test
  void whoIsOnlyStartedOnRequestIsJudgedByItsNameAlone() throws Exception {
    running.run(commands -> commands.addOnRequest("debug"));

    assertThat(client.check(List.of(), true))
        .isEqualTo(new Health(true, "ready: 2 of 2 processes running"));
    assertThat(client.check(List.of("debug"), true))
        .isEqualTo(new Health(false, "not ready: debug is not started"));
    assertThat(client.status(List.of("debug")).processes().getFirst().autostart()).isFalse();
  }

  @Test
  void whoHasSetSomethingIsKnownByTheKernel() throws Exception {
    client.change(Verb.SUSPEND, List.of("web"), A_MINUTE);

    Setting suspended = client.status(List.of("web")).processes().getFirst().intent().suspended();

    assertThat(suspended)
        .isEqualTo(
            new Setting(
                true,
                new SetBy.Control(
                    ((Integer) Files.getAttribute(folder, "unix:uid")).longValue(),
                    (int) ProcessHandle.current().pid()),
                FakeCommands.NOON));
  }

  @Test
  void changeIsAnsweredWhenAllIsDone() throws Exception {
    CompletableFuture<Changes> answer = ask(Verb.STOP, A_MINUTE);
    Eventually.await(
        "web is stopped",
        () -> !client.status(List.of("web")).processes().getFirst().intent().started().value());
    boolean early = answer.isDone();
    running.finish();

    assertThat(early).isFalse();
    assertThat(answer.join().processes())
        .containsExactly(
            ProcessChange.of("db", Outcome.DONE), ProcessChange.of("web", Outcome.DONE));
  }

  private CompletableFuture<Changes> ask(Verb verb, Optional<Duration> within) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return client.change(verb, List.of(), within);
      } catch (ControlException e) {
        throw new AssertionError(e);
      }
    });
  }

  @Test
  void changeIsAnsweredAtOnceIfNobodyWaits() throws Exception {
    assertThat(client.change(Verb.STOP, List.of(), Optional.empty()).processes())
        .containsExactly(
            ProcessChange.of("db", Outcome.ACCEPTED), ProcessChange.of("web", Outcome.DONE));
  }

  @Test
  void whatIsNotDoneInTimeIsLate() throws Exception {
    Changes changes = client.change(Verb.STOP, List.of("db"), Optional.of(Duration.ofMillis(50)));

    assertThat(changes.areGood()).isFalse();
    assertThat(changes.processes())
        .containsExactly(
            new ProcessChange(
                "db",
                Outcome.LATE,
                Optional.of(
                    "cannot say that it is done: it was not within 50 ms; it is being stopped")));
  }

  @Test
  void signalIsSentOrSaidWhyNot() throws Exception {
    client.change(Verb.SUSPEND, List.of("web"), A_MINUTE);

    assertThat(client.signal("HUP", List.of()).processes())
        .containsExactly(
            ProcessChange.of("db", Outcome.DONE),
            ProcessChange.failed("web", "cannot send HUP to web: it does not run"));
    assertThatThrownBy(() -> client.signal("HPU", List.of()))
        .hasMessage(
            "cannot send a signal: no such signal 'HPU': give a name such as TERM or a number from"
                + " 1 to 64");
  }

  @Test
  void unknownProcessIsNamed() {
    assertThatThrownBy(() -> client.change(Verb.STOP, List.of("web", "bd"), A_MINUTE))
        .hasMessage("cannot find process 'bd': there are db, web")
        .extracting(e -> ((ControlException) e).code())
        .isEqualTo(ErrorCode.UNKNOWN_PROCESS);
  }

  @Test
  void reloadIsShownOrDone() throws Exception {
    List<Reloaded.Difference> differences =
        List.of(new Reloaded.Difference(Reloaded.Action.RESTART, "web", "command differs"));

    assertThat(client.reload(true, A_MINUTE)).isEqualTo(new Reloaded(false, differences));
    assertThat(client.reload(false, Optional.empty())).isEqualTo(new Reloaded(true, differences));
    assertThatThrownBy(() -> client.reload(false, Optional.of(Duration.ofMillis(20))))
        .hasMessage(
            "cannot say that all is as the file says: it was not within 20 ms; web: it is being stopped")
        .extracting(e -> ((ControlException) e).code())
        .isEqualTo(ErrorCode.LATE);
  }

  @Test
  void reloadIsAnsweredWhenAllIsDone() throws Exception {
    try (RawClient raw = new RawClient(running.socket())) {
      raw.say("{\"id\":1,\"command\":\"reload\",\"waitMs\":60000}");
      raw.say("{\"id\":2,\"command\":\"hello\"}");
      String first = raw.hear();
      running.finish();

      assertThat(first).startsWith("{\"id\":2,");
      assertThat(raw.hear()).startsWith("{\"id\":1,\"ok\":{\"applied\":true,");
    }
  }

  @Test
  void lastLinesAreToldAndThoseThatFollow() throws Exception {
    running.write("db", "one");
    running.write("web", "two");
    running.write("web", "three");

    try (Subscription<LogLine> lines = client.followLogs(List.of("web"), 1)) {
      running.write("db", "not asked for");
      running.write("web", "four\n\"é\"");

      Iterator<LogLine> taking = lines.iterator();
      assertThat(List.of(taking.next().text(), taking.next().text()))
          .containsExactly("three", "four\n\"é\"");
    }
    assertThat(client.logs(List.of("web"), 2))
        .extracting(LogLine::text)
        .containsExactly("three", "four\n\"é\"");
  }

  @Test
  void eventsAreToldUntilTheFollowerGoes() throws Exception {
    try (Subscription<ControlEvent> events = client.events()) {
      running.run(fake -> fake.happen(ControlEvent.Kind.READY, "web", "web is ready"));

      assertThat(events.iterator().next().message()).isEqualTo("web is ready");
    }
    Eventually.await("nobody follows", () -> running.followers() == 0);
  }
}
