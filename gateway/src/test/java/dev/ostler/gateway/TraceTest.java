package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trace of whoever wakes an app, and what is counted of visitors and wakes. */
@SuppressWarnings("NullAway.Init")
class TraceTest {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + ID + "-00f067aa0ba902b7-01";

  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
  }

  private void openGateway(boolean obedient, String settings) throws Exception {
    gateway = TestGateway.of(folder, obedient, TestGateway.shop(upstream.address(), settings));
  }

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    upstream.close();
  }

  private String metrics() {
    return gateway.admin("GET", "/metrics").body();
  }

  @Test
  void traceOfWhoeverWakesReachesTheAppAsItCameAndIsLogged() throws Exception {
    openGateway(true, "");
    gateway.get("/", "traceparent", PARENT, "tracestate", "a=1");

    assertThat(upstream.heads.getLast().get("traceparent")).containsExactly(PARENT);
    assertThat(upstream.heads.getLast().get("tracestate")).containsExactly("a=1");
    gateway.awaitLog("shop: waking for a visitor, trace " + ID);
    gateway.awaitLog("shop: ready after ");
    assertThat(gateway.log)
        .filteredOn(line -> line.startsWith("shop: ready"))
        .allMatch(line -> line.endsWith(", trace " + ID));
  }

  @Test
  void whatAPersonWakesHasNoTraceOfVisitorsBefore() throws Exception {
    openGateway(true, "");
    gateway.get("/", "traceparent", PARENT);
    gateway.admin("POST", "/v1/apps/shop/idle");
    gateway.await("shop", "\"phase\":\"resting\"");
    gateway.admin("POST", "/v1/apps/shop/wake");
    gateway.await("shop", "\"phase\":\"awake\"");

    gateway.awaitLog("shop: waking for a person");
    assertThat(gateway.log)
        .filteredOn(line -> line.startsWith("shop: waking for a person"))
        .containsExactly("shop: waking for a person");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x"
      })
  void whatIsNoTraceIsNotTakenForOne(String parent) {
    assertThat(Trace.parse(parent)).isEmpty();
  }

  @Test
  void traceOfALaterVersionIsUnderstood() {
    assertThat(Trace.parse("cc-" + ID + "-00f067aa0ba902b7-01-what-the-future-holds"))
        .contains(new Trace(ID));
  }

  @Test
  void howLongWakesTakeIsCountedByStage() throws Exception {
    openGateway(true, "");
    gateway.get("/");

    assertThat(metrics())
        .contains(
            "# TYPE ostler_gateway_wake_seconds histogram\n",
            "ostler_gateway_wake_seconds_bucket{app=\"shop\",le=\"600.0\"} 1\n",
            "ostler_gateway_wake_seconds_bucket{app=\"shop\",le=\"+Inf\"} 1\n",
            "ostler_gateway_wake_seconds_count{app=\"shop\"} 1\n",
            "ostler_gateway_wake_stage_seconds_count{app=\"shop\",stage=\"platform\"} 1\n",
            "ostler_gateway_wake_stage_seconds_count{app=\"shop\",stage=\"answer\"} 1\n",
            "ostler_gateway_wakes_ended_total{app=\"shop\",how=\"ready\"} 1\n");
  }

  @Test
  void whoIsTurnedAwayIsCountedByWhy() throws Exception {
    openGateway(false, "wake: {hold: {most: 0}}");
    assertThat(gateway.get("/").statusCode()).isEqualTo(503);
    assertThat(gateway.get("/").statusCode()).isEqualTo(503);

    assertThat(metrics())
        .contains(
            "ostler_gateway_turned_away_total{app=\"shop\",cause=\"full\"} 2\n",
            "ostler_gateway_turned_away_total{app=\"shop\",cause=\"late\"} 0\n");
  }
}
