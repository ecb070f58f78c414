package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of those who wait when a person has the app rest. */
@SuppressWarnings("NullAway.Init")
class IdleInWakeTest {
  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    gateway = TestGateway.of(folder, false, TestGateway.shop(upstream.address(), ""));
    gateway.await("shop", "\"phase\":\"resting\"");
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  @Test
  void whoWaitsIsToldAtOnceThatAPersonHasPutItToRest() throws Exception {
    var held = gateway.send(gateway.to("/"));
    gateway.await("shop", "\"phase\":\"waking\"");
    gateway.workload("shop").become(new Observation.Waking("starting"));
    gateway.admin("POST", "/v1/apps/shop/idle");

    assertThat(held.join().statusCode()).isEqualTo(503);
    assertThat(held.join().body()).contains("\"detail\":\"a person has put it to rest\"");
    gateway.await("shop", "\"phase\":\"resting\"");
    gateway.await("shop", "\"users\":0");
  }

  @Test
  void whoComesAfterwardsWakesItAgain() throws Exception {
    var first = gateway.send(gateway.to("/"));
    gateway.await("shop", "\"phase\":\"waking\"");
    gateway.admin("POST", "/v1/apps/shop/idle");
    gateway.await("shop", "\"phase\":\"resting\"");
    assertThat(first.join().statusCode()).isEqualTo(503);
    var second = gateway.send(gateway.to("/"));
    gateway.await("shop", "\"phase\":\"waking\"");
    gateway.workload("shop").run();

    assertThat(second.join().body()).isEqualTo("shop /");
  }
}
