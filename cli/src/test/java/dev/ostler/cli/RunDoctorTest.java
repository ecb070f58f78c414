package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.cli.Finding.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunDoctorTest {
  @TempDir Path root;

  @Test
  void thisMachineRunsChildrenByPidfds() throws Exception {
    assertThat(finding("child", Path.of("/")))
        .isEqualTo(
            Finding.ok(
                "child",
                "started, and awaited by a pidfd",
                "starting processes and awaiting their ends by pidfds is what it is for"));
  }

  @ParameterizedTest
  @CsvSource({"5.3.0,true", "5.2.21,false", "6.1.0-18-amd64,true", "4.19.0,false", "x,false"})
  void kernelMustKnowPidfds(String release, boolean isEnough) {
    assertThat(RunDoctor.isAtLeast(release, 5, 3)).isEqualTo(isEnough);
  }

  @Test
  void controlGroupsOfBothVersionsAreTold() throws Exception {
    Path groups = Files.createDirectories(root.resolve("sys/fs/cgroup"));
    Finding none = finding("control groups", root);
    Files.createDirectory(groups.resolve("memory"));
    Finding first = finding("control groups", root);
    Files.createFile(groups.resolve("cgroup.controllers"));
    Files.writeString(groups.resolve("memory.max"), "max\n");
    Finding second = finding("control groups", root);

    assertThat(none.state()).isEqualTo(State.DOUBTFUL);
    assertThat(none.found()).isEqualTo("none at " + groups);
    assertThat(first.found()).isEqualTo("version 1");
    assertThat(second.found()).isEqualTo("version 2, memory max");
  }

  @Test
  void missingCapabilityIsToldWithWhatItIsFor() throws Exception {
    write("proc/self/status", "Name:\tjava\nCapEff:\t00000000000000e1\n");

    Finding finding = finding("capabilities", root);

    assertThat(finding.state()).isEqualTo(State.DOUBTFUL);
    assertThat(finding.found()).isEqualTo("CHOWN, KILL, SETGID, SETUID");
    assertThat(finding.why())
        .isEqualTo(
            "without SYS_ADMIN a 'check' must name {staged}; without SYS_NICE 'nice' cannot be"
                + " below Ostler's own; without SYS_RESOURCE 'limits' and 'oomScore' cannot be"
                + " above Ostler's own");
  }

  @Test
  void allCapabilitiesAreWell() throws Exception {
    write("proc/self/status", "CapEff:\t000001ffffffffff\n");

    assertThat(finding("capabilities", root).state()).isEqualTo(State.OK);
  }

  @Test
  void fewOpenFilesAreDoubtful() throws Exception {
    write("proc/self/limits", "Max open files            256                  4096       files\n");

    assertThat(finding("open files", root))
        .isEqualTo(
            new Finding(
                "open files",
                State.DOUBTFUL,
                "at most 256",
                "each process takes a few descriptors, each client one",
                "raise the soft limit to 1024 or more, by 'ulimit -n' or --ulimit nofile"));
  }

  @Test
  void fewFileWatchesAreDoubtful() throws Exception {
    write("proc/sys/fs/inotify/max_user_watches", "128\n");

    assertThat(finding("file watches", root))
        .isEqualTo(
            new Finding(
                "file watches",
                State.DOUBTFUL,
                "at most 128 a user",
                "changes of files are told by inotify; without, they are looked for each second",
                "raise fs.inotify.max_user_instances and max_user_watches by sysctl on the host"));
  }

  @Test
  void whatTheContainerDoesNotShowIsDoubtfulAndNoFailure() throws Exception {
    assertThat(finding("open files", root).state()).isEqualTo(State.DOUBTFUL);
    assertThat(finding("capabilities", root).state()).isEqualTo(State.DOUBTFUL);
    assertThat(finding("file watches", root).found()).isEqualTo("at most unknown a user");
    assertThat(finding("/run", root).found()).isEqualTo("is not there");
  }

  private static Finding finding(String name, Path root) throws InterruptedException {
    List<Finding> findings =
        new Examination(Duration.ofSeconds(30)).of(new RunDoctor(root).probes());
    return findings.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
