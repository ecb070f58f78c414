package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.RealParts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** As whom, where and how a child runs, and nobody but the child. */
class SpawnSurroundingsTest extends Spawning {
  @Test
  void childAloneSeesWhatIsMountedForIt() throws Exception {
    RealParts.needRoot();
    Path what = Files.createDirectory(folder.resolve("new"));
    Path where = Files.createDirectory(folder.resolve("old"));
    Files.writeString(what.resolve("version"), "new");
    Files.writeString(where.resolve("version"), "old");
    List<String> before = Files.readAllLines(Path.of("/proc/self/mountinfo"));
    Path seen = folder.resolve("seen");
    ChildCommand cat =
        shell("cat " + where + "/version >" + seen).withMount(new BindMount(what, where));

    assertThat(Outcome.of(cat.withCredentials(new Credentials(0, 0, List.of()))).status()).isZero();

    assertThat(seen).hasContent("new");
    assertThat(where.resolve("version")).hasContent("old");
    assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo"))).isEqualTo(before);
  }

  @Test
  void singleFileCanBeMountedToo() throws Exception {
    RealParts.needRoot();
    Path what = file("new", "new", "rw-r--r--");
    Path where = file("old", "old", "rw-r--r--");
    ChildCommand look =
        shell("test $(cat " + where + ") = new").withMount(new BindMount(what, where));

    assertThat(Outcome.of(look).status()).isZero();
    assertThat(where).hasContent("old");
  }

  @Test
  void placeThatIsNotThereIsSaid() {
    RealParts.needRoot();
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> Outcome.of(shell("true").withMount(new BindMount(folder, missing))))
        .hasMessageMatching(
            "cannot show "
                + folder
                + " to '.*/sh' in place of "
                + missing
                + ": No such file or directory \\(errno 2\\); nothing is there yet: create it first");
  }

  @Test
  void workingDirectoryIsTheChilds() throws Exception {
    assertThat(Outcome.of(command("pwd").withWorkingDirectory(folder)).lines())
        .containsExactly(folder.toRealPath().toString());
  }

  @Test
  void umaskIsTheChildsAlone() throws Exception {
    OwnState before = OwnState.now();

    assertThat(Outcome.of(shell("umask").withUmask(0157)).lines()).containsExactly("0157");

    assertThat(OwnState.now()).isEqualTo(before);
  }

  @Test
  void umaskHasNineBits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> command("true").withUmask(01000))
        .withMessage("umask must be 0 to 0777, got 01000");
    assertThatIllegalArgumentException().isThrownBy(() -> command("true").withUmask(-1));
  }

  @Test
  void nicenessIsTheChildsAlone() throws Exception {
    OwnState before = OwnState.now();

    assertThat(Outcome.of(command("nice").withNiceness(7)).lines()).containsExactly("7");

    assertThat(OwnState.now()).isEqualTo(before);
  }

  @Test
  void credentialsAreTheChildsAlone() throws Exception {
    RealParts.needRoot();
    OwnState before = OwnState.now();

    Outcome outcome =
        Outcome.of(command("cat", "/proc/self/status").withCredentials(STRANGER).withUmask(0));

    assertThat(outcome.field("Uid")).isEqualTo("12345\t12345\t12345\t12345");
    assertThat(outcome.field("Gid")).isEqualTo("23456\t23456\t23456\t23456");
    assertThat(outcome.field("Groups")).isEqualTo("8 777 23456");
    for (String capabilities : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
      assertThat(outcome.field(capabilities)).as(capabilities).isEqualTo("0000000000000000");
    }
    assertThat(before.dumpable()).isEqualTo(1);
    assertThat(OwnState.now()).isEqualTo(before);
  }

  @Test
  void largestUserNumberAndNoGroupsWork() throws Exception {
    RealParts.needRoot();

    Outcome outcome =
        Outcome.of(
            command("cat", "/proc/self/status")
                .withCredentials(new Credentials(0xFFFFFFFE, 0xFFFFFFFE, List.of())));

    assertThat(outcome.field("Uid")).startsWith("4294967294\t4294967294\t4294967294");
    assertThat(outcome.field("Groups")).isEmpty();
  }

  @Test
  void programThatTheUserMayNotRunIsRefused() throws Exception {
    RealParts.needRoot();
    OwnState before = OwnState.now();
    Path secret = file("secret", "#!/bin/sh\n", "rwx------");

    assertThatThrownBy(() -> Children.spawn(command(secret.toString()).withCredentials(STRANGER)))
        .isInstanceOf(LinuxException.class)
        .hasMessage("cannot run '" + secret + "': Permission denied (errno 13)");
    assertThat(OwnState.now()).isEqualTo(before);
  }

  @Test
  void onlyThePrivilegedChooseTheUser() throws Exception {
    RealParts.needRoot();
    RealParts.needProgram("setpriv");

    Outcome outcome =
        new OtherJvm(SpawnAsMain.class)
            .behind("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups")
            .run("23456", "-");

    assertThat(outcome.lines())
        .containsExactly(
            "cannot run '/bin/sh' as user 23456: Operation not permitted (errno 1); only root may"
                + " choose the user");
  }

  @Test
  void limitOnProcessesThatIsReachedForAMomentRefusesTheSpawn() throws Exception {
    RealParts.needRoot();
    RealParts.needProgram("setpriv");

    Outcome outcome =
        new OtherJvm(SpawnAtLimitMain.class)
            .behind("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups")
            .run();

    assertThat(outcome.lines())
        .filteredOn(line -> !line.contains("[os,thread]")) // the JVM's own words
        .containsExactly(
            "cannot run '/bin/sh': Resource temporarily unavailable (errno 11); the limit on"
                + " processes is reached: raise it, or let fewer run at once",
            "0157");
  }

  @Test
  void containerThatForbidsUnshareCanSetAUmask() throws Exception {
    CProgram forbid = CProgram.compile(folder, FORBID_UNSHARE);

    Outcome outcome =
        new OtherJvm(SpawnAsMain.class).behind(forbid.executable().toString()).run("-", "0157");

    assertThat(outcome.lines()).containsExactly("umask 0157", "ours unchanged");
  }

  private static final String FORBID_UNSHARE =
      """
      #include <errno.h>
      #include <linux/filter.h>
      #include <linux/seccomp.h>
      #include <stddef.h>
      #include <sys/prctl.h>
      #include <sys/syscall.h>
      #include <unistd.h>
      int main(int argc, char **argv) {
        struct sock_filter code[] = {
          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 0, 1),
          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        };
        struct sock_fprog program = {4, code};
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) return 99;
        execvp(argv[1], argv + 1);
        return 98;
      }
      """;
}
