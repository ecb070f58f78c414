package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.FakeEntrypoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs over an entrypoint without processes and time. */
class OutputsTest {
  private static final String LINE = "x".repeat(1023) + "\n";

  private final FakeEntrypoint fake = new FakeEntrypoint();
  private final Outputs outputs =
      new Outputs(fake, MessageFormat.TEXT, false, InstantSource.fixed(Lines.TIME));
  private final Map<String, Long> lost = new HashMap<>();
  @TempDir Path folder;

  @BeforeEach
  void countLosses() {
    outputs.whenLost((destination, lines) -> lost.merge(destination, lines, Long::sum));
  }

  private void write(String pipe, String text) {
    fake.output(pipe).receive(text);
  }

  /** Takes what has happened. */
  private void turn() {
    for (Event event : fake.events()) {
      assertThat(outputs.happened(event)).as(event.toString()).isTrue();
    }
  }

  private String out() {
    return fake.standardOutput().text();
  }

  private String err() {
    return fake.standardError().text();
  }

  private void addPrefixed(String process) throws IOException {
    outputs.add(process, OutputPlan.of(new OutputMode.Prefixed()));
  }

  @Test
  void linesGoWhereTheyWereWrittenToBehindTheirNames() throws Exception {
    addPrefixed("db");
    addPrefixed("web");
    write("web stdout", "one\ntw");
    write("db stderr", "bad\n");
    write("web stdout", "o\n");
    turn();

    assertThat(out()).isEqualTo("web | one\nweb | two\n");
    assertThat(err()).isEqualTo("db  | bad\n");
  }

  @Test
  void ownMessagesComeInOrderWithOthersAndAreKept() throws Exception {
    addPrefixed("web");
    write("web stderr", "one\n");
    turn();
    outputs.reporter().say("hello");

    assertThat(err()).isEqualTo("web | one\nostler: hello\n");
    assertThat(outputs.last(Set.of(LogLine.OURSELVES), 9))
        .extracting(LogLine::text)
        .containsExactly("hello");
  }

  @Test
  void whatIsInheritedIsNotTouchedNorKept() throws Exception {
    outputs.add("web", OutputPlan.of(new OutputMode.Inherit()));
    outputs.started("web", 1);
    outputs.ended("web", true);
    turn();

    assertThat(outputs.keeps("web")).isFalse();
    assertThat(err()).isEmpty();
  }

  @Test
  void lastWordsWithoutNewlineEndWithTheRun() throws Exception {
    addPrefixed("web");
    outputs.started("web", 1);
    write("web stdout", "first");
    outputs.ended("web", false);
    turn();
    outputs.started("web", 2);
    write("web stdout", "second\n");
    turn();

    assertThat(out()).isEqualTo("web | first\nweb | second\n");
  }

  @Test
  void runThatFollowsAtOnceDoesNotContinueALine() throws Exception {
    addPrefixed("web");
    write("web stdout", "first");
    turn();
    outputs.ended("web", false);
    outputs.started("web", 2);
    write("web stdout", "second\n");
    turn();

    assertThat(out()).isEqualTo("web | first\nweb | second\n");
  }

  @Test
  void lastWordsComeBeforeTheFirstOfWhoIsStartedAfterwards() throws Exception {
    addPrefixed("db");
    addPrefixed("web");
    write("db stdout", "done");
    turn();
    outputs.ended("db", false);
    outputs.started("web", 2);
    write("web stdout", "first\n");
    turn();

    assertThat(out()).isEqualTo("db  | done\nweb | first\n");
  }

  @Test
  void failureShowsTheLastLinesOfItsRunThatNobodyHasSeen() throws Exception {
    outputs.add("web", OutputPlan.of(new OutputMode.Discard()));
    outputs.started("web", 1);
    write("web stdout", "of the first run\n");
    turn();
    outputs.ended("web", false);
    turn();
    outputs.started("web", 2);
    outputs.ended("web", true);
    write("web stderr", "cannot bind\n");
    write("web stdout", "bye");
    turn();

    assertThat(out()).isEmpty();
    assertThat(err()).isEqualTo("ostler: the last lines of web:\n  cannot bind\n  bye\n");
  }

  @Test
  void linesThatPeopleHaveSeenAreNotShownAgain() throws Exception {
    addPrefixed("web");
    outputs.started("web", 1);
    write("web stderr", "cannot bind\n");
    outputs.ended("web", true);
    turn();

    assertThat(err()).isEqualTo("web | cannot bind\n");
  }

  @Test
  void jsonTellsThePid() throws Exception {
    outputs.add("web", OutputPlan.of(new OutputMode.Json()));
    outputs.started("web", 7);
    write("web stdout", "up\n");
    turn();

    assertThat(out())
        .isEqualTo(
            "{\"time\":\"2026-02-03T04:05:06.007Z\",\"process\":\"web\",\"stream\":\"stdout\","
                + "\"pid\":7,\"message\":\"up\"}\n");
  }

  @Test
  void slowReaderHoldsProcessesUpAndLosesNothing() throws Exception {
    addPrefixed("web");
    fake.standardOutput().leaveRoom(0);
    write("web stdout", LINE.repeat(600));
    turn();
    assertThat(fake.output("web stdout").isPaused()).isTrue();
    fake.standardOutput().leaveRoom(Integer.MAX_VALUE);
    turn();

    assertThat(fake.output("web stdout").isPaused()).isFalse();
    assertThat(out()).isEqualTo(("web | " + LINE).repeat(600));
  }

  @Test
  void readerThatHasStoppedCostsTheOldestLinesAndFilesGoOn() throws Exception {
    Path log = folder.resolve("db.log");
    addPrefixed("web");
    outputs.add("db", OutputPlan.of(new OutputMode.ToFile(log, 1 << 20, 1)));
    fake.standardOutput().leaveRoom(0);
    write("web stdout", LINE.repeat(2_000));
    write("db stdout", "before\n");
    turn();
    assertThat(fake.output("web stdout").isPaused()).isTrue();
    assertThat(fake.output("db stdout").isPaused()).isFalse();
    fake.advance(Patience.LIMIT);
    turn();
    assertThat(fake.output("web stdout").isPaused()).isFalse();
    write("db stdout", "after\n");
    turn();
    fake.standardOutput().leaveRoom(Integer.MAX_VALUE);
    turn();

    assertThat(Files.readString(log)).isEqualTo("before\nafter\n");
    assertThat(out())
        .contains(
            "ostler: " + lost.get("stdout") + " lines were lost, for they could not be written\n");
    assertThat(lost.get("stdout")).isBetween(900L, 999L);
    assertThat(out()).endsWith("web | " + LINE);
  }

  @Test
  void endComesWhenAllIsWritten() throws Exception {
    addPrefixed("web");
    fake.standardOutput().leaveRoom(3);
    write("web stdout", "last");
    outputs.finish();
    turn();
    assertThat(outputs.isFinished()).isFalse();
    fake.standardOutput().leaveRoom(100);
    turn();

    assertThat(outputs.isFinished()).isTrue();
    assertThat(out()).isEqualTo("web | last\n");
  }

  @Test
  void endDoesNotWaitForAReaderForLong() throws Exception {
    addPrefixed("web");
    fake.standardOutput().leaveRoom(0);
    write("web stdout", "last\n");
    outputs.finish();
    turn();
    fake.advance(Outputs.FLUSH);
    turn();

    assertThat(outputs.isFinished()).isTrue();
    outputs.close();
    assertThat(err())
        .isEqualTo(
            "ostler: nobody read standard output any more: the last 11 bytes for it were lost\n");
  }

  @Test
  void linesAreFollowed() throws Exception {
    List<String> told = new ArrayList<>();
    addPrefixed("web");
    Subscription subscription =
        outputs.follow("web"::equals, line -> told.add(line.stream().word() + " " + line.text()));
    write("web stderr", "a\r\nb\n");
    turn();
    subscription.close();
    write("web stdout", "c\n");
    turn();

    assertThat(told).containsExactly("stderr a", "stderr b");
  }

  @Test
  void processThatIsRemovedLeavesNothing() throws Exception {
    addPrefixed("web");
    outputs.remove("web");
    addPrefixed("web");

    assertThat(outputs.last(Set.of("web"), 9)).isEmpty();
    assertThatThrownBy(() -> outputs.remove("db")).hasMessage("the output of db has no place");
  }
}
