package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningMarksTest {
  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  @Test
  void linksThatSomebodyHasPutInTheWayAreNotFollowed() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
    Path pidFile = folder.resolve("web.pid");
    Path sentinel = folder.resolve("web.running");
    RunningMarks marks = new RunningMarks(sentinel, pidFile, said::add);
    Files.createSymbolicLink(folder.resolve("web.pid.new"), victim);
    Files.createSymbolicLink(folder.resolve("web.running.new"), victim);
    marks.running(42);

    assertThat(said).isEmpty();
    assertThat(victim).hasContent("precious");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(victim)))
        .isEqualTo("rw-------");
    assertThat(pidFile).hasContent("42").isRegularFile();
    assertThat(sentinel).isEmptyFile();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pidFile)))
        .isEqualTo("rwxr-xr-x");
    assertThat(Files.isSymbolicLink(sentinel)).isFalse();
  }
}
