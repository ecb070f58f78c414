package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files by which a container-run is found from outside. */
class ContainerRunFilesTest {
  @TempDir Path base;
  private final List<String> said = new ArrayList<>();

  private ContainerRun.Place place() {
    return new ContainerRun.Place(base, "job", "web");
  }

  private RunningMarks marks() throws IOException {
    Files.createDirectories(base.resolve("data/job"));
    Files.createDirectories(base.resolve("sys/run/bpm/job"));
    return new RunningMarks(place().sentinel(), place().pidFile(), said::add);
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void pathsAreThoseOfTheOriginal() {
    ContainerRun.Place place = new ContainerRun.Place(Path.of("/var/vcap"), "job", "web");

    assertThat(place.socket()).hasToString("/var/vcap/data/job/web_containerrun.sock");
    assertThat(place.sentinel()).hasToString("/var/vcap/data/job/web_containerrun.running");
    assertThat(place.pidFile()).hasToString("/var/vcap/sys/run/bpm/job/web.pid");
    assertThat(place.bpm()).hasToString("/var/vcap/jobs/bpm/bin/bpm");
  }

  @Test
  void marksAreThereWhileTheProcessRuns() throws Exception {
    RunningMarks marks = marks();

    marks.running(42);

    assertThat(place().sentinel()).isEmptyFile();
    assertThat(place().pidFile()).hasContent("42");
    assertThat(modeOf(place().sentinel())).isEqualTo("rwxr-xr-x");
    assertThat(modeOf(place().pidFile())).isEqualTo("rwxr-xr-x");
    marks.stopped();
    marks.stopped();
    try (Stream<Path> files = Files.walk(base)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(said).isEmpty();
  }

  @Test
  void marksOfAKilledInstanceAreRemoved() throws Exception {
    marks().running(42);

    RunningMarks marks = marks();

    assertThat(place().sentinel()).doesNotExist();
    assertThat(place().pidFile()).doesNotExist();
    marks.running(43);
    assertThat(place().pidFile()).hasContent("43");
  }

  @Test
  void marksThatCannotBeSetAreToldAndDoNoHarm() throws Exception {
    RunningMarks marks = marks();
    Files.delete(base.resolve("sys/run/bpm/job"));

    marks.running(42);
    marks.stopped();

    assertThat(said)
        .containsExactly(
            "cannot show that the process runs: "
                + base.resolve("sys/run/bpm/job/web.pid.new")
                + " is not there");
  }

  @Test
  void scriptIsWrittenOnceAndExecutable() throws Exception {
    Path script = base.resolve("jobs/bpm/bin/bpm");

    assertThat(ContainerRun.installBpm(place(), "/opt/ostler"))
        .isEqualTo(new ContainerRun.Installed(script, true));
    assertThat(script).content().isEqualTo(BpmScript.text(base, "/opt/ostler"));
    assertThat(modeOf(script)).isEqualTo("rwxr-xr-x");
    try (Stream<Path> files = Files.list(script.getParent())) {
      assertThat(files).containsExactly(script);
    }
  }

  @Test
  void scriptThatIsThereStays() throws Exception {
    Path script = base.resolve("jobs/bpm/bin/bpm");
    Files.createDirectories(script.getParent());
    Files.writeString(script, "theirs");

    assertThat(ContainerRun.installBpm(place(), "/opt/ostler"))
        .isEqualTo(new ContainerRun.Installed(script, false));
    assertThat(script).hasContent("theirs");
  }

  @Test
  void danglingLinkInPlaceOfTheScriptStays() throws Exception {
    Path script = base.resolve("jobs/bpm/bin/bpm");
    Files.createDirectories(script.getParent());
    Files.createSymbolicLink(script, Path.of("/no/such/file"));

    assertThat(ContainerRun.installBpm(place(), "/opt/ostler").written()).isFalse();
    assertThat(script).isSymbolicLink();
  }

  @Test
  void oneOfManyAtOnceWritesTheScript() throws Exception {
    List<Future<ContainerRun.Installed>> all = new ArrayList<>();
    try (ExecutorService many = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 40; i++) {
        all.add(many.submit(() -> ContainerRun.installBpm(place(), "/opt/ostler")));
      }
    }

    int written = 0;
    for (Future<ContainerRun.Installed> one : all) {
      written += one.get().written() ? 1 : 0;
    }
    assertThat(written).isEqualTo(1);
    try (Stream<Path> files = Files.list(base.resolve("jobs/bpm/bin"))) {
      assertThat(files).containsExactly(base.resolve("jobs/bpm/bin/bpm"));
    }
  }

  @Test
  void folderThatCannotBeMadeIsNamedWithTheWayOut() throws Exception {
    Files.writeString(base.resolve("jobs"), "a file");

    assertThatThrownBy(() -> ContainerRun.installBpm(place(), "/opt/ostler"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot make the folder "
                + base.resolve("jobs/bpm/bin")
                + ": "
                + base.resolve("jobs/bpm")
                + ": Not a directory; set OSTLER_BASE to a folder that may be written to");
  }
}
