package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
  private static final Origin ERROR = new Origin("web", LogStream.STDERR, OptionalInt.empty());
  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();
  private Path log;
  private final LogFile.Listener listener =
      new LogFile.Listener() {
        @Override
        public void say(String message) {
          said.add(message);
        }

        @Override
        public void lost(long lines) {
          said.add("lost " + lines);
        }
      };

  @BeforeEach
  void nameLog() {
    log = folder.resolve("web.log");
  }

  private FileSink sink(long size, int kept) throws IOException {
    return new FileSink(LogFile.open(new OutputMode.ToFile(log, size, kept), listener));
  }

  private static void write(FileSink sink, String... lines) {
    for (String line : lines) {
      sink.line(Lines.from("web"), Lines.TIME, Lines.piece(line));
    }
    sink.flush();
  }

  private static void writeAfter(FileSink sink, Duration time, String... lines) {
    for (String line : lines) {
      sink.line(Lines.from("web"), Lines.TIME.plus(time), Lines.piece(line));
    }
    sink.flush();
  }

  private String content(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void linesAreAppendedToWhatIsThere() throws Exception {
    Files.writeString(log, "old\n");
    FileSink sink = sink(1000, 1);
    write(sink, "a\r", "", "b");
    sink.close();

    assertThat(content("web.log")).isEqualTo("old\na\r\n\nb\n");
  }

  @Test
  void newFileIsNotForEveryone() throws Exception {
    sink(1000, 1).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void fullFileIsPutAwayAndTheOldestThrownAway() throws Exception {
    FileSink sink = sink(4, 2);
    write(sink, "a", "b", "c", "d", "e", "f", "g", "h", "i");
    sink.close();

    assertThat(names()).containsExactly("web.log", "web.log.1", "web.log.2");
    assertThat(content("web.log")).isEqualTo("i\n");
    assertThat(content("web.log.1")).isEqualTo("g\nh\n");
    assertThat(content("web.log.2")).isEqualTo("e\nf\n");
  }

  @Test
  void noLineIsLostOrCutWhateverTheSize() throws Exception {
    for (int size = 1; size <= 40; size++) {
      FileSink sink = sink(size, 50);
      write(sink, "0123456789", "abc", "");
      write(sink, "0123456789abcdefghij", "x");
      sink.close();

      assertThat(allContent()).isEqualTo("0123456789\nabc\n\n0123456789abcdefghij\nx\n");
    }
  }

  /** Oldest first; removes all. */
  private String allContent() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int number = 50; number >= 0; number--) {
      Path file = number == 0 ? log : folder.resolve("web.log." + number);
      if (Files.exists(file)) {
        String content = Files.readString(file);
        assertThat(content).endsWith("\n");
        all.append(content);
        Files.delete(file);
      }
    }
    return all.toString();
  }

  @Test
  void fileIsFullWithItsLastByteAndNotBefore() throws Exception {
    FileSink sink = sink(6, 1);
    write(sink, "ab", "cd");
    assertThat(names()).containsExactly("web.log");
    write(sink, "");

    assertThat(names()).containsExactly("web.log", "web.log.1");
    sink.close();
  }

  @Test
  void nothingKeptMeansAnEmptyFileAgain() throws Exception {
    FileSink sink = sink(2, 0);
    write(sink, "a", "b");
    sink.close();

    assertThat(names()).containsExactly("web.log");
    assertThat(content("web.log")).isEqualTo("b\n");
  }

  @Test
  void piecesOfOneLineAreJoinedAndNotRotatedApart() throws Exception {
    FileSink sink = sink(4, 3);
    write(sink, "x");
    sink.line(Lines.from("web"), Lines.TIME, Lines.piece("abcd", false, true));
    sink.line(Lines.from("web"), Lines.TIME, Lines.piece("efgh", true, true));
    sink.line(Lines.from("web"), Lines.TIME, Lines.piece("i", true, false));
    sink.close();

    assertThat(content("web.log")).isEqualTo("abcdefghi\n");
    assertThat(content("web.log.1")).isEqualTo("x\n");
  }

  @Test
  void otherStreamNeverContinuesALongLine() throws Exception {
    FileSink sink = sink(1000, 1);
    sink.line(Lines.from("web"), Lines.TIME, Lines.piece("abcd", false, true));
    sink.line(ERROR, Lines.TIME, Lines.piece("error"));
    sink.line(Lines.from("web"), Lines.TIME, Lines.piece("ef", true, false));
    sink.close();

    assertThat(content("web.log")).isEqualTo("abcd\nerror\nef\n");
  }

  @Test
  void fileThatSomebodyHasMovedAwayIsBegunAnewWithinASecond() throws Exception {
    FileSink sink = sink(1000, 1);
    writeAfter(sink, Duration.ZERO, "a");
    Files.move(log, folder.resolve("moved"));
    writeAfter(sink, Duration.ofMillis(999), "b");
    writeAfter(sink, Duration.ofSeconds(1), "c");
    sink.close();

    assertThat(content("moved")).isEqualTo("a\nb\n");
    assertThat(content("web.log")).isEqualTo("c\n");
    assertThat(said).isEmpty();
  }

  @Test
  void fileThatSomebodyHasPutInItsPlaceIsAppendedTo() throws Exception {
    FileSink sink = sink(6, 1);
    writeAfter(sink, Duration.ZERO, "a");
    Files.move(log, folder.resolve("moved"));
    Files.writeString(log, "new\n");
    writeAfter(sink, Duration.ofSeconds(1), "b");
    writeAfter(sink, Duration.ofSeconds(1), "c");
    sink.close();

    assertThat(content("moved")).isEqualTo("a\n");
    assertThat(content("web.log.1")).isEqualTo("new\nb\n");
    assertThat(content("web.log")).isEqualTo("c\n");
  }

  @Test
  void fullFileThatSomebodyHasMovedAwayIsNotMissed() throws Exception {
    FileSink sink = sink(4, 1);
    writeAfter(sink, Duration.ZERO, "a", "b");
    Files.delete(log);
    writeAfter(sink, Duration.ZERO, "c");
    sink.close();

    assertThat(names()).containsExactly("web.log");
    assertThat(content("web.log")).isEqualTo("c\n");
    assertThat(said).isEmpty();
  }

  @Test
  void clockThatIsSetBackPutsNoLookOff() throws Exception {
    FileSink sink = sink(1000, 1);
    writeAfter(sink, Duration.ZERO, "a");
    Files.delete(log);
    writeAfter(sink, Duration.ofHours(-1), "b");
    sink.close();

    assertThat(content("web.log")).isEqualTo("b\n");
  }

  @Test
  void linesAreLostAndCountedWhileNoNewFileCanBeBegun() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    log = logs.resolve("web.log");
    FileSink sink = sink(1000, 1);
    writeAfter(sink, Duration.ZERO, "a");
    Files.move(logs, folder.resolve("away"));
    writeAfter(sink, Duration.ofSeconds(1), "b");
    Files.createDirectory(logs);
    writeAfter(sink, Duration.ofSeconds(1), "c");
    sink.close();

    assertThat(content("logs/web.log")).isEqualTo("c\n");
    assertThat(said)
        .containsExactly(
            "cannot write the log "
                + log
                + ": its folder is not there; create it first; lines are lost until it can",
            "lost 1",
            "1 lines for the log " + log + " were lost");
  }

  @Test
  void rotationThatFailsLosesNothing() throws Exception {
    Files.createDirectories(folder.resolve("web.log.1/in the way"));
    FileSink sink = sink(4, 1);
    write(sink, "abc", "def");
    sink.close();

    assertThat(content("web.log")).isEqualTo("abc\ndef\n");
    assertThat(said)
        .containsExactly("cannot rotate the log " + log + ": Is a directory; it goes on growing");
  }

  @Test
  void missingFolderIsSaid() {
    Path missing = folder.resolve("missing/web.log");

    assertThatThrownBy(() -> LogFile.open(new OutputMode.ToFile(missing, 1, 1), listener))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write the log " + missing + ": its folder is not there; create it first");
  }

  @Test
  void sizesThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> new OutputMode.ToFile(log, 0, 1))
        .hasMessage("a log's size must be positive, got 0");
    assertThatThrownBy(() -> new OutputMode.ToFile(log, 1, -1))
        .hasMessage("kept logs must not be negative, got -1");
    assertThatThrownBy(() -> new OutputPlan(new OutputMode.Plain(), 1))
        .hasMessage("kept last lines must be 0 or 20 KiB to 64 MiB, got 1");
  }

  @Test
  @Needs(RealPart.ROOT)
  void linkThatTheApplicationMayHaveMadeIsNotFollowedByRoot() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "precious\n");
    log = openForOthers("logs").resolve("web.log");
    FileSink sink = sink(1000, 1);
    writeAfter(sink, Duration.ZERO, "a");
    Files.delete(log);
    Files.createSymbolicLink(log, victim);
    writeAfter(sink, Duration.ofSeconds(1), "b");
    Files.delete(log);
    writeAfter(sink, Duration.ofSeconds(1), "c");
    sink.close();

    assertThat(victim).hasContent("precious\n");
    assertThat(log).hasContent("c\n");
    assertThat(said)
        .containsExactly(
            refusedLink(log) + "; lines are lost until it can",
            "lost 1",
            "1 lines for the log " + log + " were lost");
  }

  private Path openForOthers(String name) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private String refusedLink(Path link) {
    return "cannot write the log "
        + log
        + ": "
        + link
        + " is a symbolic link, in a folder that others than root may change; name the file that it"
        + " leads to";
  }

  @Test
  @Needs(RealPart.ROOT)
  void linkOfRootToOneThatOthersMayHaveMadeIsNotFollowedByRoot() throws Exception {
    Path theirs = openForOthers("logs").resolve("web.log");
    Files.createSymbolicLink(theirs, folder.resolve("victim"));
    Files.createSymbolicLink(log, theirs);

    assertThatThrownBy(() -> sink(1000, 1))
        .isInstanceOf(IOException.class)
        .hasMessage(refusedLink(theirs));
    assertThat(folder.resolve("victim")).doesNotExist();
  }

  @Test
  void linkOfTheOperatorIsFollowed() throws Exception {
    Files.createDirectory(folder.resolve("volume"));
    Files.createSymbolicLink(log, Path.of("volume/web.log"));
    FileSink sink = sink(1000, 1);
    writeAfter(sink, Duration.ZERO, "a");
    Files.delete(folder.resolve("volume/web.log")); // as logrotate does it there
    writeAfter(sink, Duration.ofSeconds(1), "b");
    sink.close();

    assertThat(content("volume/web.log")).isEqualTo("b\n");
    assertThat(log).isSymbolicLink();
    assertThat(said).isEmpty();
  }

  @Test
  void linkToADeviceIsRefusedAsTheDeviceIs() throws Exception {
    Files.createSymbolicLink(log, Path.of("/dev/null"));

    assertThatThrownBy(() -> sink(1000, 1))
        .hasMessage("cannot write the log " + log + ": it is not a regular file");
  }
}
