package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of visitors when the gateway ends, or its file changes. */
@SuppressWarnings("NullAway.Init")
class DrainTest {
  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("first");
    gateway = TestGateway.of(folder, false, file("drain: 20s\n", upstream, ""));
  }

  private static String file(String more, Upstream upstream, String settings) {
    return TestGateway.HEAD
        + more
        + "apps:\n"
        + TestGateway.app("shop", upstream.address(), settings);
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private CompletableFuture<HttpResponse<String>> hold() {
    var held = gateway.send(gateway.to("/held"));
    gateway.await("shop", "\"held\":1");
    return held;
  }

  private CompletableFuture<Void> drain() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            gateway.gateway.drain();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        Thread::startVirtualThread); // the common pool may have one thread, and others need it
  }

  private void awaitUnhealthy() {
    Eventually.await("not healthy", () -> gateway.admin("GET", "/healthz").statusCode() == 503);
  }

  @Test
  void whoWaitsWhenItEndsHasTheAnswerOfTheAppBeforeItHasEnded() {
    var held = hold();
    var end = drain();
    awaitUnhealthy();
    gateway.workload("shop").run();

    assertThat(held.join().body()).isEqualTo("first /held");
    end.join();
    assertThat(upstream.requests).containsExactly("GET /held");
  }

  @Test
  void whoWaitsInVainWhenItEndsIsToldToComeAgain() throws Exception {
    gateway.change(file("drain: 1s\n", upstream, ""));
    gateway.awaitLog("reloaded ");
    var held = hold();
    drain().join();

    assertThat(held.join().statusCode()).isEqualTo(503);
    assertThat(held.join().headers().firstValue("Retry-After")).hasValue("5");
    assertThat(held.join().body()).contains("\"detail\":\"the gateway ends\"");
    assertThat(upstream.requests).isEmpty();
  }

  @Test
  void whoComesWhileItEndsIsToldToComeAgainAndWakesNothing() {
    var held = hold();
    var end = drain();
    awaitUnhealthy();
    HttpResponse<String> late = gateway.get("/late");
    gateway.workload("shop").run();

    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(late.headers().firstValue("Connection")).hasValue("close");
    assertThat(late.body()).contains("\"detail\":\"the gateway ends; come again\"");
    end.join();
    assertThat(held.join().statusCode()).isEqualTo(200);
    assertThat(upstream.requests).containsExactly("GET /held");
  }

  @Test
  void whoFollowsTheWakeIsToldToReconnectAndKeepsNothingWaiting() throws Exception {
    gateway.get("/", "Accept", "text/html");
    Eventually.await("it was asked to run", () -> !gateway.workload("shop").asked.isEmpty());
    try (RawClient viewer = new RawClient(gateway.port())) {
      viewer.send("GET /.ostler/events HTTP/1.1\r\nHost: shop\r\n\r\n");
      viewer.readUntil("\"text\":\"waking shop\"");
      drain().join();

      assertThat(viewer.readToEnd())
          .contains("retry:2000\n\nevent:reconnect\ndata:\"reconnect\"\n\n");
    }
  }

  @Test
  void whoWaitsDoesNotNoticeThatSettingsChange() throws Exception {
    var held = hold();
    gateway.change(file("", upstream, "idle: {after: 7m}\nwake: {hold: {most: 1}}"));
    gateway.awaitLog("reloaded ");
    gateway.workload("shop").run();

    assertThat(held.join().body()).isEqualTo("first /held");
    assertThat(gateway.workload("shop").asked).containsExactly("wake");
  }

  @Test
  void whoWaitsForAnAppThatIsAnotherNowHasTheAnswerOfThat() throws Exception {
    var held = hold();
    try (Upstream second = new Upstream("second")) {
      FakeWorkload before = gateway.workload("shop");
      gateway.change(file("", second, ""));
      gateway.awaitLog("reloaded ");
      Eventually.await("the other is woken", () -> !gateway.workload("shop").asked.isEmpty());
      gateway.workload("shop").run();

      assertThat(held.join().body()).isEqualTo("second /held");
      assertThat(gateway.workload("shop")).isNotSameAs(before);
      assertThat(upstream.requests).isEmpty();
    }
  }

  @Test
  void whoWaitsForAnAppThatIsNoMoreIsToldSo() throws Exception {
    var held = hold();
    gateway.change(
        TestGateway.HEAD
            + "apps:\n"
            + TestGateway.app("blog", upstream.address(), "").replace("'*'", "blog"));

    assertThat(held.join().statusCode()).isEqualTo(503);
    assertThat(held.join().body()).contains("\"detail\":\"no app answers to this host any more\"");
  }

  @Test
  void brokenFileIsRefusedWithItsPlaceAndTheOldOneStays() throws Exception {
    var held = hold();
    gateway.change(file("", upstream, "idel: {after: 7m}"));
    gateway.awaitLog("stays as it was: " + folder.resolve("gateway.yaml") + ":7:5: apps.shop.idel");
    gateway.workload("shop").run();

    assertThat(held.join().body()).isEqualTo("first /held");
  }
}
