package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Container;
import dev.ostler.testing.ContainerEngine;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.RootFileSystem;
import dev.ostler.testing.RootFileSystem.Env;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Needs({RealPart.ROOT, RealPart.ENGINE, RealPart.BUSYBOX})
class ContainerIT {
  private static final ContainerEngine ENGINE = ContainerEngine.open();
  private static final Map<Env, String> IMAGES = new EnumMap<>(Env.class);

  @BeforeAll
  static void importImages() {
    RootFileSystem files = RootFileSystem.build();
    for (Env env : Env.values()) {
      IMAGES.put(env, ENGINE.importImage(files.with(env)));
    }
    files.delete();
  }

  @AfterAll
  static void removeAll() {
    ENGINE.close();
  }

  private static Container run(Env env, List<String> options, String... run) {
    List<String> words = new ArrayList<>(List.of(RootFileSystem.OSTLER, "run"));
    words.addAll(List.of(run));
    return ENGINE.run(
        java.util.Objects.requireNonNull(IMAGES.get(env)), options, words.toArray(String[]::new));
  }

  private static Container run(Env env, String script) {
    return run(env, List.of(), "--", "sh", "-c", script);
  }

  @ParameterizedTest
  @EnumSource(Env.class)
  void statusIsPassedOn(Env env) {
    Container container = run(env, "echo $$ $PPID; exit 7");

    assertThat(container.awaitExit()).isEqualTo(7);
    assertThat(container.output()).matches("\\d+ 1\n");
  }

  @ParameterizedTest
  @EnumSource(Env.class)
  void stopOfTheContainerReachesTheChildAndItsStatusUs(Env env) {
    Container container =
        run(env, "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.01; done");
    container.awaitOutput("up\n");

    container.stop();

    assertThat(container.awaitExit()).isEqualTo(3);
    assertThat(container.output()).isEqualTo("up\nbye\n");
  }

  @ParameterizedTest
  @EnumSource(Env.class)
  void everyKindOfSignalReachesTheChild(Env env) {
    Container container =
        run(
            env,
            "for s in 1 3 10 12 34 64; do trap \"echo got $s\" $s; done; echo up;"
                + " while :; do sleep 0.01; done");
    container.awaitOutput("up\n");

    for (int signal : List.of(1, 3, 10, 12, 34, 64)) {
      container.signal(Integer.toString(signal));
      container.awaitOutput("got " + signal + "\n");
    }

    assertThat(container.isRunning()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Env.class)
  void childHasNothingOfOurs(Env env) {
    Container container =
        run(
            env,
            "grep -E '^Sig(Blk|Ign)' /proc/self/status; ls /proc/self/fd; env | grep -c"
                + " -E 'OSTLER|SIGNUM'");

    assertThat(container.awaitExit()).isEqualTo(1);
    assertThat(container.output())
        .isEqualTo("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n0\n1\n2\n3\n0\n");
  }

  @ParameterizedTest
  @EnumSource(Env.class)
  void readOnlyRootAndAnyUserWithoutCapabilitiesAreEnough(Env env) {
    Container container =
        run(
            env,
            List.of(
                "--read-only",
                "--user",
                "1000:1000",
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges"),
            "--",
            "sh",
            "-c",
            "id -u; grep CapBnd /proc/self/status; touch /x 2>/dev/null || echo read-only; exit 4");

    assertThat(container.awaitExit()).isEqualTo(4);
    assertThat(container.output()).isEqualTo("1000\nCapBnd:\t0000000000000000\nread-only\n");
  }

  @Test
  void orphansAreReaped() {
    Container container =
        run(
            Env.COREUTILS,
            "i=0; while [ $i -lt 2000 ]; do (: &); i=$((i + 1)); done; echo made; exec sleep 60");
    container.awaitOutput("made\n");
    long pid = container.pid();

    Eventually.await("no zombie is left", () -> ProcFs.zombies(pid) == 0);

    assertThat(container.isRunning()).isTrue();
  }

  @Test
  void programsOfOtherSessionsInTheContainerAreNoneOfOurBusiness() {
    Container container = run(Env.COREUTILS, "echo up; exec sleep 60");
    container.awaitOutput("up\n");

    assertThat(container.execute("sh", "-c", "exit 0; true")).isEmpty();
    assertThat(container.execute("sh", "-c", "(sleep 0.1 &); echo hi")).isEqualTo("hi");

    assertThat(container.isRunning()).isTrue();
  }

  @Test
  void userIsFoundInTheContainersOwnFiles() {
    Container container = run(Env.COREUTILS, List.of(), "--user", "web", "--", "id");

    assertThat(container.awaitExit()).isZero();
    assertThat(container.output())
        .isEqualTo("uid=1234(web) gid=1235(web) groups=1235(web),1236(extra)\n");
  }

  @Test
  void programThatIsNotThereIs127() {
    Container container = run(Env.COREUTILS, List.of(), "--", "no-such-program");

    assertThat(container.awaitExit()).isEqualTo(127);
    assertThat(container.output())
        .isEqualTo("ostler: cannot run 'no-such-program': No such file or directory (errno 2)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "signalfd4, receive signals (signalfd)",
    "epoll_create1, create an event poll (epoll_create1)"
  })
  void callThatAProfileRefusesIsOneSentence(String call, String action, @TempDir Path folder)
      throws Exception {
    Container container = refused(call, folder);

    assertThat(container.awaitExit()).isEqualTo(1);
    assertThat(container.output())
        .isEqualTo("ostler: cannot " + action + ": Operation not permitted (errno 1)\n");
  }

  @Test
  void childThatCannotBeHeldDoesNotRun(@TempDir Path folder) throws Exception {
    Container container = refused("pidfd_open", folder);

    assertThat(container.awaitExit()).isEqualTo(1);
    assertThat(container.output())
        .matches(
            "ostler: cannot hold process \\d+ \\(pidfd_open\\): Operation not permitted"
                + " \\(errno 1\\)\n");
  }

  private static Container refused(String call, Path folder, String... options) throws Exception {
    Path profile =
        Files.writeString(
            folder.resolve("profile.json"),
            """
            {"defaultAction": "SCMP_ACT_ALLOW",
             "syscalls": [{"names": ["%s"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1}]}
            """
                .formatted(call));
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(List.of("--", "sleep", "60"));
    return run(
        Env.COREUTILS,
        List.of("--security-opt", "seccomp=" + profile),
        words.toArray(String[]::new));
  }

  @Test
  void targetInTheImagesOwnFilesIsSwitchedOnAnOverlay(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("site"));
    Files.writeString(folder.resolve("site/index"), "one\n");

    Container container =
        run(
            Env.COREUTILS,
            List.of("--volume", folder + "/site:/config:ro"),
            "--directory",
            "/config",
            "--target",
            RootFileSystem.SITE,
            "--",
            "sh",
            "-c",
            "cd " + RootFileSystem.SITE + " && ls && cat index");

    assertThat(container.awaitExit()).isZero();
    assertThat(container.output())
        .matches(
            "ostler: updated from /config: 1 created, 0 modified, 1 deleted, 0 unchanged in \\d+ ms"
                + " \\(created index, deleted of-the-image\\)\nindex\none\n");
  }
}
