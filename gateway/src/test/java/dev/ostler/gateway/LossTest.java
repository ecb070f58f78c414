package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of an app that is lost while it is awake. */
@SuppressWarnings("NullAway.Init")
class LossTest {
  private static final Observation.Failed CRASH =
      new Observation.Failed(
          Observation.Failed.Kind.CRASH, "web ended with status 3", List.of("out of memory"));

  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void beAwake() throws Exception {
    upstream = new Upstream("shop");
    gateway =
        TestGateway.of(folder, true, TestGateway.shop(upstream.address(), "idle: {after: 1h}"));
    gateway.await("shop", "\"phase\":\"resting\"");
    assertThat(gateway.get("/").statusCode()).isEqualTo(200);
    gateway.log.clear();
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private void awaitCounted(String line) {
    Eventually.await(
        line,
        () -> gateway.admin("GET", "/metrics").body(),
        text -> text.contains("\nostler_gateway_" + line + "\n"),
        () -> "");
  }

  @Test
  void crashIsLoggedWithItsEvidenceAndCounted() {
    gateway.workload("shop").become(CRASH);

    awaitCounted("losses_total{app=\"shop\",how=\"failed\"} 1");
    assertThat(gateway.log)
        .containsExactly(
            "shop: went down while it was awake: web ended with status 3", "shop: | out of memory");
    awaitCounted("wakes_failed_total{app=\"shop\",kind=\"crash\"} 0");
  }

  @Test
  void crashThatItsPlatformSeesToIsTold() {
    gateway.workload("shop").become(new Observation.Waking("web ended; it is started again"));

    awaitCounted("losses_total{app=\"shop\",how=\"restarted\"} 1");
    assertThat(gateway.log)
        .containsExactly("shop: starts again while it was awake: web ended; it is started again");
  }

  @Test
  void crashesOneAfterTheOtherAreCountedEachAndHaveTheirEvidenceLoggedOnce() {
    for (int crashes = 1; crashes <= 3; crashes++) {
      gateway.workload("shop").become(CRASH);
      awaitCounted("losses_total{app=\"shop\",how=\"failed\"} " + crashes);
      gateway.workload("shop").run();
      gateway.await("shop", "\"phase\":\"awake\"");
    }

    assertThat(gateway.log).filteredOn("shop: | out of memory"::equals).hasSize(1);
  }
}
