package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that goes on as another one. */
class FollowMainTest {
  /** Says who goes on, in a session of its own, and ends when it is let. */
  private static final String DAEMON =
      "setsid sh -c 'echo $$ >\"$0\".new; mv \"$0\".new \"$0\"; trap \"exit 3\" TERM;"
          + " while :; do sleep 0.05; done' \"$0\" & ";

  private static final String UNTIL_LET = "until [ -e \"$0\".go ]; do sleep 0.05; done; ";

  @TempDir Path folder;
  private Entrypoint entrypoint;
  private Events events;
  private Path told;

  @BeforeEach
  void open() throws IOException {
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    events = new Events(entrypoint);
    told = folder.resolve("pid");
  }

  @AfterEach
  void close() {
    entrypoint.signalEveryone(Signal.KILL);
    entrypoint.close();
  }

  /** Starts a script, which goes on as whoever has written its number. */
  private ProcessHandler goingOn(String script) throws IOException {
    ProcessHandler handler = entrypoint.process("app", Shell.script(script, told));
    ActivationHandler watch = entrypoint.activation(told);
    handler.start();
    events.await(ActivationChanged.class, ActivationChanged::active);
    watch.close();
    return handler;
  }

  private int daemon() throws IOException {
    return Integer.parseInt(Files.readString(told).strip());
  }

  @Test
  void signalsReachTheFollowedOneAndItsEndGivesTheFormerItsPlaceBack() throws Exception {
    ProcessHandler handler = goingOn(DAEMON + "wait $!; exec sleep 1000");
    int first = handler.pid().orElseThrow();

    assertThat(handler.followMain(daemon())).isTrue();
    assertThat(handler.pid()).hasValue(daemon());
    assertThat(handler.signal(Signal.TERM)).isTrue();

    assertThat(events.during(Duration.ofMillis(500))).isEmpty();
    assertThat(handler.pid()).hasValue(first);
    assertThat(handler.kill()).isTrue();
    assertThat(events.next(ProcessEvent.Ended.class).exit().shellStatus()).isEqualTo(137);
    events.next(ProcessEvent.GroupEnded.class);
  }

  @Test
  void endOfTheFormerIsNoEndAndTheGroupOfTheFollowedBelongsToIt() throws Exception {
    ProcessHandler handler = goingOn(DAEMON + UNTIL_LET + "exit 5");
    assertThat(handler.followMain(daemon())).isTrue();

    Files.createFile(folder.resolve("pid.go"));
    events.none();
    assertThat(handler.pid()).hasValue(daemon());
    assertThat(handler.signalGroup(Signal.KILL)).isTrue();
    Warning warning = events.next(Warning.class);
    ProcessEvent.Ended ended = events.next(ProcessEvent.Ended.class);
    events.next(ProcessEvent.GroupEnded.class);

    assertThat(warning.message())
        .isEqualTo(
            "cannot learn how app (process "
                + daemon()
                + ") ended: it was the child of another process; this counts as status 1");
    assertThat(ended.exit().shellStatus()).isEqualTo(1);
    assertThat(handler.isGroupAlive()).isFalse();
  }

  @Test
  void whatWasReadyTogetherWithTheEndComesFirst() throws Exception {
    ProcessHandler handler = goingOn(DAEMON + UNTIL_LET + "exit 5");
    Path former = Path.of("/proc", Integer.toString(handler.pid().orElseThrow()), "stat");
    Files.createFile(folder.resolve("pid.go"));
    while (!Files.readString(former).contains(") Z ")) {
      Thread.onSpinWait();
    }
    Alarm first = entrypoint.alarm(Duration.ZERO);

    assertThat(events.next(AlarmRang.class).alarm()).isSameAs(first);
    assertThat(handler.followMain(daemon())).isTrue();
    events.none();
    assertThat(handler.pid()).hasValue(daemon());
    handler.signalGroup(Signal.KILL);
    events.await(ProcessEvent.GroupEnded.class);
  }

  @Test
  void processThatIsNotThereIsNotFollowed() throws Exception {
    ProcessHandler handler = goingOn("echo 4194305 >\"$0\"; exec sleep 1000");
    int first = handler.pid().orElseThrow();

    assertThat(handler.followMain(4194305)).isFalse(); // more than any number
    assertThat(handler.pid()).hasValue(first);
    assertThat(handler.followMain(first)).isTrue();
    handler.kill();
    events.await(ProcessEvent.GroupEnded.class);
    assertThat(handler.followMain(first)).isFalse();
  }
}
