package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.StartUp;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChildEnvironmentIT {
  private static final String SIGNALS = "exec grep -E '^Sig(Blk|Ign)' /proc/self/status";
  private static final String NONE = "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void noSignalIsBlockedOrIgnored(StartUp startUp) {
    assertThat(OstlerCommand.running(SIGNALS).startedBy(startUp).run())
        .isEqualTo(new Result(0, NONE, ""));
  }

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void noSignalIsBlockedOrIgnoredIfWeWereStartedSo(StartUp startUp) {
    assertThat(
            OstlerCommand.running(SIGNALS)
                .startedBy(startUp)
                .under("env", "--ignore-signal=HUP,PIPE,CHLD,TERM,USR1", "--block-signal=USR2,INT")
                .run())
        .isEqualTo(new Result(0, NONE, ""));
  }

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void onlyStandardDescriptorsAreInherited(StartUp startUp) {
    // ls adds the folder that it reads.
    assertThat(
            OstlerCommand.running("ls /proc/self/fd")
                .startedBy(startUp)
                .under("sh", "-c", "exec \"$@\" 5</dev/null 77</dev/null", "sh")
                .run())
        .isEqualTo(new Result(0, "0\n1\n2\n3\n", ""));
  }

  @ParameterizedTest
  @CsvSource({"<&-, 0", ">&-, 1", "2>&-, 2", "<&- >&- 2>&-, 0", "<&- >&- 2>&-, 2"})
  void closedStandardDescriptorIsNothing(String closing, int descriptor) {
    Path seen = folder.resolve("seen");

    int status =
        OstlerCommand.running("at=$(readlink /proc/$$/fd/" + descriptor + "); echo $at >" + seen)
            .under("sh", "-c", "exec \"$@\" " + closing, "sh")
            .run()
            .status();

    assertThat(status).isZero();
    assertThat(seen).hasContent("/dev/null");
  }

  @ParameterizedTest
  @CsvSource({"LAUNCHER, C", "LAUNCHER, C.UTF-8", "REEXECUTION, C", "REEXECUTION, C.UTF-8"})
  void argumentsArePassedByteForByte(StartUp startUp, String language) {
    Result result =
        OstlerCommand.of()
            .startedBy(startUp)
            .with("LANG", language)
            .under(
                "sh",
                "-c",
                "exec \"$@\" run -- printf '[%s]' '' 'two words' -- -x \"$(printf"
                    + " '\\377\\303\\274\\n.')\" '*' '$HOME' '@/etc/passwd' ''",
                "sh")
            .run();

    // Not all of it is UTF-8, and is then read byte by byte.
    assertThat(result)
        .isEqualTo(
            new Result(
                0, "[][two words][--][-x][\u00ff\u00c3\u00bc\n.][*][$HOME][@/etc/passwd][]", ""));
  }

  @ParameterizedTest
  @CsvSource({"LAUNCHER, C", "LAUNCHER, C.UTF-8", "REEXECUTION, C", "REEXECUTION, C.UTF-8"})
  void programNameIsTakenByteForByte(StartUp startUp, String language) {
    Result result =
        OstlerCommand.of()
            .startedBy(startUp)
            .with("LANG", language)
            .under(
                "sh",
                "-c",
                "p="
                    + folder
                    + "/$(printf 'pr\\374fe'); cp /bin/echo \"$p\";"
                    + " exec \"$@\" run -- \"$p\" done",
                "sh")
            .run();

    assertThat(result).isEqualTo(new Result(0, "done\n", ""));
  }

  @ParameterizedTest
  @CsvSource({"LAUNCHER, C", "LAUNCHER, C.UTF-8", "REEXECUTION, C", "REEXECUTION, C.UTF-8"})
  void variablesArePassedByteForByte(StartUp startUp, String language) {
    Result result =
        OstlerCommand.of("run", "--", "env")
            .startedBy(startUp)
            .with("LANG", language)
            .under(
                "sh",
                "-c",
                "exec env -u OSTLER_TEST_MARK -u PWD -u JAVA_HOME EMPTY= LINES='a\n  b=c'"
                    + " \"$(printf 'N=\\377\\303\\274')\" \"$@\"",
                "sh")
            .run();

    assertThat(result.errors()).isEmpty();
    assertThat(result.output())
        .contains(
            "EMPTY=\n", "LINES=a\n  b=c\n", "N=\u00ff\u00c3\u00bc\n", "LANG=" + language + "\n")
        .doesNotContain("_JAVA_SR_SIGNUM", "OSTLER_");
  }

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void variablesWhoseNamesAreNoIdentifiersArePassedOn(StartUp startUp) {
    assertThat(
            OstlerCommand.running("tr '\\0' '\\n' </proc/$$/environ | grep -a ^x; true")
                .startedBy(startUp)
                .under("sh", "-c", "exec env x.y=1 \"$(printf 'x\\374=2')\" x-=3 \"$@\"", "sh")
                .run())
        .isEqualTo(new Result(0, "x.y=1\nx\u00fc=2\nx-=3\n", ""));
  }

  @Test
  void variablesForJavaReachTheChildAndNotUs() {
    Result result =
        OstlerCommand.running("env | grep JAVA | grep -v JAVA_HOME | sort")
            .with("JAVA_TOOL_OPTIONS", "-Xmx1m -Dtool=x")
            .with("JDK_JAVA_OPTIONS", "--no-such-option")
            .with("_JAVA_OPTIONS", "")
            .with("_JAVA_SR_SIGNUM", "12")
            .run();

    assertThat(result)
        .isEqualTo(
            new Result(
                0,
                """
                JAVA_TOOL_OPTIONS=-Xmx1m -Dtool=x
                JDK_JAVA_OPTIONS=--no-such-option
                _JAVA_OPTIONS=
                _JAVA_SR_SIGNUM=12
                """,
                ""));
  }

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void variableThatWeSetForOurJavaIsHidden(StartUp startUp) {
    assertThat(OstlerCommand.running("env | grep -c -E 'SIGNUM|OSTLER_R'").startedBy(startUp).run())
        .isEqualTo(new Result(1, "0\n", ""));
  }

  @Test
  void moreVariablesThanTheKernelTakesTwiceReachTheCommand() {
    OstlerCommand large = OstlerCommand.running("env | grep -c ^LARGE_");
    for (int i = 0; i < 17; i++) {
      large = large.with("LARGE_" + i, "x".repeat(100_000));
    }

    assertThat(large.run()).isEqualTo(new Result(0, "17\n", ""));
  }

  @Test
  void limitOfOpenFilesIsTheOneThatWeWereGiven() {
    assertThat(
            OstlerCommand.running("ulimit -Sn; ulimit -Hn")
                .under("sh", "-c", "ulimit -Sn 1000; ulimit -Hn 4000; exec \"$@\"", "sh")
                .run())
        .isEqualTo(new Result(0, "1000\n4000\n", ""));
  }

  @Test
  void standardInputIsTheChilds() {
    try (OstlerProcess ostler = OstlerCommand.of("run", "--", "head", "-n1").typed().start()) {
      ostler.type("hello\n");

      assertThat(ostler.result()).isEqualTo(new Result(0, "hello\n", ""));
    }
  }

  @Test
  void childIsAloneInItsSession() {
    try (OstlerProcess ostler = OstlerCommand.running("echo up; exec sleep 60").start()) {
      ostler.awaitOutput("up\n");
      long child = ostler.awaitChild();

      assertThat(ProcFs.status(child, "NSsid")).contains(Long.toString(child));
      assertThat(ProcFs.status(child, "NSpgid")).contains(Long.toString(child));
    }
  }

  @Test
  void childRunsInOurFolderOrTheOneAskedFor() {
    assertThat(OstlerCommand.of("run", "--", "pwd").in(folder).run())
        .isEqualTo(new Result(0, folder + "\n", ""));
    assertThat(OstlerCommand.of("run", "--working-directory", folder.toString(), "--", "pwd").run())
        .isEqualTo(new Result(0, folder + "\n", ""));
  }

  @Test
  void umaskAndNicenessAndLimitsAreTheChildsAlone() {
    try (OstlerProcess ostler =
        OstlerCommand.running(
                "umask; nice; ulimit -Sn; ulimit -c; exec sleep 60",
                "--umask",
                "027",
                "--nice",
                "7",
                "--limit",
                "open-files=123",
                "--limit",
                "core=0")
            .start()) {
      ostler.awaitOutput("0027\n7\n123\n0\n");

      assertThat(ProcFs.status(ostler.pid(), "Umask"))
          .isNotEqualTo(ProcFs.status(ostler.awaitChild(), "Umask"));
    }
  }
}
