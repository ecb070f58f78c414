package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors who make up names. */
@SuppressWarnings("NullAway.Init")
class ManyHostsTest {
  @TempDir Path folder;

  @Test
  void namesThatNobodyAnswersToWakeNothingAndLeaveNothingBehind() throws Exception {
    try (Upstream upstream = new Upstream("app");
        TestGateway gateway =
            TestGateway.of(
                folder, true, TestGateway.shop(upstream.address(), "").replace("'*'", "shop"))) {
      gateway.await("shop", "\"phase\":\"resting\"");
      String before = counted(gateway);
      InventiveVisitor visitor = new InventiveVisitor(gateway.port(), 1);
      int answers = visitor.visit(100, "GET /PATH HTTP/1.1\r\nHost: NAME.example.org\r\n\r\n");

      assertThat(answers).isEqualTo(10_000);
      assertThat(counted(gateway)).isEqualTo(before);
      assertThat(gateway.workload("shop").asked).isEmpty();
    }
  }

  /** Without how long it has rested. */
  private static String counted(TestGateway gateway) {
    return gateway.admin("GET", "/metrics").body().replaceAll("(?m)^.*_seconds_total\\{.*$", "");
  }
}
