package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnTest {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
  private static final Credentials STRANGER = new Credentials(12345, 23456, List.of(23456, 777, 8));

  @TempDir Path folder;

  private static ChildCommand command(String... arguments) {
    return ChildCommand.of(List.of(arguments), PATH);
  }

  private static ChildCommand shell(String script) {
    return command("sh", "-c", script);
  }

  private Path file(String name, String content, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void everyExitStatusArrives() throws Exception {
    for (int status = 0; status <= 255; status++) {
      Outcome outcome = Outcome.of(shell("exit " + status));

      assertThat(outcome.exit().cause()).isEqualTo(new ChildExit.Exited(status));
      assertThat(outcome.status()).isEqualTo(status);
      assertThat(outcome.exit().succeeded()).isEqualTo(status == 0);
      assertThat(outcome.exit().description()).isEqualTo("exited with status " + status);
    }
  }

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
  void everySignalThatEndsAProcessArrives() throws Exception {
    List<Integer> notDeadly = List.of(17, 18, 19, 20, 21, 22, 23, 28);
    List<Integer> deadly =
        IntStream.rangeClosed(1, 64).boxed().filter(number -> !notDeadly.contains(number)).toList();
    for (int number : deadly) {
      try (Started sleep =
          Started.of(command("sleep", "60").withLimits(Map.of(ResourceLimit.CORE, 0L)))) {
        Signal signal = new Signal(number);

        assertThat(sleep.child().signal(signal)).isTrue();

        Outcome outcome = sleep.awaitEnd();
        assertThat(outcome.exit())
            .isEqualTo(new ChildExit(sleep.child().pid(), new ChildExit.Killed(signal, false)));
        assertThat(outcome.status()).isEqualTo(128 + number);
        assertThat(outcome.exit().succeeded()).isFalse();
        assertThat(outcome.exit().description()).isEqualTo("was killed by signal " + signal);
      }
    }
  }

  @Test
  void coreDumpIsTold() throws Exception {
    Map<ResourceLimit, Long> unlimited = Map.of(ResourceLimit.CORE, ResourceLimit.UNLIMITED);
    RealParts.need(
        Files.readString(Path.of("/proc/self/limits"))
            .matches("(?s).*core file size +\\S+ +unlimited.*"),
        "core files");
    try (Started sleep =
        Started.of(command("sleep", "60").withWorkingDirectory(folder).withLimits(unlimited))) {
      sleep.child().signal(new Signal(11));

      Outcome outcome = sleep.awaitEnd();

      assertThat(outcome.exit().cause()).isEqualTo(new ChildExit.Killed(new Signal(11), true));
      assertThat(outcome.exit().description())
          .isEqualTo("was killed by signal SEGV and dumped core");
    }
  }

  @Test
  void stoppedChildIsToldOnce() throws Exception {
    try (Started sleep = Started.of(command("sleep", "60"))) {
      assertThat(Children.stoppedBy(sleep.child())).isEmpty();
      sleep.child().signal(Signal.STOP); // TSTP does not stop a session without a terminal

      AtomicReference<Signal> signal = new AtomicReference<>();
      Deadline.await(
          "the stop",
          () -> {
            Children.stoppedBy(sleep.child()).ifPresent(signal::set);
            return signal.get() != null;
          });

      assertThat(signal.get()).isEqualTo(Signal.STOP);
      assertThat(Children.stoppedBy(sleep.child())).isEmpty();
      assertThat(Children.reap(sleep.child())).isEmpty();
    }
  }

  @Test
  void argumentsAndVariablesArriveByteForByte() throws Exception {
    List<String> arguments =
        List.of(
            "sh",
            "-c",
            "cat /proc/$$/cmdline; :",
            "",
            "a b",
            "*",
            "caf\u00e9",
            "\udcff\udc80",
            "\ud83d\udc0e",
            "x\ny");
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", "/usr/bin:/bin");
    variables.put("EMPTY", "");
    variables.put("EQUALS", "a=b=c");
    variables.put("B\udcffD", "\udcfe\udced");
    variables.put("a.b-c", "caf\u00e9\n");

    assertThat(Outcome.of(ChildCommand.of(arguments, variables)).text())
        .isEqualTo(String.join("\0", arguments) + "\0");
    assertThat(Outcome.of(ChildCommand.of(List.of("cat", "/proc/self/environ"), variables)).text())
        .isEqualTo(
            "PATH=/usr/bin:/bin\0EMPTY=\0EQUALS=a=b=c\0B\udcffD=\udcfe\udced\0a.b-c=caf\u00e9\n\0");
  }

  @Test
  void commandKeepsACopyOfTheVariables() {
    Map<String, String> variables = new LinkedHashMap<>(Map.of("A", "1"));
    ChildCommand command = ChildCommand.of(List.of("true"), variables);
    variables.put("A", "2");

    assertThat(command.environment()).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void noSignalIsBlockedOrIgnored() throws Exception {
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    Thread blocked =
        Thread.ofPlatform()
            .start(() -> {
              try {
                Signals.block();
                outcome.set(Outcome.of(command("cat", "/proc/self/status")));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    blocked.join();

    assertThat(outcome.get().field("SigBlk")).isEqualTo("0000000000000000");
    assertThat(outcome.get().field("SigIgn")).isEqualTo("0000000000000000");
    assertThat(outcome.get().field("SigPnd")).isEqualTo("0000000000000000");
  }

  @Test
  void onlyTheStandardDescriptorsArePassedOn() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      int leak = Libc.open(CStrings.allocate(arena, "/dev/null"), Constants.O_RDONLY, 0);

      Outcome outcome = Outcome.of(shell("ls /proc/$$/fd; :"));

      Libc.close(leak);
      assertThat(outcome.lines()).containsExactly("0", "1", "2");
    }
  }

  @Test
  void childLeadsASessionAndAGroup() throws Exception {
    Outcome outcome = Outcome.of(shell("cat /proc/$$/stat; :"));

    String[] fields = outcome.text().split(" ", -1);
    int pid = outcome.exit().pid();
    assertThat(List.of(fields[0], fields[4], fields[5])).containsOnly(Integer.toString(pid));
    assertThat(fields[6]).as("terminal").isEqualTo("0");
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

  @Test
  void softLimitsAreTheChildsAlone() throws Exception {
    OwnState before = OwnState.now();
    Map<ResourceLimit, Long> limits = new LinkedHashMap<>();
    limits.put(ResourceLimit.CPU, 1L);
    limits.put(ResourceLimit.FILE_SIZE, 1_000_000L);
    limits.put(ResourceLimit.DATA, 50_000_000L);
    limits.put(ResourceLimit.STACK, 1_048_576L);
    limits.put(ResourceLimit.CORE, 4096L);
    limits.put(ResourceLimit.OPEN_FILES, 5L);
    limits.put(ResourceLimit.LOCKED_MEMORY, 8192L);
    limits.put(ResourceLimit.ADDRESS_SPACE, 100_000_000L);

    try (Started sleep = Started.of(command("sleep", "60").withLimits(limits))) {
      String theirs = Files.readString(Path.of("/proc/" + sleep.child().pid() + "/limits"));

      assertThat(soft(theirs, "Max cpu time")).isEqualTo("1");
      assertThat(soft(theirs, "Max file size")).isEqualTo("1000000");
      assertThat(soft(theirs, "Max data size")).isEqualTo("50000000");
      assertThat(soft(theirs, "Max stack size")).isEqualTo("1048576");
      assertThat(soft(theirs, "Max core file size")).isEqualTo("4096");
      assertThat(soft(theirs, "Max open files")).isEqualTo("5");
      assertThat(soft(theirs, "Max locked memory")).isEqualTo("8192");
      assertThat(soft(theirs, "Max address space")).isEqualTo("100000000");
      assertThat(theirs.lines().map(line -> hard(line)))
          .isEqualTo(before.limits().lines().map(line -> hard(line)).toList());
    }
    assertThat(OwnState.now()).isEqualTo(before);
  }

  private static String soft(String limits, String name) {
    return limits
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElseThrow()
        .substring(26)
        .split(" +", -1)[0];
  }

  private static String hard(String line) {
    return line.substring(0, 26) + line.substring(47);
  }

  @Test
  void childOfAnotherUserIsLimitedToo() throws Exception {
    RealParts.needRoot();
    ChildCommand command =
        command("sleep", "60")
            .withCredentials(STRANGER)
            .withLimits(
                Map.of(ResourceLimit.ADDRESS_SPACE, 100_000_000L, ResourceLimit.OPEN_FILES, 9L));

    try (Started sleep = Started.of(command)) {
      String theirs = Files.readString(Path.of("/proc/" + sleep.child().pid() + "/limits"));

      assertThat(soft(theirs, "Max address space")).isEqualTo("100000000");
      assertThat(soft(theirs, "Max open files")).isEqualTo("9");
    }
  }

  @Test
  void unlimitedIsTheHardLimit() throws Exception {
    Outcome outcome =
        Outcome.of(
            shell("test $(ulimit -S -n) = $(ulimit -H -n)")
                .withLimits(Map.of(ResourceLimit.OPEN_FILES, ResourceLimit.UNLIMITED)));

    assertThat(outcome.status()).isZero();
  }

  @Test
  void refusedLimitLeavesTheOthersAsTheyWere() throws Exception {
    OwnState before = OwnState.now();
    int descriptors = OwnState.descriptors();
    String hard = Outcome.of(shell("ulimit -H -n")).text().strip();
    Map<ResourceLimit, Long> limits =
        Map.of(ResourceLimit.STACK, 1_000_000L, ResourceLimit.OPEN_FILES, Long.MAX_VALUE);

    assertThatThrownBy(() -> Children.spawn(command("true").withLimits(limits)))
        .isInstanceOf(LinuxException.class)
        .hasMessage(
            "cannot limit open-files to 9223372036854775807: Operation not permitted (errno 1); the"
                + " hard limit is "
                + hard);
    assertThat(OwnState.now()).isEqualTo(before);
    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
  }

  @Test
  void failedSpawnLeavesUsAsWeWere() throws Exception {
    OwnState before = OwnState.now();
    int descriptors = OwnState.descriptors();
    Path text = file("text", "no program", "rwxr-xr-x");
    ChildCommand command =
        command(text.toString())
            .withNiceness(3)
            .withUmask(0777)
            .withLimits(Map.of(ResourceLimit.OPEN_FILES, 10L));

    assertThatThrownBy(() -> Children.spawn(command)).isInstanceOf(LinuxException.class);

    assertThat(OwnState.now()).isEqualTo(before);
    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
    assertThat(OwnState.zombies()).isZero();
  }

  @Test
  void standardDescriptorsAreAsGiven() throws Exception {
    Path input = Files.writeString(folder.resolve("in"), "input");
    Path output = Files.createFile(folder.resolve("out"));
    Path error = Files.createFile(folder.resolve("err"));
    int out = Started.openForWriting(output);
    int err = Started.openForWriting(error);
    try (Arena arena = Arena.ofConfined()) {
      int in =
          Libc.open(CStrings.allocate(arena, input), Constants.O_RDONLY | Constants.O_CLOEXEC, 0);
      try (Child child =
          Children.spawn(shell("cat; echo trouble >&2").withStandardDescriptors(in, out, err))) {
        assertThat(Started.reap(child).succeeded()).isTrue();
      }
      Libc.close(in);
    }
    Libc.close(out);
    Libc.close(err);

    assertThat(output).hasContent("input");
    assertThat(error).hasContent("trouble");
  }

  @Test
  void ourOwnDescriptorsCanBeExchanged() throws Exception {
    List<String> ours = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      ours.add(Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString());
    }

    try (Child child = Children.spawn(command("sleep", "60").withStandardDescriptors(2, 0, 1))) {
      List<String> theirs = new ArrayList<>();
      for (int number = 0; number < 3; number++) {
        theirs.add(
            Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/fd/" + number)).toString());
      }
      child.signal(Signal.KILL);
      Started.reap(child);

      assertThat(theirs).containsExactly(ours.get(2), ours.get(0), ours.get(1));
    }
  }

  @Test
  void descriptorsAboveTheLimitOfOpenFilesArrive() throws Exception {
    List<Integer> many = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        many.add(Started.openForWriting(Files.createFile(folder.resolve("out" + i))));
      }
      int last = many.getLast();
      ChildCommand command =
          shell("echo here")
              .withStandardDescriptors(-1, last, -1)
              .withLimits(Map.of(ResourceLimit.OPEN_FILES, 12L));

      try (Child child = Children.spawn(command)) {
        assertThat(Started.reap(child).succeeded()).isTrue();
      }

      assertThat(folder.resolve("out39")).hasContent("here");
    } finally {
      many.forEach(Libc::close);
    }
  }

  @Test
  void standardDescriptorsAreThree() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> command("true").withStandardDescriptors(1, 2))
        .withMessage("three descriptors, got 2");
  }

  @Test
  void commandIsRequired() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChildCommand.of(List.of(), Map.of()))
        .withMessage("a command is required");
  }

  @Test
  void textFileIsNoProgram() throws Exception {
    Path text = file("text", "no program", "rwxr-xr-x");

    assertRefused(
        command(text.toString()),
        Errno.ENOEXEC,
        "cannot run '"
            + text
            + "': Exec format error (errno 8); is it built for this machine, and does a script"
            + " start with #!");
  }

  @Test
  void missingInterpreterIsNamedAsTheCause() throws Exception {
    Path script = file("script", "#!/no/such/interpreter\n", "rwxr-xr-x");

    assertRefused(
        command(script.toString()),
        Errno.ENOENT,
        "cannot run '"
            + script
            + "': No such file or directory (errno 2); the interpreter or loader that it names is"
            + " not there");
  }

  @Test
  void missingWorkingDirectoryIsNamed() throws Exception {
    assertRefused(
        command("/bin/sh").withWorkingDirectory(Path.of("/no/such/folder")),
        Errno.ENOENT,
        "cannot run '/bin/sh' in the folder /no/such/folder: No such file or directory (errno 2)");
    Path file = file("file", "", "rw-r--r--");
    assertRefused(
        command("/bin/sh").withWorkingDirectory(file),
        Errno.ENOTDIR,
        "cannot run '/bin/sh' in the folder " + file + ": Not a directory (errno 20)");
  }

  @Test
  void missingProgramIsRefused() throws Exception {
    assertRefused(
        command("no-such-program"),
        Errno.ENOENT,
        "cannot run 'no-such-program': No such file or directory (errno 2)");
  }

  private static void assertRefused(ChildCommand command, int errno, String message)
      throws IOException {
    int descriptors = OwnState.descriptors();

    assertThatThrownBy(() -> Children.spawn(command))
        .isInstanceOfSatisfying(
            LinuxException.class,
            refused -> {
              assertThat(refused.errno()).isEqualTo(errno);
              assertThat(refused).hasMessage(message);
              assertThat(message).startsWith("cannot " + refused.action() + ": ");
            });
    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
    assertThat(OwnState.zombies()).isZero();
  }

  @Test
  void threadsSpawnAtTheSameTime() throws Exception {
    OwnState before = OwnState.now();
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      int number = thread;
      tasks.add(() -> {
        for (int round = 0; round < 25; round++) {
          int status = (number * 25 + round) % 256;
          ChildCommand command = shell("test $(umask) = 00" + number + "7 && exit " + status);
          try (Child child = Children.spawn(command.withUmask(number * 8 + 7))) {
            if (Started.reap(child).shellStatus() != status) {
              return false;
            }
          }
        }
        return true;
      });
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      assertThat(threads.invokeAll(tasks)).extracting(Future::get).containsOnly(true);
    }
    assertThat(OwnState.now()).isEqualTo(before);
  }

  @Test
  void thousandSpawnsLeaveNothingBehind() throws Exception {
    int descriptors = OwnState.descriptors();

    for (int round = 0; round < 1000; round++) {
      try (Child child = Children.spawn(command("/bin/true"))) {
        Started.reap(child);
      }
    }

    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
    assertThat(OwnState.zombies()).isZero();
  }

  @Test
  void reapedChildIsNeverSignalled() throws Exception {
    try (Child child = Children.spawn(command("/bin/true"))) {
      Started.reap(child);

      assertThat(child.signal(Signal.TERM)).isFalse();
      assertThat(child.signalGroup(Signal.TERM)).isFalse();
      assertThat(child.groupIsAlive()).isFalse();
      assertThatThrownBy(() -> Children.reap(child))
          .hasMessage("cannot wait for children (waitid): No child processes (errno 10)");
    }
  }

  @Test
  void closedChildIsNeverSignalled() throws Exception {
    try (Started sleep = Started.of(command("sleep", "60"))) {
      sleep.child().close();
      sleep.child().close();

      assertThat(sleep.child().signal(Signal.KILL)).isFalse();
      assertThat(Files.readString(Path.of("/proc/" + sleep.child().pid() + "/stat")))
          .doesNotContain(") Z ");
      assertThat(sleep.child().signalGroup(Signal.KILL)).isTrue();
      Deadline.await("its end", () -> Children.reap(sleep.child()).isPresent());
      assertThat(sleep.child().groupIsAlive()).isFalse();
      sleep.forget();
    }
  }

  @Test
  void endedChildStaysUntilItIsReaped() throws Exception {
    try (Started sleep = Started.of(command("sleep", "60"))) {
      sleep.child().signal(Signal.KILL);
      Path stat = Path.of("/proc/" + sleep.child().pid() + "/stat");
      Deadline.await("its end", () -> Files.readString(stat).contains(") Z "));

      assertThat(sleep.child().groupIsAlive()).isTrue();
      assertThat(sleep.child().signal(Signal.TERM)).isTrue();
    }
  }

  @Test
  void interruptedOwnerStillGetsItsChild() throws Exception {
    AtomicReference<String> result = new AtomicReference<>();
    Thread owner =
        Thread.ofPlatform()
            .start(() -> {
              Thread.currentThread().interrupt();
              try (Child child = Children.spawn(command("/bin/true").withNiceness(1))) {
                result.set("interrupted " + Thread.interrupted());
                Started.reap(child);
              } catch (IOException e) {
                result.set(e.getMessage());
              }
            });
    owner.join();

    assertThat(result.get()).isEqualTo("interrupted true");
  }
}
