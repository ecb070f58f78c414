package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.configuration.Problem;
import dev.ostler.linux.ResourceLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could not be done here and now is said of a file that is good. */
class RunFileDoubtsTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

  @TempDir Path folder;

  private List<String> doubts(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("run.yaml"), text);
    List<Problem> doubts = new ArrayList<>();
    RunFiles.read(file, ENVIRONMENT, doubts::add);
    return doubts.stream()
        .map(Problem::toString)
        .map(doubt -> doubt.replace(folder + "/", ""))
        .toList();
  }

  @Test
  void limitAboveTheHardOneIsSaidAtItsPlace() throws Exception {
    long hard = ResourceLimit.OPEN_FILES.hard();

    assertThat(
            doubts(
                """
                processes:
                  enough: {command: [sh], limits: {open-files: %d, core: unlimited}}
                  more:
                    command: [sh]
                    limits:
                      open-files: %d
                """
                    .formatted(hard, hard + 1)))
        .containsExactly(
            "run.yaml:6:19: processes.more.limits.open-files: found %d, which is above the hard limit here, %d; raise that for whoever starts Ostler"
                .formatted(hard + 1, hard));
  }

  @Test
  void folderThatIsNotThereIsSaidUnlessItComesWithAConfiguration() throws Exception {
    assertThat(
            doubts(
                """
                processes:
                  a: {command: [sh], directory: away}
                  b: {command: [sh], directory: /site/inner}
                configuration:
                  c: {archive: no/site.tar, target: /site}
                activation: none/active
                control: nowhere/ctl
                datagrams: {socket: nobody/words}
                """))
        .containsExactly(
            "run.yaml:2:33: processes.a.directory: found away, which is no folder that is there",
            "run.yaml:5:16: configuration.c.archive: found no/site.tar, whose folder is not there",
            "run.yaml:6:13: activation.file: found none/active, whose folder is not there",
            "run.yaml:7:10: control.socket: found nowhere/ctl, whose folder is not there",
            "run.yaml:8:21: datagrams.socket: found nobody/words, whose folder is not there");
  }

  @Test
  void nothingIsSaidOfWhatCanStart() throws Exception {
    assertThat(
            doubts(
                """
                processes:
                  a: {command: [sh], directory: ., limits: {open-files: 1, core: unlimited}}
                control: ctl
                """))
        .isEmpty();
  }
}
