package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Those who follow a wake. */
@SuppressWarnings("NullAway.Init")
class EventStreamTest {
  private static final String FOLLOW = "GET /.ostler/events HTTP/1.1\r\nHost: shop\r\n\r\n";

  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    gateway =
        TestGateway.of(folder, false, TestGateway.shop(upstream.address(), "wake: {within: 1h}"));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private void wake() {
    gateway.get("/", "Accept", "text/html");
    Eventually.await("it was asked to run", () -> !gateway.workload("shop").asked.isEmpty());
  }

  private void awaitViewers(int number) {
    Eventually.await(
        number + " follow",
        () ->
            gateway.admin("GET", "/metrics").body().contains("_gateway_viewers " + number + "\n"));
  }

  @Test
  void viewersWhoHangUpWhileTheyAreToldHoldUpNobody() throws Exception {
    wake();
    for (int i = 0; i < 200; i++) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(FOLLOW);
        client.readUntil("waking shop");
        gateway.workload("shop").become(new Observation.Waking("step " + i));
      }
    }
    gateway.workload("shop").run();

    assertThat(gateway.get("/").body()).isEqualTo("shop /");
    awaitViewers(0);
  }

  @Test
  void whoReconnectsIsToldWhatHeMissedOnceAndWakesNothing() throws Exception {
    wake();
    String id;
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(FOLLOW);
      String heard = client.readUntil("waking shop");
      id = heard.replaceAll("(?s).*\nid:([^\n]*)\n.*|.*\"id\":\"([^\"]*)\".*", "$1$2");
    }
    awaitViewers(0);
    gateway.workload("shop").become(new Observation.Waking("100 % <b>\r\n\u2028 done"));
    CompletableFuture<HttpResponse<String>> rest =
        gateway.send(gateway.to("/.ostler/events").header("Last-Event-ID", id));
    awaitViewers(1);
    gateway.workload("shop").run();

    assertThat(rest.join().body().lines().filter(line -> line.startsWith("data:")))
        .hasSize(4)
        .first()
        .asString()
        .contains("\"text\":\"100 % \\u003cb\\u003e\\u000d\\u000a\\u2028 done\"");
    assertThat(gateway.workload("shop").asked).containsExactly("wake");
  }

  @Test
  void whoComesAfterAnAwakeAppHasFailedIsToldThatAndNotThatItIsReady() throws Exception {
    wake();
    gateway.workload("shop").run();
    gateway.await("shop", "\"phase\":\"awake\"");
    String id =
        gateway
            .admin("GET", "/v1/apps/shop")
            .body()
            .replaceAll("(?s).*\"id\":\"([^\"]*)\".*", "$1");
    gateway.workload("shop").become(new Observation.Failed("its disk is full", List.of()));
    gateway.await("shop", "\"phase\":\"failed\"");

    String first = gateway.get("/.ostler/events").body();
    String again = gateway.get("/.ostler/events", "Last-Event-ID", id).body();
    assertThat(List.of(first, again))
        .allSatisfy(told ->
            assertThat(told)
                .contains("\"text\":\"its disk is full\"", "event:end\ndata:\"failed\"\n")
                .doesNotContain("ready"));
    assertThat(again).contains("event:snapshot\n");
    assertThat(gateway.get("/.ostler/status").body())
        .contains("\"stage\":\"its disk is full\"", "\"reason\":\"its disk is full\"");
    assertThat(gateway.get("/", "Accept", "text/html").body())
        .contains("its disk is full")
        .doesNotContain("shop is ready");
  }

  @Test
  void streamGoesOnWhenTheFileChanges() throws Exception {
    wake();
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(FOLLOW);
      client.readUntil("waking shop");
      gateway.change(
          TestGateway.HEAD
              + "drain: 2m\napps:\n"
              + TestGateway.app("shop", upstream.address(), "idle: {after: 2h}")
              + TestGateway.app("other", upstream.address(), "").replace("'*'", "other"));
      gateway.awaitLog("reloaded ");
      gateway.workload("shop").become(new Observation.Waking("after the change"));
      client.readUntil("after the change");
      gateway.workload("shop").run();

      assertThat(client.readToEnd())
          .contains("event:end\ndata:\"ready\"\n")
          .doesNotContain("reconnect");
    }
  }

  @Test
  void textArrivesAsItIsInOneEventWhateverIsInIt() throws Exception {
    wake();
    String text =
        "🚀 100 % <script>alert('x')</script> </li>\r\n\n data: 1\nevent: end\u0000\ud83d "
            + "🐘é".repeat(10_000);
    CompletableFuture<HttpResponse<String>> stream = gateway.send(gateway.to("/.ostler/events"));
    awaitViewers(1);
    gateway.workload("shop").become(new Observation.Waking(text));
    gateway.workload("shop").run();
    String told = stream.join().body();
    List<String> texts = new ArrayList<>();
    for (String line : told.lines().filter(each -> each.startsWith("data:{")).toList()) {
      texts.add(FakeCluster.object(line.substring("data:".length())).at("/text").asText());
    }

    assertThat(texts)
        .containsExactly("waking shop", text, "it runs; waiting for its answer", "shop is ready");
    assertThat(told).doesNotContain("<script>").containsOnlyOnce("event:end\n");
  }

  @Test
  void signsOfLifeOfAGatewayComeAtLeastEveryFifteenSeconds() {
    assertThat(EventStream.HEARTBEAT).isLessThanOrEqualTo(Duration.ofSeconds(15));
    assertThat(MojStream.HEARTBEAT).isLessThanOrEqualTo(Duration.ofSeconds(15));
  }

  /** Seconds of it, with signs of life that come sooner, are in {@link FrontTest}. */
  @Test
  @EnabledIfSystemProperty(named = "ostler.minutes", matches = "[1-9][0-9]*")
  void streamOfALongWakeIsOneAndNeverSilentForLong() throws Exception {
    wake();
    Duration whole = Duration.ofMinutes(Integer.getInteger("ostler.minutes", 0));
    long end = System.nanoTime() + whole.toNanos();
    try (RawClient client = new RawClient(gateway.port(), Duration.ofSeconds(15))) {
      client.send(FOLLOW);
      client.readUntil("waking shop");
      for (int minute = 1; System.nanoTime() < end; minute++) {
        client.readUntil("\n:\n");
        gateway.workload("shop").become(new Observation.Waking("sign of life " + minute));
        client.readUntil("sign of life " + minute);
        client.forget();
      }
      gateway.workload("shop").run();

      assertThat(client.readToEnd()).contains("event:end\ndata:\"ready\"\n");
    }
    assertThat(gateway.workload("shop").asked).containsExactly("wake");
  }

  @Test
  void thousandViewersOfOneAppAreToldAndLeaveNothingBehind() throws Exception {
    wake();
    List<RawClient> viewers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      RawClient client = new RawClient(gateway.port());
      client.send(FOLLOW);
      viewers.add(client);
    }
    awaitViewers(1000);
    gateway.workload("shop").run();
    for (RawClient viewer : viewers) {
      assertThat(viewer.readToEnd()).contains("event:end\ndata:\"ready\"\n");
      viewer.close();
    }
    awaitViewers(0);

    assertThat(gateway.workload("shop").asked).containsExactly("wake");
  }

  @Test
  void whoFollowsAnAppThatIsAwakeIsToldSoAtOnce() throws Exception {
    gateway.workload("shop").run();
    gateway.await("shop", "\"phase\":\"awake\"");

    assertThat(gateway.get("/.ostler/events").body()).endsWith("event:end\ndata:\"ready\"\n\n");
    assertThat(gateway.workload("shop").asked).isEmpty();
  }

  @Test
  void nothingOfTheStreamIsKeptOrBufferedOnItsWay() throws Exception {
    gateway.workload("shop").run();
    gateway.await("shop", "\"phase\":\"awake\"");
    HttpResponse<String> stream = gateway.get("/.ostler/events");

    assertThat(stream.headers().firstValue("Content-Type"))
        .hasValue("text/event-stream; charset=UTF-8");
    assertThat(stream.headers().firstValue("Cache-Control")).hasValue("no-cache, no-transform");
    assertThat(stream.headers().firstValue("X-Accel-Buffering")).hasValue("no");
  }
}
