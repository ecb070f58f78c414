package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors of an app that rests and wakes all the time. */
@SuppressWarnings("NullAway.Init")
class RestlessAppTest {
  /** More on request. */
  private static final int WAKES = Integer.getInteger("ostler.wakes", 10);

  private static final int AT_ONCE = Integer.getInteger("ostler.held", 500);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private RestlessApp app;
  private Gateway gateway;

  @BeforeEach
  void open() throws Exception {
    app = new RestlessApp();
    Path file =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            "listen: 127.0.0.1:0\napps:\n"
                + TestGateway.app(
                    "shop",
                    app.address(),
                    "idle: {after: 20ms, awake: 0s}\nwake: {hold: {most: 100000}}"));
    gateway = Gateway.open(file, _ -> {}, (_, _) -> app);
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    gateway.close();
  }

  private HttpRequest request(String body) {
    URI uri = URI.create("http://127.0.0.1:" + gateway.address().getPort() + "/");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(60));
    return body.isEmpty()
        ? request.build()
        : request.POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  private List<Integer> visit(int seed) throws Exception {
    Random random = new Random(seed);
    List<Integer> statuses = new ArrayList<>();
    while (app.wakes.get() < WAKES) {
      String body = random.nextBoolean() ? "x" : "";
      statuses.add(client.send(request(body), HttpResponse.BodyHandlers.discarding()).statusCode());
      TimeUnit.MILLISECONDS.sleep(random.nextInt(60)); // it rests in between, or just begins to
    }
    return statuses;
  }

  @Test
  void whoeverComesWhileItGoesToRestOrWakesIsServed() {
    List<CompletableFuture<List<Integer>>> visitors =
        IntStream.range(0, 3)
            .mapToObj(seed ->
                CompletableFuture.supplyAsync(() -> visitOrFail(seed), Thread::startVirtualThread))
            .toList();

    assertThat(visitors.stream().flatMap(visitor -> visitor.join().stream())).containsOnly(200);
  }

  private List<Integer> visitOrFail(int seed) {
    try {
      return visit(seed);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void allWhoWaitAreServedByTheAppThatHasJustBegunToListen() {
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, AT_ONCE)
            .mapToObj(i -> client.sendAsync(request("" + i), HttpResponse.BodyHandlers.ofString()))
            .toList();

    assertThat(answers.stream().map(answer -> answer.join().statusCode()))
        .hasSize(AT_ONCE)
        .containsOnly(200);
  }
}
