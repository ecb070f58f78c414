package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ProcessChange;
import dev.ostler.control.ProcessChange.Outcome;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.Readiness;
import dev.ostler.control.SetBy;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.Needs;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suspending and resuming processes of a file. */
class RunFileSuspensionIT {
  private static final char STOPPED = 'T';
  private static final char SLEEPING = 'S';

  @TempDir Path folder;

  private static ProcessChange done(String process) {
    return ProcessChange.of(process, Outcome.DONE);
  }

  private static ProcessChange unchanged(String process) {
    return ProcessChange.of(process, Outcome.UNCHANGED);
  }

  @Test
  @Needs(RealPart.PYTHON)
  void senderOfAWordIsAnsweredIfThatIsWanted() throws Exception {
    Path asking =
        Files.writeString(
            folder.resolve("asking.py"),
            """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind("")  # the kernel chooses a name that is in no file system
            s.settimeout(20)
            for word in sys.argv[2:]:
              s.sendto(word.encode(), sys.argv[1])
              print(s.recv(100).decode(), end="")
            """);
    Path socket = folder.resolve("words");
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sleep, "60"]}
            datagrams: {socket: FOLDER/words, answers: true}
            """)) {
      run.awaitReady("web");

      assertThat(Tool.run("python3", asking.toString(), socket.toString(), "STOP", "x", "START"))
          .isEqualTo("OK\nERROR expected START, STOP or QUIT\nOK");
      run.awaitReady("web");
    }
  }

  @Test
  void namedAndAllAreSuspendedAndResumedAndAskingTwiceChangesNothing() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sleep, "60"], after: [db]}
              db: {command: [sleep, "60"]}
            """)) {
      long web = run.awaitReady("web");
      long db = run.awaitReady("db");

      assertThat(run.change(Verb.SUSPEND, "web")).containsExactly(done("web"));
      assertThat(ProcFs.isAlive(web)).isFalse();
      assertThat(run.change(Verb.SUSPEND)).containsExactly(unchanged("web"), done("db"));
      assertThat(run.change(Verb.SUSPEND, "db", "web"))
          .containsExactly(unchanged("db"), unchanged("web"));
      assertThat(ProcFs.isAlive(db)).isFalse();
      assertThat(run.status("web").intent().suspended().by())
          .isInstanceOfSatisfying(
              SetBy.Control.class,
              by -> assertThat(by.pid()).isEqualTo((int) ProcessHandle.current().pid()));
      assertThat(run.change(Verb.RESUME)).containsExactly(done("web"), done("db"));
      assertThat(run.change(Verb.RESUME)).containsExactly(unchanged("web"), unchanged("db"));

      assertThat(run.awaitReady("web")).isNotEqualTo(web);
      assertThat(run.stop()).isZero();
      assertThat(run.ostler().errors())
          .isEqualTo("ostler: suspended web\nostler: suspended\nostler: resumed\n");
    }
  }

  @Test
  void datagramsSuspendAndResumeAllAndAreShown() {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sleep, "60"]}
              frozen: {command: [sleep, "60"], suspend: freeze}
            datagrams: FOLDER/datagrams
            """)) {
      run.awaitReady("web");
      long frozen = run.awaitReady("frozen");
      String[] words = new String[2001];
      for (int i = 0; i < words.length; i++) {
        words[i] = i % 2 == 0 ? "STOP" : "START";
      }
      Kernel.send(folder.resolve("datagrams"), words);

      Eventually.await("all are obeyed", () -> run.ostler().errors().lines().count() == 2001);
      run.awaitPhase("web", ProcessPhase.DOWN);
      FileRun.awaitState(frozen, STOPPED);
      assertThat(run.status("web").intent().suspended().by()).isEqualTo(new SetBy.Datagram());
      Kernel.send(folder.resolve("datagrams"), "STOP", "START");
      run.awaitReady("web");
      assertThat(run.awaitReady("frozen")).isEqualTo(frozen);
      assertThat(run.stop()).isZero();
    }
  }

  private FileRun freezable() {
    return FileRun.controlled(
        folder,
        """
        processes:
          web:
            command: [sh, -c, "sh -c 'trap \\"echo member; exit\\" TERM; while :; do sleep 0.01; done' & m=$!; trap 'kill $m; wait $m; echo leader; exit' TERM; touch FOLDER/well; while :; do sleep 0.01; done"]
            ready: {exec: [test, -e, FOLDER/well], every: 20ms}
            alive: {exec: [test, -e, FOLDER/well], every: 20ms, failures: 1}
            suspend: freeze
            stop: {within: 20s}
        """);
  }

  @Test
  void frozenGroupIsStoppedWhereItIsIsNotProbedAndGoesOn() throws Exception {
    try (FileRun run = freezable()) {
      long web = run.awaitReady("web");
      assertThat(run.change(Verb.SUSPEND)).containsExactly(done("web"));
      FileRun.awaitState(web, STOPPED);
      assertThat(run.life("web").readiness().state()).isEqualTo(Readiness.State.NO);
      ProcFs.children(web).forEach(RunFileSuspensionIT::awaitStopped);
      Files.delete(folder.resolve("well"));
      TimeUnit.MILLISECONDS.sleep(200);
      assertThat(run.said()).isEqualTo("ostler: suspended\n");
      Files.createFile(folder.resolve("well"));
      assertThat(run.change(Verb.RESUME)).containsExactly(done("web"));
      Eventually.await("it goes on", () -> ProcFs.state(web) != STOPPED);

      assertThat(run.awaitReady("web")).isEqualTo(web);
      assertThat(run.stop()).isEqualTo(0);
      assertThat(run.ostler().output()).isEqualTo("member\nleader\n");
    }
  }

  /** A child that had just ended is waited for by one that is stopped. */
  private static void awaitStopped(long pid) {
    Eventually.await(
        pid + " is stopped",
        () ->
            ProcFs.state(pid) == STOPPED
                || FileRun.isHeldUpByAStoppedChild(pid)
                || !ProcFs.isAlive(pid));
    ProcFs.children(pid).forEach(RunFileSuspensionIT::awaitStopped);
  }

  @Test
  void frozenGroupCanBeStopped() throws Exception {
    try (FileRun run = freezable()) {
      long web = run.awaitReady("web");
      run.change(Verb.SUSPEND);
      FileRun.awaitState(web, STOPPED);
      long begin = System.nanoTime();

      assertThat(run.stop()).isZero();
      assertThat(System.nanoTime() - begin).isLessThan(15_000_000_000L);
      assertThat(run.ostler().output()).isEqualTo("member\nleader\n");
      assertThat(run.ostler().errors()).isEqualTo("ostler: suspended\n");
    }
  }

  @Test
  void frozenProcessThatIsRestartedStaysDownUntilItIsResumed() throws Exception {
    try (FileRun run = freezable()) {
      run.awaitReady("web");
      run.change(Verb.SUSPEND);

      assertThat(run.change(Verb.RESTART)).containsExactly(done("web"));
      assertThat(run.life("web").phase()).isIn(ProcessPhase.DOWN, ProcessPhase.WAITING);
      assertThat(run.change(Verb.RESUME)).containsExactly(done("web"));
      FileRun.awaitState(run.awaitReady("web"), SLEEPING);
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void frozenProcessThatIsKilledRunsAgainWhenItIsResumed() throws Exception {
    try (FileRun run = freezable()) {
      long web = run.awaitReady("web");
      run.change(Verb.SUSPEND);
      FileRun.kill(web);
      run.awaitSaid("web was killed by signal KILL");
      run.await("web", life -> life.pid().isEmpty());
      run.change(Verb.RESUME);

      assertThat(run.awaitReady("web")).isNotEqualTo(web);
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void timeToBecomeReadyDoesNotPassWhileAProcessIsFrozen() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "echo up; exec sleep 60"]
                ready: {exec: [test, -e, FOLDER/ready], every: 20ms, within: 500ms}
                suspend: freeze
            """)) {
      run.ostler().awaitOutput("up\n");
      run.change(Verb.SUSPEND);
      TimeUnit.MILLISECONDS.sleep(700);
      Files.createFile(folder.resolve("ready"));
      run.change(Verb.RESUME);
      run.awaitReady("web");

      assertThat(run.ostler().errors()).isEqualTo("ostler: suspended\nostler: resumed\n");
      assertThat(run.ostler().output()).isEqualTo("up\n");
    }
  }

  @Test
  void suspensionDuringBackOffEndsTheWaitAndResumingStartsAtOnce() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sh, -c, "echo web; exit 1"], restart: {first: 1m, limit: 1m}}
            """)) {
      run.awaitPhase("web", ProcessPhase.BACKING_OFF);
      assertThat(run.change(Verb.SUSPEND)).containsExactly(done("web"));
      assertThat(run.life("web").phase()).isEqualTo(ProcessPhase.DOWN);
      String before = run.ostler().output();
      run.change(Verb.RESUME);

      run.ostler().awaitOutput(before + "web\n");
      assertThat(run.ostler().isAlive()).isTrue();
    }
  }

  @Test
  @Needs(RealPart.PYTHON)
  void readinessThatTheFormerRunReportsLateIsNotThatOfTheNext() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command:
                  - python3
                  - -uc
                  - |
                    import os, signal, socket, time
                    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                    s.connect(os.environ["NOTIFY_SOCKET"])
                    def end(*_):
                      for i in range(100): s.send(b"READY=1")
                      os._exit(0)
                    signal.signal(signal.SIGTERM, end)
                    print("up")
                    time.sleep(60)
                ready: {notify: true}
            """)) {
      run.ostler().awaitOutput("up\n");
      Thread restarting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  run.change(Verb.RESTART);
                } catch (dev.ostler.control.ControlException ended) {
                  // it is never ready again, and everything ends below
                }
              });
      run.ostler().awaitOutput("up\nup\n");

      assertThat(run.life("web").readiness().state())
          .isEqualTo(dev.ostler.control.Readiness.State.NO);
      assertThat(run.stop()).isZero();
      restarting.join();
    }
  }

  @Test
  void hundredRestartsNeverOverlap() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sh, -c, "exec 9>FOLDER/lock; flock -n 9 || echo overlap; echo up; exec sleep 60"]}
            """)) {
      run.awaitReady("web");
      for (int i = 0; i < 100; i++) {
        assertThat(run.change(Verb.RESTART, "web")).isEqualTo(List.of(done("web")));
      }

      run.change(Verb.STOP);
      assertThat(run.ostler().output()).doesNotContain("overlap");
      assertThat(run.ostler().errors()).isEmpty();
    }
  }
}
