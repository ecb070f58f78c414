package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ProcessPhase;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of processes that run but do not work. */
class RunFileLivenessIT {
  @TempDir Path folder;

  @Test
  void processThatDoesNotWorkIsRestarted() throws Exception {
    Files.createFile(folder.resolve("well"));
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "echo web; touch FOLDER/well; exec sleep 60"]
                alive: {exec: [test, -e, FOLDER/well], every: 20ms, failures: 2}
            """)) {
      long first = run.awaitReady("web");
      Files.delete(folder.resolve("well"));
      run.ostler().awaitOutput("web\nweb\n");

      assertThat(run.awaitReady("web")).isNotEqualTo(first);
      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
      assertThat(run.ostler().errors())
          .isEqualTo(
              "ostler: web: is not alive: it exited with status 1\nostler: web: restarting\n");
    }
  }

  @Test
  @Needs(RealPart.PYTHON)
  void probesByTcpAndHttpSeeAServerThatDoesNotAnswer() {
    int tcp = FileRun.freePort();
    int http = FileRun.freePort();
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              tcp:
                command: [python3, -m, http.server, --bind, 127.0.0.1, "TCP"]
                output: discard
                ready: {tcp: "127.0.0.1:TCP", every: 20ms}
                alive: {tcp: "127.0.0.1:TCP", every: 200ms, timeout: 10s, then: ignore}
              http:
                command: [python3, -m, http.server, --bind, 127.0.0.1, "HTTP"]
                directory: FOLDER
                output: discard
                ready: {http: "http://127.0.0.1:HTTP/", every: 20ms}
                alive: {http: "http://127.0.0.1:HTTP/run.yaml", every: 20ms, timeout: 10s, then: {signal: USR1}}
            """
                .replace("TCP\"", tcp + "\"")
                .replace("HTTP\"", http + "\"")
                .replace("HTTP/", http + "/"))) {
      run.awaitReady("tcp");
      long server = run.awaitReady("http");
      assertThat(run.said()).isEmpty();
      assertThat(folder.resolve("run.yaml").toFile().delete()).isTrue();
      run.ostler().awaitErrors("ostler: http: is not alive: ");

      run.await("http", life -> life.pid().isPresent() && life.pid().getAsInt() != server);
      assertThat(run.said())
          .contains("ostler: http: is not alive: it answered with status 404\n")
          .contains("ostler: http was killed by signal USR1\n");
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  @Needs(RealPart.PYTHON)
  void watchdogThatIsNotFedIsNoticed() {
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
                    import os, socket, time
                    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                    s.connect(os.environ["NOTIFY_SOCKET"])
                    print("every", os.environ["WATCHDOG_USEC"])
                    s.send(b"READY=1")
                    for i in range(10):
                      s.send(b"WATCHDOG=1")
                      time.sleep(0.1)
                    print("silent")
                    time.sleep(60)
                ready: {notify: true}
                alive: {notify: true, every: 500ms, failures: 1}
            """)) {
      run.ostler().awaitOutput("every 500000\nsilent\nevery 500000\n");

      assertThat(run.ostler().errors())
          .isEqualTo(
              """
              ostler: web: is not alive: it has not said for 500 ms that it is alive
              ostler: web: restarting
              """);
      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
    }
  }

  @Test
  void remedyCanBeACommandOrNothing() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              helped:
                command: [sleep, "60"]
                alive: {exec: [test, -e, FOLDER/well], every: 20ms, failures: 1, then: {command: [touch, FOLDER/well]}}
              ignored:
                command: [sleep, "60"]
                alive: {exec: ["false"], every: 20ms, failures: 1, then: ignore}
            """)) {
      long helped = run.awaitReady("helped");
      long ignored = run.awaitReady("ignored");
      run.awaitSaid("helped: is not alive: it exited with status 1");
      run.awaitSaid("ignored: is not alive: it exited with status 1");
      Eventually.await("it was helped", () -> Files.exists(folder.resolve("well")));

      assertThat(run.awaitReady("helped")).isEqualTo(helped);
      assertThat(run.awaitReady("ignored")).isEqualTo(ignored);
      assertThat(run.stop()).isZero();
      assertThat(run.ostler().output()).isEmpty();
      assertThat(run.ostler().errors().lines().count()).isEqualTo(2);
    }
  }

  @Test
  void remedyCanBeTheEndOfEverything() {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sleep, "60"]
                alive: {exec: ["false"], every: 20ms, failures: 2, then: stop}
              other: {command: [sleep, "60"]}
            """)) {
      assertThat(run.awaitExit()).isEqualTo(1);
      assertThat(run.ostler().errors())
          .isEqualTo("ostler: web: is not alive: it exited with status 1\n");
    }
  }

  @Test
  void processThatIsNotReadyAnyMoreIsShownAndNotRestarted() throws Exception {
    Files.createFile(folder.resolve("ready"));
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sleep, "60"]
                ready: {exec: [test, -e, FOLDER/ready], every: 20ms, failures: 2}
            """)) {
      long pid = run.awaitReady("web");
      Files.delete(folder.resolve("ready"));
      run.await("web", life -> life.readiness().state() == dev.ostler.control.Readiness.State.NO);
      Files.createFile(folder.resolve("ready"));

      assertThat(run.awaitReady("web")).isEqualTo(pid);
      assertThat(run.life("web").phase()).isEqualTo(ProcessPhase.RUNNING);
      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
    }
  }
}
