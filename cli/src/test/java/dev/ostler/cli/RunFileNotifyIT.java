package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes ask for by sd_notify beside saying how they are. */
@Needs(RealPart.PYTHON)
class RunFileNotifyIT {
  private static final String SAYING =
      """
      import os, signal, socket, sys, time
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.connect(os.environ["NOTIFY_SOCKET"])
      def say(text):
        s.send(text.encode())
      """;

  @TempDir Path folder;

  private FileRun run(String yaml, String script) throws Exception {
    Files.writeString(folder.resolve("app.py"), SAYING + script);
    return FileRun.controlled(
        folder, "processes:\n  app: {command: [python3, -u, FOLDER/app.py], " + yaml + "}\n");
  }

  @Test
  void daemonThatGoesOnAsItsChildIsLookedAfterAsThat() throws Exception {
    try (FileRun run =
        run(
            "ready: {notify: true}",
            """
            print('leader %d' % os.getpid())
            told, tell = os.pipe()
            if os.fork() == 0:
              os.setsid()
              signal.signal(signal.SIGHUP, lambda *_: print('HUP'))
              say('MAINPID=%d\\nREADY=1' % os.getpid())
              os.write(tell, b'.')
              while True: signal.pause()
            os.read(told, 1)
            os._exit(0)
            """)) {
      long first = run.awaitReady("app");
      awaitLeaders(run, 1);
      assertThat(run.ostler().output()).doesNotContain("leader " + first + "\n");
      run.control().signal("HUP", List.of("app"));
      run.ostler().awaitOutput("HUP\n");
      FileRun.kill(first);
      run.await("app", life -> life.restarts() == 1);
      long second = run.awaitReady("app");
      awaitLeaders(run, 2);

      assertThat(second).isNotEqualTo(first);
      assertThat(run.said()).contains("app was killed by signal KILL");
      assertThat(run.stop()).isEqualTo(143);
      assertThat(Path.of("/proc", Long.toString(second))).doesNotExist();
    }
  }

  @Test
  void processOfAnyNameFindsItsSocket() throws Exception {
    String name = "a".repeat(120);
    Files.writeString(folder.resolve("app.py"), SAYING + "say('READY=1'); time.sleep(60)");
    try (FileRun run =
        FileRun.controlled(
            folder,
            "processes:\n  "
                + name
                + ": {command: [python3, -u, FOLDER/app.py], ready: {notify: true}}\n")) {

      assertThat(run.awaitReady(name)).isPositive();
    }
  }

  /** How a daemon ends is known once its parent has ended. */
  private static void awaitLeaders(FileRun run, int number) {
    Eventually.await(
        number + " leaders have said who they are and ended",
        () -> {
          List<String> leaders =
              run.ostler().output().lines().filter(line -> line.startsWith("leader ")).toList();
          return leaders.size() == number
              && leaders.stream()
                  .noneMatch(
                      line -> Files.exists(Path.of("/proc", line.substring("leader ".length()))));
        });
  }

  @Test
  void whatItSaysOfItselfIsShownUntilItEnds() throws Exception {
    try (FileRun run =
        run(
            "ready: {notify: true}",
            """
            first = __file__ + '.first'
            if not os.path.exists(first):
              open(first, 'w')
              say('STATUS=serving 12 clients')
            say('READY=1')
            while True: signal.pause()
            """)) {
      long pid = run.awaitReady("app");
      assertThat(run.life("app").readiness().says()).hasValue("serving 12 clients");

      FileRun.kill(pid);
      run.await("app", life -> life.restarts() == 1);
      run.awaitReady("app");
      assertThat(run.life("app").readiness().says()).isEmpty();
    }
  }

  @Test
  void whoAsksForMoreTimeHasItToBecomeReadyAndToEnd() throws Exception {
    try (FileRun run =
        run(
            "ready: {notify: true, within: 1s}, stop: {within: 1s}",
            """
            def end(*_):
              say('EXTEND_TIMEOUT_USEC=60000000')
              time.sleep(2)
              print('saved')
              sys.exit(0)
            signal.signal(signal.SIGTERM, end)
            say('EXTEND_TIMEOUT_USEC=60000000')
            time.sleep(2)
            say('READY=1')
            while True: signal.pause()
            """)) {
      run.awaitReady("app");
      assertThat(run.stop()).isZero();

      assertThat(run.ostler().output()).isEqualTo("saved\n");
      assertThat(run.said()).doesNotContain("is not ready").doesNotContain("killing");
    }
  }
}
