package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted of apps. */
@SuppressWarnings("NullAway.Init")
class MeasuresTest {
  private static final String NAME = "ostler_gateway_";

  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void listen() throws Exception {
    upstream = new Upstream("shop");
  }

  private void open(boolean obedient, String settings) throws Exception {
    gateway = TestGateway.of(folder, obedient, TestGateway.shop(upstream.address(), settings));
    gateway.await("shop", "\"phase\":\"resting\"");
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private String metrics() {
    return gateway.admin("GET", "/metrics").body();
  }

  private void awaitCounted(String line) {
    Eventually.await(
        line, this::metrics, text -> text.contains("\n" + NAME + line + "\n"), () -> "");
  }

  private CompletableFuture<HttpResponse<String>> hold() {
    return gateway.send(gateway.to("/held"));
  }

  @Test
  void wakesThatFailAreCountedByWhatHasFailed() throws Exception {
    open(false, "");
    var held = hold();
    awaitCounted("held{app=\"shop\"} 1");
    gateway
        .workload("shop")
        .become(
            new Observation.Failed(
                Observation.Failed.Kind.IMAGE, "its image cannot be pulled: shop:9", List.of()));

    assertThat(held.join().statusCode()).isEqualTo(503);
    awaitCounted("wakes_failed_total{app=\"shop\",kind=\"image\"} 1");
    assertThat(metrics())
        .contains(
            NAME + "wakes_total{app=\"shop\"} 1\n",
            NAME + "wakes_failed_total{app=\"shop\",kind=\"crash\"} 0\n",
            NAME + "wakes_failed_total{app=\"shop\",kind=\"answer\"} 0\n",
            NAME + "wakes_ended_total{app=\"shop\",how=\"failed\"} 1\n",
            NAME + "wakes_ended_total{app=\"shop\",how=\"ready\"} 0\n",
            NAME + "turned_away_total{app=\"shop\",cause=\"failed\"} 1\n")
        .doesNotContain("shop:9");
  }

  @Test
  void wakeThatIsNotAnsweredInTimeIsCountedAsThat() throws Exception {
    open(false, "wake: {within: 100ms}");
    assertThat(hold().join().statusCode()).isEqualTo(503);

    awaitCounted("wakes_failed_total{app=\"shop\",kind=\"start\"} 1");
  }

  @Test
  void whoWaitsIsCountedUntilHeIsServed() throws Exception {
    open(false, "");
    var one = hold();
    var other = hold();
    awaitCounted("held{app=\"shop\"} 2");
    String during = metrics();
    gateway.workload("shop").run();
    CompletableFuture.allOf(one, other).join();

    assertThat(during).contains(NAME + "users{app=\"shop\"} 2\n", NAME + "awake{app=\"shop\"} 0\n");
    awaitCounted("held{app=\"shop\"} 0");
    awaitCounted("users{app=\"shop\"} 0");
    assertThat(metrics()).contains(NAME + "awake{app=\"shop\"} 1\n");
  }

  @Test
  void restsAreCountedByWhyAndByHowTheyEnded() throws Exception {
    open(true, "idle: {after: 100ms, awake: 0s}");
    assertThat(gateway.get("/").statusCode()).isEqualTo(200);
    awaitCounted("rests_ended_total{app=\"shop\",how=\"rested\"} 1");
    gateway.admin("POST", "/v1/apps/shop/keep-awake?seconds=600");
    gateway.await("shop", "\"phase\":\"awake\"");
    gateway.admin("POST", "/v1/apps/shop/idle");
    awaitCounted("rests_ended_total{app=\"shop\",how=\"rested\"} 2");

    assertThat(metrics())
        .contains(
            NAME + "rests_total{app=\"shop\",why=\"unused\"} 1\n",
            NAME + "rests_total{app=\"shop\",why=\"person\"} 1\n",
            NAME + "rests_total{app=\"shop\",why=\"schedule\"} 0\n",
            NAME + "rests_total{app=\"shop\",why=\"others\"} 0\n",
            NAME + "rests_ended_total{app=\"shop\",how=\"stayed\"} 0\n",
            NAME + "rests_ended_total{app=\"shop\",how=\"failed\"} 0\n");
    assertThat(gateway.log)
        .contains(
            "shop: going to rest: nobody uses it", "shop: going to rest: a person asked for it");
  }

  @Test
  void timeAtRestIsCounted() throws Exception {
    open(true, "");
    awaitCounted("rested_seconds_total{app=\"shop\"} 1");

    assertThat(gateway.get("/").statusCode()).isEqualTo(200);
    assertThat(metrics()).contains(NAME + "rested_seconds_total{app=\"shop\"} ");
  }
}
