package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process as the kernel sees it is as the file says. */
@Needs(RealPart.ROOT)
class RunFileSurroundingsIT {
  private static final int NICE = 18; // of the fields of /proc/PID/stat, from zero

  @TempDir Path folder;

  private static String proc(long pid, String file) throws Exception {
    return Files.readString(Path.of("/proc", "" + pid, file));
  }

  private FileRun start() throws Exception {
    Files.writeString(folder.resolve("first.env"), "# none\nONE=file\nTWO=\"quoted words\"\n");
    Files.writeString(folder.resolve("second.env"), "TWO=later\nTHREE=file\n");
    return FileRun.controlled(
        folder,
        """
        processes:
          web:
            command: [sleep, "60"]
            user: nobody:daemon
            directory: /usr
            environment: {THREE: own, FOUR: "${PATH}", EMPTY: ""}
            environmentFiles: [first.env, second.env]
            umask: 027
            nice: 7
            oomScore: 321
            limits: {open-files: 77, core: 0}
        """);
  }

  @Test
  void userGroupsAndDirectoryAreThoseOfTheFile() throws Exception {
    try (FileRun run = start()) {
      long pid = run.awaitReady("web");

      assertThat(ProcFs.status(pid, "Uid")).contains("65534\t65534\t65534\t65534");
      assertThat(ProcFs.status(pid, "Gid")).contains("1\t1\t1\t1");
      assertThat(ProcFs.status(pid, "CapEff")).contains("0000000000000000");
      assertThat(Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"))).hasToString("/usr");
      assertThat(ProcFs.status(run.ostler().pid(), "Uid")).contains("0\t0\t0\t0");
      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
    }
  }

  @Test
  void umaskNicenessScoreAndLimitsAreThoseOfTheFileAndNotOurs() throws Exception {
    try (FileRun run = start()) {
      long pid = run.awaitReady("web");

      assertThat(ProcFs.status(pid, "Umask")).contains("0027");
      assertThat(proc(pid, "stat").split(" ", -1)[NICE]).isEqualTo("7");
      assertThat(proc(pid, "oom_score_adj")).isEqualTo("321\n");
      assertThat(proc(pid, "limits"))
          .containsPattern("Max open files +77 ")
          .containsPattern("Max core file size +0 ");
      long ours = run.ostler().pid();
      assertThat(proc(ours, "limits")).doesNotContainPattern("Max open files +77 ");
      assertThat(proc(ours, "stat").split(" ", -1)[NICE]).isEqualTo("0");
      assertThat(proc(ours, "oom_score_adj")).isNotEqualTo("321\n");
      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
    }
  }

  @Test
  void laterFilesWinOverFormerOnesAndTheRunFileOverAll() throws Exception {
    try (FileRun run = start()) {
      List<String> variables =
          Arrays.asList(proc(run.awaitReady("web"), "environ").split("\0", -1));

      assertThat(variables)
          .contains("ONE=file", "TWO=later", "THREE=own", "EMPTY=")
          .contains("FOUR=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin")
          .contains("LANG=C.UTF-8")
          .doesNotContain("THREE=file", "TWO=quoted words")
          .noneMatch(variable -> variable.startsWith("_JAVA_SR_SIGNUM"));
      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
    }
  }

  @Test
  void signalsAreNeitherBlockedNorIgnoredAndNoDescriptorIsLeftOpen() throws Exception {
    try (FileRun run = start()) {
      long pid = run.awaitReady("web");

      assertThat(ProcFs.signals(pid, "SigBlk")).isEmpty();
      assertThat(ProcFs.signals(pid, "SigIgn")).isEmpty();
      Eventually.await(
          "it has loaded its libraries and has no others open",
          () -> ProcFs.descriptors(pid).keySet().equals(Set.of(0, 1, 2)));
      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
    }
  }
}
