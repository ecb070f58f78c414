package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
