package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Engine;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as an answer. */
@SuppressWarnings("NullAway.Init")
class ReadinessTest {
  @TempDir Path folder;
  private Upstream upstream;
  private FakeWorkload workload;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    workload = new FakeWorkload(upstream.address(), true);
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void appIsAskedByTheMethodThatTheFileNames() throws Exception {
    Readiness rule = new Readiness.Http("HEAD", "/health", 200, 299);

    assertThat(rule.answers(workload, upstream.address())).isTrue();
    assertThat(upstream.requests).containsExactly("HEAD /health");
  }

  @Test
  void portAtWhichSomebodyHangsUpAtOnceIsNoAnswer() throws Exception {
    Readiness rule = new Readiness.Tcp();
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
      Thread.ofVirtual().start(() -> hangUp(server));

      Eventually.await("it is seen", () -> !rule.answers(workload, address));
      assertThat(rule.answers(workload, upstream.address())).isTrue();
    }
  }

  private static void hangUp(ServerSocket server) {
    try {
      while (true) {
        server.accept().close();
      }
    } catch (IOException closed) {
      // by the test
    }
  }

  @Test
  void statusOutsideOfTheRangeIsNoAnswer() throws Exception {
    Readiness rule = new Readiness.Http("GET", "/health", 404, 404);

    assertThat(rule.answers(workload, upstream.address())).isFalse();
  }

  @Test
  void appThatWantsALoginIsReadyOnlyIfItsFileTakesThatForAnAnswer() throws Exception {
    try (RawOrigin app = new RawOrigin()) {
      app.answerWith("HTTP/1.1 401 Unauthorized\r\nContent-Length: 5\r\n\r\nlogin");
      String ready = "ready: {http: /health, status: 200-499}\n";
      try (TestGateway gateway =
          TestGateway.of(folder, true, TestGateway.shop(app.address(), ready))) {
        HttpResponse<String> answer = gateway.get("/cart");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("login");
        gateway.await("shop", "\"phase\":\"awake\"");
      }
      assertThat(app.requests.getFirst()).startsWith("GET /health ");
      Readiness usual = new Readiness.Http("GET", "/health", 200, 399);
      assertThat(usual.answers(workload, app.address())).isFalse();
    }
  }

  @Test
  void timeIsWaitedForThoughItsPlatformRoutesByItself() throws Exception {
    long before = System.nanoTime();

    assertThat(new Readiness.Delay(Duration.ofMillis(50)).answers(workload, null)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(50));
  }

  @Test
  void platformThatTellsNothingOfTheOutputIsNotTakenForReady() throws Exception {
    Readiness rule = new Readiness.Line(Pattern.compile("ready"));

    assertThat(rule.answers(workload, upstream.address())).isFalse();
  }

  /** A container of a fake engine that is said to listen where the app does. */
  private Gateway openBeforeAContainer(FakeEngine fake, String ready) throws Exception {
    try (Engine engine = fake.connect()) {
      ContainerSpec spec =
          ContainerSpec.of(TestImage.NAME)
              .withNetworking(Networking.DEFAULT.withMode("host"))
              .withCommand("sleep", "1000");
      engine.containers().create("shop", spec);
    }
    String file =
        """
        listen: 127.0.0.1:0
        apps:
          shop:
            hosts: '*'
            container: {name: shop, port: %d, engine: 'unix://%s'}
            ready: %s
        """
            .formatted(upstream.address().getPort(), fake.socket(), ready);
    return Gateway.open(
        Files.writeString(folder.resolve("gateway.yaml"), file),
        new Gateway.Options(false, false),
        _ -> {});
  }

  @Test
  void visitorIsReleasedWhenItsContainerSaysTheLineOfTheFile() throws Exception {
    try (FakeEngine fake = FakeEngine.start();
        Gateway gateway = openBeforeAContainer(fake, "{log: '^listening at [0-9]+$'}");
        RawClient visitor = new RawClient(gateway.address().getPort())) {
      visitor.send("GET /cart HTTP/1.1\r\nHost: shop\r\n\r\n");
      Eventually.await(
          "its output is listened to",
          () -> fake.calls().stream().anyMatch(call -> call.endsWith("/logs")));
      fake.say("shop", "soon listening at 8080");
      fake.say("shop", "it has said so");
      assertThat(upstream.requests).isEmpty();
      fake.say("shop", "listening at 8080");

      assertThat(visitor.readUntil("shop /cart")).startsWith("HTTP/1.1 200 ");
      assertThat(upstream.requests).containsExactly("GET /cart");
    }
  }

  @Test
  void visitorWaitsForTheTimeOfTheFileAfterItRuns() throws Exception {
    try (TestGateway gateway =
        TestGateway.of(
            folder, true, TestGateway.shop(upstream.address(), "ready: {delay: 300ms}\n"))) {
      long before = System.nanoTime();
      CompletableFuture<Integer> status =
          gateway.send(gateway.to("/")).thenApply(answer -> answer.statusCode());
      Eventually.await("it answers", status::isDone);

      assertThat(status.join()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }
}
