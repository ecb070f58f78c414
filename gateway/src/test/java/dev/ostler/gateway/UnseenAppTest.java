package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An app whose platform cannot be asked: who looks after it is told why, visitors that it is so.
 */
@SuppressWarnings("NullAway.Init")
class UnseenAppTest {
  @TempDir Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Gateway gateway;
  private String why;

  @BeforeEach
  void lookAfterAProcessOfNobody() throws Exception {
    Path socket = folder.resolve("control.sock");
    Path file =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            TestGateway.HEAD
                + """
                apps:
                  shop:
                    hosts: '*'
                    process: {socket: %s, processes: web, upstream: 127.0.0.1:1}
                    wake: {hold: {within: 1s}}
                """
                    .formatted(socket));
    gateway = Gateway.open(file, new Gateway.Options(false, false), log::add);
    Eventually.await("it is told of", () -> !told().isEmpty());
    why =
        "its platform does not say how it is: cannot talk to Ostler at "
            + socket
            + ": nobody listens there; is `ostler run FILE` with `control` running?";
  }

  /** What the log says of the app. */
  private List<String> told() {
    return log.stream().filter(line -> line.startsWith("shop: ")).toList();
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    gateway.close();
  }

  private HttpResponse<String> send(int port, String method, String path, String accept)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .version(HttpClient.Version.HTTP_1_1)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .headers("Authorization", "Bearer secret", "Accept", accept)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> ask(String method, String path, String accept)
      throws IOException, InterruptedException {
    return send(gateway.adminAddress().orElseThrow().getPort(), method, path, accept);
  }

  @Test
  void logSaysWhyOnce() throws Exception {
    HttpResponse<String> late = send(gateway.address().getPort(), "GET", "/", "*/*");

    // It was asked about more than once meanwhile.
    assertThat(late.statusCode()).isEqualTo(504);
    assertThat(told()).containsExactly("shop: " + why);
  }

  @Test
  void visitorIsToldWhenHisTimeIsOver() throws Exception {
    HttpResponse<String> answer = send(gateway.address().getPort(), "GET", "/", "*/*");

    assertThat(answer.body())
        .contains("\"detail\":\"it was not ready within 1 s; its platform does not say how it is\"")
        .doesNotContain(folder.toString());
  }

  @Test
  void pageOfABrowserSaysThatItIsSo() throws Exception {
    HttpResponse<String> answer = send(gateway.address().getPort(), "GET", "/", "text/html");

    assertThat(answer.body())
        .contains("<li>its platform does not say how it is</li>")
        .doesNotContain(folder.toString());
  }

  @Test
  void statusForVisitorsSaysThatItIsSo() throws Exception {
    HttpResponse<String> answer =
        send(gateway.address().getPort(), "GET", "/.ostler/status", "application/json");

    assertThat(answer.body())
        .contains("\"reason\":\"its platform does not say how it is\"")
        .doesNotContain(folder.toString());
  }

  @Test
  void explanationSaysWhy() throws Exception {
    assertThat(ask("GET", "/v1/apps/shop", "text/plain").body())
        .isEqualTo(
            """
            shop is unknown
              %s
              nothing is done until its platform says how it is; who comes waits
            """
                .formatted(why));
  }

  @Test
  void personIsToldThatNothingCanBeDone() throws Exception {
    HttpResponse<String> wake = ask("POST", "/v1/apps/shop/wake", "text/plain");
    HttpResponse<String> keepAwake = ask("POST", "/v1/apps/shop/keep-awake", "text/plain");
    HttpResponse<String> idle = ask("POST", "/v1/apps/shop/idle", "text/plain");

    assertThat(List.of(wake.statusCode(), keepAwake.statusCode(), idle.statusCode()))
        .containsOnly(503);
    assertThat(List.of(wake.body(), keepAwake.body(), idle.body())).containsOnly(why);
  }

  @Test
  void apiSaysWhy() throws Exception {
    assertThat(ask("GET", "/v1/apps/shop", "application/json").body())
        .contains("\"reason\":\"cannot talk to Ostler at ");
  }
}
