package dev.ostler.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may use the control socket, tried as real other users. */
@Needs({RealPart.ROOT, RealPart.NC})
@Timeout(60)
class ControlAccessTest {
  private static final int GROUP = 54_321;
  private static final String REQUEST = "{\"id\":1,\"command\":\"check\",\"close\":true}";
  private static final String ANSWER =
      "{\"id\":1,\"ok\":{\"passed\":true,\"message\":\"live: 2 of 2 processes running\"}}\n";

  @TempDir Path folder;

  @BeforeEach
  void letEverybodyIn() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void rootMay() throws Exception {
    try (RunningControl running = RunningControl.start(folder)) {
      assertThat(askAs(running, "--reuid=0")).isEqualTo(ANSWER);
    }
  }

  @Test
  void kernelKeepsOthersOut() throws Exception {
    try (RunningControl running = RunningControl.start(folder)) {
      assertThat(askAs(running, "--reuid=65534", "--clear-groups")).contains("Permission denied");
    }
  }

  @Test
  void othersAreToldAndClosedWhereTheSocketWasOpenedUp() throws Exception {
    try (RunningControl running = RunningControl.start(folder)) {
      Files.setPosixFilePermissions(running.socket(), PosixFilePermissions.fromString("rw-rw-rw-"));

      assertThat(askAs(running, "--reuid=65534", "--clear-groups"))
          .isEqualTo(
              "{\"id\":null,\"error\":{\"code\":\"not-permitted\",\"message\":\"cannot let user"
                  + " 65534 control this: only root and user 0 may; set `control.group` to let a"
                  + " group in\"}}\n");
    }
  }

  @Test
  void membersOfTheGroupMay() throws Exception {
    try (RunningControl running = RunningControl.start(folder, 0660, OptionalInt.of(GROUP))) {
      assertThat(askAs(running, "--reuid=65534", "--regid=" + GROUP, "--clear-groups"))
          .isEqualTo(ANSWER);
      assertThat(askAs(running, "--reuid=65534", "--regid=65534", "--groups=7," + GROUP))
          .isEqualTo(ANSWER);
      assertThat(askAs(running, "--reuid=65534", "--regid=65534", "--clear-groups"))
          .contains("Permission denied");
    }
  }

  private static String askAs(RunningControl running, String... who) throws Exception {
    String[] command = new String[who.length + 4];
    command[0] = "setpriv";
    System.arraycopy(who, 0, command, 1, who.length);
    command[who.length + 1] = "sh";
    command[who.length + 2] = "-c";
    command[who.length + 3] =
        "printf '%s\\n' '" + REQUEST + "' | timeout 20 nc -U " + running.socket();
    Process asking = new ProcessBuilder(command).redirectErrorStream(true).start();
    asking.getOutputStream().close();
    return new String(asking.getInputStream().readAllBytes(), UTF_8);
  }
}
