package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of visitors when a gateway for a whole cluster ends. */
@SuppressWarnings("NullAway.Init")
class KubernetesDrainTest {
  private static final String FOLLOW = "GET /events/ HTTP/1.1\r\nHost: shop.example.org\r\n\r\n";

  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private Upstream upstream;
  private KubernetesGateway gateway;

  @BeforeEach
  void open() throws IOException {
    upstream = new Upstream("shop");
    controller.makePods(FakeController.PENDING);
    Shop.openIdledByOldIdler(cluster, upstream.address().getPort());
    open(false);
  }

  private void open(boolean compatible) throws IOException {
    gateway =
        KubernetesGateway.open(
            new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", compatible)
                .withAdmin("127.0.0.1:0", Optional.empty()),
            cluster.config(),
            _ -> {});
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
    cluster.close();
  }

  private static String get(int port, String path) {
    try {
      return RawVisitor.get(port, path, "shop.example.org");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String get(String path) {
    return get(gateway.address().getPort(), path);
  }

  private String metrics() {
    return get(gateway.adminAddress().orElseThrow().getPort(), "/metrics");
  }

  /** Somebody who waits for the app by now. */
  private CompletableFuture<String> hold() {
    CompletableFuture<String> held =
        CompletableFuture.supplyAsync(() -> get("/held"), Thread::startVirtualThread);
    Eventually.await(
        "somebody waits",
        () -> metrics().contains("ostler_gateway_held{app=\"shop.example.org\"} 1\n"));
    Eventually.await(
        "it was scaled",
        () -> cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt() == 2);
    return held;
  }

  private CompletableFuture<Void> drain(Duration atMost) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            gateway.drain(atMost);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        Thread::startVirtualThread);
  }

  @Test
  void whoWaitsWhenItEndsHasTheAnswerOfTheAppBeforeItHasEnded() {
    var held = hold();
    var end = drain(Eventually.LONG);
    Eventually.await("nobody else is to come", () -> get("/healthz").startsWith("HTTP/1.1 503 "));
    String inside = get(gateway.adminAddress().orElseThrow().getPort(), "/healthz");
    String late = get("/late");
    controller.ready(Shop.DEPLOYMENT);

    assertThat(held.join()).startsWith("HTTP/1.1 200 ").endsWith("shop /held");
    end.join();
    assertThat(inside).startsWith("HTTP/1.1 503 ");
    assertThat(late)
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After: 5\r\n", "\"detail\":\"the gateway ends; come again\"");
    assertThat(upstream.requests).containsExactly("GET /held");
  }

  @Test
  void whoWaitsInVainWhenItEndsIsToldToComeAgainAndTheWakeGoesOnWithoutIt() {
    var held = hold();
    drain(Duration.ofMillis(100)).join();

    assertThat(held.join())
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After: 5\r\n", "\"detail\":\"the gateway ends\"");
    assertThat(upstream.requests).isEmpty();
    assertThat(cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt()).isEqualTo(2);
  }

  @Test
  void whoFollowsTheWakeIsToldToReconnect() throws Exception {
    try (RawClient viewer = new RawClient(gateway.address().getPort())) {
      viewer.send(FOLLOW);
      viewer.readUntil("event:stage");
      drain(Eventually.LONG).join();

      assertThat(viewer.readToEnd())
          .contains("retry:2000\n\nevent:reconnect\ndata:\"reconnect\"\n\n");
    }
  }

  @Test
  void streamOfGoUnidlerEndsSoThatBrowsersAskAgain() throws Exception {
    gateway.close();
    open(true);
    try (RawClient viewer = new RawClient(gateway.address().getPort())) {
      viewer.send(FOLLOW);
      viewer.readUntil(MojStream.RESTORED);
      drain(Eventually.LONG).join();

      assertThat(viewer.readToEnd()).doesNotContain("event: error", "event: success");
    }
  }
}
