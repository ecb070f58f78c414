package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.OstlerCommand.Result;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others see of a file's processes by HTTP, and what becomes of a file with mistakes. */
class RunFileHealthIT {
  @TempDir Path folder;
  private final int port = FileRun.freePort();

  private FileRun start() {
    FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sleep, "60"], ready: {exec: [test, -e, FOLDER/ready], every: 20ms}}
              other: {command: [sleep, "60"]}
            activation: {file: FOLDER/active, processes: web}
            metrics: 127.0.0.1:PORT
            """
                .replace("PORT", "" + port));
    run.awaitReady("other");
    return run;
  }

  private String get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    }
  }

  @Test
  void standbyIsLiveAndReadyAndSuspendedIsLiveAndNotReady() throws Exception {
    try (FileRun run = start()) {
      assertThat(get("/livez")).isEqualTo("200 live\n");
      assertThat(get("/readyz?verbose"))
          .isEqualTo("200 [+] web: on standby\n[+] other: ready\nready\n");
      Files.createFile(folder.resolve("active"));
      run.awaitSaid("active");
      run.awaitPhase("web", dev.ostler.control.ProcessPhase.RUNNING);
      assertThat(get("/readyz")).startsWith("503 [-] web: ").endsWith("not ready\n");
      Files.createFile(folder.resolve("ready"));
      run.awaitReady("web");
      assertThat(get("/readyz")).isEqualTo("200 ready\n");
      run.change(Verb.SUSPEND, "web");

      assertThat(get("/livez")).isEqualTo("200 live\n");
      assertThat(get("/readyz")).isEqualTo("503 [-] web: suspended\n[+] other: ready\nnot ready\n");
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void whoIsDrainedIsNotReadyAnyMoreBeforeItIsAskedToEnd() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "trap 'echo TERM; exit' TERM; echo up; while :; do sleep 0.01; done"]
                stop:
                  drain:
                    delay: 1m
                    command: [sh, -c, "touch FOLDER/draining; until [ -e FOLDER/drained ]; do sleep 0.01; done"]
            metrics: 127.0.0.1:PORT
            """
                .replace("PORT", "" + port))) {
      run.ostler().awaitOutput("up\n");
      Eventually.await("it is ready", () -> get("/readyz").equals("200 ready\n"));
      run.ostler().signal(FileRun.TERM);
      Eventually.await("it drains", () -> Files.exists(folder.resolve("draining")));

      assertThat(get("/livez")).isEqualTo("200 live\n");
      assertThat(get("/readyz")).isEqualTo("503 [-] web: is ending\nnot ready\n");
      assertThat(run.ostler().output()).isEqualTo("up\n");
      Files.createFile(folder.resolve("drained"));
      assertThat(run.awaitExit()).isZero();
      assertThat(run.ostler().output()).isEqualTo("up\nTERM\n");
    }
  }

  @Test
  void figuresTellOfStartsAndExits() throws Exception {
    Files.createFile(folder.resolve("active"));
    Files.createFile(folder.resolve("ready"));
    try (FileRun run = start()) {
      FileRun.kill(run.awaitReady("web"));
      run.await("web", life -> life.restarts() == 1);
      run.awaitReady("web");

      assertThat(get("/metrics"))
          .startsWith("200 ")
          .containsPattern("ostler_process_starts_total\\{process=\"web\"} 2")
          .containsPattern("ostler_process_exits_total\\{process=\"web\",[^}]*} 1");
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void figuresTellOfReadinessOrphansStrangersAndConnections() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "(sleep 0.1 &); echo $NOTIFY_SOCKET >FOLDER/new; mv FOLDER/new FOLDER/name; exec sleep 60"]
                ready: {notify: true}
              other: {command: [sleep, "60"], ready: {exec: ["true"]}}
            metrics: 127.0.0.1:PORT
            """
                .replace("PORT", "" + port))) {
      run.awaitReady("other");
      Eventually.await("web has told the socket", () -> Files.exists(folder.resolve("name")));
      Kernel.send(Path.of(Files.readString(folder.resolve("name")).strip()), "READY=1");

      try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        client.connect(UnixDomainSocketAddress.of(folder.resolve("control")));
        awaitFigure("ostler_notifications_ignored_total{process=\"web\"} 1");
        awaitFigure("ostler_orphans_reaped_total 1");
        awaitFigure("ostler_control_connections 1");
      }
      awaitFigure("ostler_control_connections 0");
      assertThat(get("/metrics").lines())
          .contains(
              "ostler_process_time_to_ready_seconds_count{process=\"other\"} 1",
              "ostler_watch_rescans_total 0")
          .doesNotContain("ostler_process_time_to_ready_seconds_count{process=\"web\"} 1");
      assertThat(run.stop()).isZero();
    }
  }

  private void awaitFigure(String line) {
    Eventually.await(line, () -> get("/metrics").lines().anyMatch(line::equals));
  }

  @Test
  void fileWithMistakesIsRefusedWithAllOfThemAndNothingIsStarted() {
    Result result =
        FileRun.command(
                folder,
                """
                processes:
                  first: {command: [touch, FOLDER/started]}
                  second: {comand: [sleep]}
                  third: {command: [sleep, "60"], nice: 99}
                metrics: nowhere
                """)
            .run();

    String file = folder.resolve("run.yaml").toString();
    assertThat(result)
        .isEqualTo(
            new Result(
                65,
                "",
                file
                    + ":3:12: processes.second.comand: found an unknown key; did you mean 'command'\n"
                    + file
                    + ":4:41: processes.third.nice: found '99', expected a whole number from -20 to"
                    + " 19\n"
                    + file
                    + ":5:10: metrics.listen: found 'nowhere', expected HOST:PORT, such as"
                    + " 127.0.0.1:9600\n"));
    assertThat(folder.resolve("started")).doesNotExist();
  }
}
