package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway behind an nginx that is told nothing but where it is. */
@Needs(RealPart.NGINX)
@SuppressWarnings("NullAway.Init")
class NginxTest {
  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;
  private Process nginx;
  private int port;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("the app");
    gateway = TestGateway.of(folder, false, TestGateway.shop(upstream.address(), ""));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    nginx =
        new ProcessBuilder(
                "nginx",
                "-p",
                folder.toString(),
                "-e",
                folder.resolve("error.log").toString(),
                "-c",
                Files.writeString(folder.resolve("nginx.conf"), configuration()).toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    Eventually.await("nginx listens", this::isListening);
  }

  private String configuration() {
    return """
    daemon off;
    %s
    pid FOLDER/nginx.pid;
    events {}
    http {
      access_log off;
      client_body_temp_path FOLDER/body;
      proxy_temp_path FOLDER/proxy;
      fastcgi_temp_path FOLDER/fastcgi;
      uwsgi_temp_path FOLDER/uwsgi;
      scgi_temp_path FOLDER/scgi;
      server {
        listen 127.0.0.1:%d;
        location / { proxy_pass http://127.0.0.1:%d; }
      }
    }
    """
        .formatted(
            System.getProperty("user.name").equals("root") ? "user root;" : "",
            port,
            gateway.port())
        .replace("FOLDER", folder.toString());
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @AfterEach
  void close() throws Exception {
    nginx.destroy();
    nginx.waitFor(20, TimeUnit.SECONDS);
    client.shutdownNow();
    gateway.close();
    upstream.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(30));
  }

  private void awaitPhase(String phase) {
    gateway.await("shop", "\"phase\":\"" + phase + "\"");
  }

  @Test
  void requestThatWaitsIsAnsweredByTheAppWithItsBody() {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            to("/cart").POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000))).build(),
            HttpResponse.BodyHandlers.ofString());
    awaitPhase("waking");
    gateway.workload("shop").run();

    assertThat(answer.join().statusCode()).isEqualTo(200);
    assertThat(answer.join().body()).hasSize(100_000);
    assertThat(upstream.requests).containsExactly("POST /cart");
  }

  @Test
  void stepsOfAWakeArriveAsTheyHappen() {
    gateway.admin("POST", "/v1/apps/shop/wake");
    awaitPhase("waking");
    List<String> lines = new CopyOnWriteArrayList<>();
    var stream =
        client.sendAsync(
            to("/.ostler/events").timeout(Duration.ofMinutes(2)).build(),
            HttpResponse.BodyHandlers.fromLineSubscriber(new Lines(lines)));
    awaitLine(lines, "waking shop");
    gateway.workload("shop").become(new Observation.Waking("half way"));
    awaitLine(lines, "half way");
    gateway.workload("shop").run();

    awaitLine(lines, "\"ready\"");
    assertThat(stream.join().headers().firstValue("Content-Type"))
        .contains("text/event-stream; charset=UTF-8");
  }

  private static void awaitLine(List<String> lines, String part) {
    Eventually.await(
        part,
        () -> List.copyOf(lines),
        all -> all.stream().anyMatch(line -> line.contains(part)),
        () -> "");
  }

  /** Keeps each line as it comes. */
  private record Lines(List<String> lines) implements Flow.Subscriber<String> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      lines.add(line);
    }

    @Override
    public void onError(Throwable failure) {
      lines.add("failed: " + failure);
    }

    @Override
    public void onComplete() {
      lines.add("end");
    }
  }

  @Test
  void navigationIsShownThePageWhichNobodyKeeps() throws Exception {
    HttpResponse<String> page =
        client.send(
            to("/").headers("Accept", "text/html", "Sec-Fetch-Mode", "navigate").build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.body()).contains("shop is being woken");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.headers().firstValue("Retry-After")).contains("5");
  }
}
