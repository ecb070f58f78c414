package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ProcessPhase;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that ends while it is woken. */
@SuppressWarnings("NullAway.Init")
class GatewayFailureIT {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private RunFolder run;
  private int port;
  private int admin;

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    run = new RunFolder(folder);
    port = freePort();
    admin = freePort();
    run.file(
        """
        processes:
          web:
            command:
              - sh
              - -c
              - |
                test -e FOLDER/works && exec sleep 1000
                echo connecting to the database
                echo no database
                exit 3
            output: prefix
            restart: {first: 1h, limit: 1h}
        """);
    Files.createFile(run.path("works"));
    Files.writeString(
        run.path("gateway.yaml"),
        run.filled(
            """
            listen: 127.0.0.1:%d
            admin: {listen: 127.0.0.1:%d, token: secret}
            apps:
              shop:
                hosts: '*'
                process: {socket: FOLDER/control.sock, processes: web, upstream: 127.0.0.1:PORT}
                wake: {attempts: 1}
            """
                .formatted(port, admin)));
  }

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<String> get(int where, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + where + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer secret");
    return client.send(
        headers.length == 0 ? request.build() : request.headers(headers).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void whoWaitsIsToldItsStatusAndWhoLooksAfterItItsLastLinesToo() throws Exception {
    try (OstlerProcess supervisor = run.start()) {
      run.awaitReady("web");
      run.client().change(Verb.SUSPEND, List.of("web"), Optional.of(Duration.ofSeconds(30)));
      Eventually.await("web rests", () -> run.process("web").life().phase() == ProcessPhase.DOWN);
      Files.delete(run.path("works"));
      assertThatAllAreTold();
      assertThat(supervisor.isAlive()).isTrue();
    }
  }

  private void assertThatAllAreTold() throws Exception {
    try (OstlerProcess gateway =
        OstlerCommand.of("gateway", run.path("gateway.yaml").toString()).in(folder).start()) {
      gateway.awaitErrors("ostler: listening at ");
      HttpResponse<String> told = get(port, "/");
      HttpResponse<String> page = get(port, "/", "Accept", "text/html");
      String status = get(port, "/.ostler/status").body();
      String stream = get(port, "/.ostler/events").body();
      String operator = get(admin, "/v1/apps/shop").body();

      assertThat(told.statusCode()).isEqualTo(503);
      assertThat(told.body())
          .contains("\"detail\":\"web ended with status 3\"", "\"cause\":\"failed\"")
          .doesNotContain("database");
      assertThat(page.body())
          .contains("shop cannot be started", "<p id=\"reason\">web ended with status 3</p>")
          .doesNotContain("database");
      assertThat(status)
          .contains("\"phase\":\"failed\"", "\"reason\":\"web ended with status 3\"")
          .doesNotContain("database");
      assertThat(stream)
          .contains("\"text\":\"web ended with status 3\"", "event:end\ndata:\"failed\"\n")
          .doesNotContain("database");
      assertThat(operator)
          .containsPattern("\"evidence\":\\[.*\"connecting to the database\",\"no database\"]");
    }
  }
}
