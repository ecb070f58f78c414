package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Visitors who begin a request and do not end it. */
@SuppressWarnings("NullAway.Init")
class SlowVisitorsTest {
  private static final int VISITORS = Integer.getInteger("ostler.slow", 200);

  @TempDir Path folder;

  private interface Then {
    void check(TestGateway gateway, List<RawClient> slow) throws Exception;
  }

  private void with(String beginning, Then then) throws Exception {
    List<RawClient> slow = new ArrayList<>();
    try (Upstream upstream = new Upstream("app");
        TestGateway gateway =
            TestGateway.of(folder, true, TestGateway.shop(upstream.address(), ""))) {
      for (int i = 0; i < VISITORS; i++) {
        RawClient client = new RawClient(gateway.port());
        slow.add(client);
        client.send(beginning);
      }
      then.check(gateway, slow);
    } finally {
      for (RawClient client : slow) {
        client.close();
      }
    }
  }

  @Test
  void whoDoesNotEndTheHeadNeitherWakesNorKeepsOthersWaiting() throws Exception {
    with(
        "GET / HTTP/1.1\r\nHost: sh",
        (gateway, slow) -> {
          assertThat(gateway.admin("GET", "/v1/apps/shop").body()).contains("\"users\":0");
          assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        });
  }

  @Test
  void whoDoesNotEndTheBodyKeepsNobodyWaiting() throws Exception {
    with(
        "POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 9\r\n\r\nabc",
        (gateway, slow) -> {
          gateway.await("shop", "\"users\":" + VISITORS);

          assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        });
  }

  /** Takes half a minute, so only on request. */
  @Test
  @EnabledIfSystemProperty(named = "ostler.slow", matches = ".+")
  void whoDoesNotEndTheHeadIsHungUpOn() throws Exception {
    with(
        "GET / HTTP/1.1\r\nHost: sh",
        (gateway, slow) -> {
          for (RawClient client : slow) {
            assertThat(client.readToEnd()).isEmpty();
          }
        });
  }
}
