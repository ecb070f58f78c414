package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Needs(RealPart.ROOT)
class UserIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // Users and groups that every Debian system has.
        "nobody; 65534 65534 65534 65534; 65534 65534 65534 65534; 65534",
        "daemon; 1 1 1 1; 1 1 1 1; 1",
        "www-data:daemon; 33 33 33 33; 1 1 1 1; ''",
        "4321; 4321 4321 4321 4321; 4321 4321 4321 4321; 4321",
        "4321:1234; 4321 4321 4321 4321; 1234 1234 1234 1234; ''",
        "0; 0 0 0 0; 0 0 0 0; 0"
      })
  void childRunsAsAUser(String user, String users, String groups, String supplementary) {
    try (OstlerProcess ostler =
        OstlerCommand.running("echo up; exec sleep 60", "--user", user).start()) {
      ostler.awaitOutput("up\n");
      long child = ostler.awaitChild();

      assertThat(ids(child, "Uid")).isEqualTo(users);
      assertThat(ids(child, "Gid")).isEqualTo(groups);
      assertThat(ids(child, "Groups")).isEqualTo(supplementary);
      assertThat(ids(ostler.pid(), "Uid")).isEqualTo("0 0 0 0");
    }
  }

  private static String ids(long pid, String key) {
    return ProcFs.status(pid, key).orElseThrow().replace('\t', ' ');
  }

  @Test
  void childThatIsNotRootHasNoCapability() {
    assertThat(
            OstlerCommand.running(
                    "exec grep -E '^Cap(Prm|Eff)' /proc/self/status", "--user", "1000")
                .run())
        .isEqualTo(new Result(0, "CapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n", ""));
  }

  @Test
  void everyStartIsAsTheUser() {
    assertThat(
            OstlerCommand.running(
                    "id -u; [ -e /tmp/no-such-file ]", "--user", "1000", "--restart", "on-failure")
                .under("timeout", "--preserve-status", "-k", "9", "1")
                .run()
                .output())
        .startsWith("1000\n1000\n");
  }

  @Test
  void signalsReachAChildOfAnotherUser() {
    try (OstlerProcess ostler =
        OstlerCommand.running(
                "trap 'echo hup' HUP; echo up; while :; do sleep 0.01; done", "--user", "nobody")
            .start()) {
      ostler.awaitOutput("up\n");
      ostler.signal(1);
      ostler.awaitOutput("hup\n");
      ostler.signal(15);

      assertThat(ostler.awaitExit()).isEqualTo(128 + 15);
    }
  }

  @Test
  void programThatOnlyRootMayExecuteIs126() throws Exception {
    Path program = Files.copy(Path.of("/bin/echo"), folder.resolve("echo"));
    Tool.run("chmod", "0700", program.toString());

    Tool.run("chmod", "0755", folder.toString());

    assertThat(OstlerCommand.of("run", "--user", "nobody", "--", program.toString()).run())
        .isEqualTo(
            new Result(
                126, "", "ostler: cannot run '" + program + "': Permission denied (errno 13)\n"));
  }

  @Test
  void unknownUserIsOneSentence() {
    assertThat(OstlerCommand.of("run", "--user", "no-such-user", "--", "true").run())
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot run as user 'no-such-user': there is no such user in"
                    + " /etc/passwd\n"));
  }

  @Test
  void userWithoutPermissionIsOneSentence() {
    assertThat(
            OstlerCommand.of("run", "--user", "daemon", "--", "true")
                .under("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups")
                .run())
        .isEqualTo(
            new Result(
                126,
                "",
                "ostler: cannot run '/usr/bin/true' as user 1: Operation not permitted (errno 1);"
                    + " only root may choose the user\n"));
  }

  @Test
  void limitAboveTheHardLimitIsOneSentence() {
    assertThat(
            OstlerCommand.of("run", "--limit", "open-files=5000", "--", "true")
                .under("sh", "-c", "ulimit -Sn 1000; ulimit -Hn 1000; exec \"$@\"", "sh")
                .under("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups")
                .run())
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot limit open-files to 5000: Operation not permitted (errno 1); the"
                    + " hard limit is 1000\n"));
  }

  @Test
  void nicenessWithoutPermissionIsOneSentence() {
    assertThat(
            OstlerCommand.of("run", "--nice", "-5", "--", "true")
                .under("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups")
                .run())
        .isEqualTo(
            new Result(
                126,
                "",
                "ostler: cannot run '/usr/bin/true' with niceness -5: Permission denied (errno"
                    + " 13)\n"));
  }
}
