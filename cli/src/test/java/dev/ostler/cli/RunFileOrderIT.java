package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ProcessPhase;
import dev.ostler.control.Readiness;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who starts when, and how processes tell that they are ready. */
class RunFileOrderIT {
  @TempDir Path folder;

  @Test
  void processesStartWhenThoseBeforeThemHaveComeFarEnoughAndStopInReverse() {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              last:
                command: [sh, -c, "trap 'echo -last; exit' TERM; echo +last; while :; do sleep 0.01; done"]
                after: [web]
              web:
                command: [sh, -c, "trap 'echo -web; exit' TERM; [ -e FOLDER/migrated ] || echo early; echo +web; while :; do sleep 0.01; done"]
                after: {migrate: completed, db: ready, log: started}
              migrate:
                command: [sh, -c, "echo +migrate; sleep 0.1; touch FOLDER/migrated"]
                oneShot: true
                after: [db]
              db:
                command: [sh, -c, "trap 'echo -db; exit' TERM; echo +db; sleep 0.1; touch FOLDER/db; while :; do sleep 0.01; done"]
                ready: {exec: [test, -e, FOLDER/db], every: 20ms}
              log:
                command: [sh, -c, "trap 'echo -log; exit' TERM; echo +log; while :; do sleep 0.01; done"]
                ready: {exec: ["false"], every: 20ms}
            """)) {
      run.ostler().awaitOutput("+last\n");

      assertThat(run.life("migrate").phase()).isEqualTo(ProcessPhase.DOWN);
      assertThat(run.stop()).isZero();
      assertThat(run.ostler().output().replace("+log\n", "").replace("-log\n", ""))
          .isEqualTo("+db\n+migrate\n+web\n+last\n-last\n-web\n-db\n");
      assertThat(run.ostler().output().indexOf("-log"))
          .isGreaterThan(run.ostler().output().indexOf("-web"));
      assertThat(run.said()).isEmpty();
    }
  }

  @Test
  @Needs({RealPart.PYTHON, RealPart.SYSTEMD_NOTIFY})
  void everyWayToBecomeReadyIsSeen() throws Exception {
    Files.writeString(
        folder.resolve("Ready.java"),
        """
        void main() throws Exception {
          new ProcessBuilder("systemd-notify", "--ready").inheritIO().start().waitFor();
          Thread.sleep(60_000);
        }
        """);
    int tcp = FileRun.freePort();
    int http = FileRun.freePort();
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              all:
                command: [sh, -c, "echo all; exec sleep 60"]
                after: [exec, tcp, http, log, notify, descriptor, java]
              exec:
                command: [sh, -c, "sleep 0.2; touch FOLDER/exec; exec sleep 60"]
                ready: {exec: [test, -e, FOLDER/exec], every: 20ms}
              tcp:
                command: [python3, -m, http.server, --bind, 127.0.0.1, "TCP"]
                output: discard
                ready: {tcp: "127.0.0.1:TCP", every: 20ms}
              http:
                command: [python3, -m, http.server, --bind, 127.0.0.1, "HTTP"]
                output: discard
                ready: {http: "http://127.0.0.1:HTTP/", every: 20ms}
              log:
                command: [sh, -c, "echo starting; sleep 0.1; echo listening on 80; exec sleep 60"]
                output: discard
                ready: {log: 'listening on \\d+'}
              descriptor:
                command: [sh, -c, "sleep 0.2; touch FOLDER/described; echo >&3; exec sleep 60"]
                ready: {descriptor: 3}
              notify:
                command:
                  - python3
                  - -c
                  - |
                    import os, socket, time
                    time.sleep(0.2)
                    open("FOLDER/notifying", "w")
                    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                    s.sendto(b"STATUS=up\\nREADY=1", os.environ["NOTIFY_SOCKET"])
                    time.sleep(60)
                ready: {notify: true}
              java:
                command: [JAVA, -Xshare:auto, -XX:TieredStopAtLevel=1, FOLDER/Ready.java]
                ready: {notify: true}
            """
                .replace("TCP\"", tcp + "\"")
                .replace("HTTP\"", http + "\"")
                .replace(":HTTP/", ":" + http + "/")
                .replace("[JAVA", "[" + System.getProperty("java.home") + "/bin/java"))) {
      run.ostler().awaitOutput("all\n");

      assertThat(folder.resolve("notifying")).exists();
      assertThat(folder.resolve("described")).exists();
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void descriptorForReadinessIsThereBesideTheStandardOnesAndEachRunTellsAnew() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "trap 'echo >&5; exit' TERM; [ -e FOLDER/again ] || { touch FOLDER/again; echo line >&5; }; echo up; while :; do sleep 0.01; done"]
                ready: {descriptor: 5}
            """)) {
      long first = run.awaitReady("web");
      Eventually.await(
          "it has no others open",
          () -> ProcFs.descriptors(first).keySet().equals(Set.of(0, 1, 2, 5)));
      assertThat(
              run.control()
                  .change(Verb.RESTART, List.of("web"), Optional.of(Duration.ofSeconds(1)))
                  .areGood())
          .isFalse();

      run.ostler().awaitOutput("up\nup\n");
      assertThat(run.life("web").readiness().state()).isEqualTo(Readiness.State.NO);
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void lineOfInheritedOutputMakesReadyAndIsPassedOn() {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              main: {command: [sh, -c, "echo listening; exec sleep 60"], ready: {log: listen}}
              next: {command: [sh, -c, "echo next; exec sleep 60"], after: [main]}
            """)) {
      run.ostler().awaitOutput("listening\nnext\n");

      assertThat(run.stop()).isZero();
    }
  }
}
