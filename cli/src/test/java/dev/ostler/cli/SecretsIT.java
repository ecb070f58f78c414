package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that Ostler prints, logs or serves has a secret in it. */
class SecretsIT {
  private static final String SENTINEL = "correct-horse-battery";
  private static final int TERM = 15;

  @TempDir Path temporary;
  private RunFolder folder;

  @BeforeEach
  void makeFile() throws Exception {
    folder = new RunFolder(temporary);
    Files.writeString(folder.path("secrets.env"), "PASSWORD=" + SENTINEL + "\n");
    Path refused = Files.writeString(folder.path("refused"), "#!/not/there\n");
    Files.setPosixFilePermissions(refused, PosixFilePermissions.fromString("rwxr-xr-x"));
    folder.file(file("x-token: \"${TOKEN}\"", "60"));
  }

  /** The secret is in a file of variables, in a reference, and in a header of a probe. */
  private String file(String header, String seconds) {
    return """
    processes:
      app:
        command: [sleep, "SECONDS"]
        environmentFiles: FOLDER/secrets.env
        environment: {API_KEY: "${TOKEN}"}
        alive: {http: "http://127.0.0.1:1/", header: {HEADER}, every: 50ms, failures: 1, then: ignore}
      failing:
        command: [sh, -c, 'test -n "$PASSWORD" && exit 3']
        environmentFiles: FOLDER/secrets.env
        restart: {when: on-failure, first: 50ms, attempts: 2}
        output: prefix
      refused:
        command: [FOLDER/refused]
        environmentFiles: FOLDER/secrets.env
        restart: no
    configuration:
      site:
        file: FOLDER/site.in
        target: FOLDER/site.out
        check: ["false", "{staged}"]
    metrics: {listen: "127.0.0.1:PORT"}
    """
        .replace("HEADER", header)
        .replace("SECONDS", seconds);
  }

  private OstlerCommand ostler(String... arguments) {
    return OstlerCommand.of(arguments)
        .with("TOKEN", SENTINEL)
        .with("OSTLER_SOCKET", folder.path("control.sock").toString())
        .in(temporary);
  }

  private String said(String... arguments) {
    Result result = ostler(arguments).run();
    return String.join(" ", arguments) + "\n" + result.output() + result.errors();
  }

  private String served(String page) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + folder.port() + page)).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return page + "\n" + answer.headers().map() + answer.body();
  }

  private OstlerProcess eventsOf(OstlerProcess ostler) throws IOException {
    ostler.awaitErrors("app: is not alive");
    ostler.awaitErrors("given up");
    OstlerProcess events = ostler("ctl", "events").start();
    Eventually.await(
        "it is told of a version",
        () -> {
          folder.offer("site.in", SENTINEL + System.nanoTime());
          return events.output().contains("its check exited with status 1");
        });
    return events;
  }

  @Test
  void runningSupervisorTellsNone() throws Exception {
    List<String> all = new ArrayList<>();
    try (OstlerProcess ostler = ostler("run", folder.path("run.yaml").toString()).start();
        OstlerProcess events = eventsOf(ostler)) {
      folder.offer("site.in", SENTINEL);
      Eventually.await("the update was refused", () -> ostler.errors().contains("site.in"));
      all.add(said("ctl", "status"));
      all.add(said("ctl", "status", "--output", "json"));
      all.add(said("ctl", "status", "--check"));
      all.add(said("ctl", "logs"));
      all.add(said("ctl", "metrics"));
      folder.file(file("x-other: \"${TOKEN}\"", "61"));
      all.add(said("ctl", "reload", "--dry-run"));
      all.add(said("ctl", "reload", "--dry-run", "--output", "json"));
      all.add(said("ctl", "reload"));
      all.add(served("/metrics"));
      all.add(served("/livez?verbose"));
      all.add(served("/readyz?verbose"));
      ostler.signal(TERM);
      ostler.awaitExit();
      all.add(ostler.output() + ostler.errors());
      events.awaitExit();
      all.add(events.output() + events.errors());
    }

    assertThat(all).hasSize(13).allSatisfy(text -> assertThat(text).doesNotContain(SENTINEL));
    assertThat(all.get(0)).contains("app", "failing", "refused");
    assertThat(all.get(5)).contains("app");
    assertThat(all.getLast()).contains("its check exited with status 1");
  }

  @Test
  void mistakesInAFileTellNone() throws Exception {
    List<String> all = new ArrayList<>();
    for (String header :
        List.of("\"a b\": \"${TOKEN}\"", "a: \"${TOKEN}\\n\"", "a: [\"${TOKEN}\"]")) {
      folder.file(file(header, "60"));
      all.add(said("check", folder.path("run.yaml").toString()));
      all.add(said("run", folder.path("run.yaml").toString()));
    }
    folder.file(file("a: b", "60").replace("every: 50ms", "every: \"${TOKEN}\""));
    all.add(said("check", folder.path("run.yaml").toString()));
    folder.file(file("a: b", "60").replace("\"http://127.0.0.1:1/\"", "\"${TOKEN}\""));
    all.add(said("check", folder.path("run.yaml").toString()));
    folder.file(file("a: b", "60"));
    Files.writeString(folder.path("secrets.env"), "PASSWORD " + SENTINEL + "\n");
    all.add(said("check", folder.path("run.yaml").toString()));
    all.add(said("schema", "run"));

    assertThat(all).allSatisfy(text -> assertThat(text).doesNotContain(SENTINEL));
    assertThat(all.subList(0, 9)).allSatisfy(text -> assertThat(text).contains("run.yaml"));
  }
}
