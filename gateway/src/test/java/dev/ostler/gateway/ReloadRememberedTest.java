package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway without {@code state} knows of apps that change, or come back, in its life. */
@SuppressWarnings("NullAway.Init")
class ReloadRememberedTest {
  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    gateway = TestGateway.of(folder, false, both(""));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private String db() {
    return TestGateway.HEAD
        + "apps:\n"
        + TestGateway.app("db", upstream.address(), "").replace("'*'", "db");
  }

  private String both(String needs) {
    return db() + TestGateway.app("shop", upstream.address(), needs);
  }

  private void change(String text) throws Exception {
    gateway.log.clear();
    gateway.change(text);
    gateway.awaitLog("reloaded ");
  }

  private void wakeUp() {
    gateway.workload("shop").run();
    gateway.await("shop", "\"phase\":\"awake\"");
  }

  private void assertIsBarred() {
    assertThat(gateway.get("/").body())
        .contains("\"detail\":\"it is not to be woken by visitors\"");
    assertThat(gateway.workload("shop").asked).isEmpty();
  }

  @Test
  void barCountsForAnAppThatNeedsAnotherFromNowOn() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/bar");
    change(both("needs: db\n"));

    assertIsBarred();
  }

  @Test
  void barCountsForAnAppThatWasAway() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/bar");
    change(db());
    change(both(""));

    assertIsBarred();
  }

  @Test
  void appIsKeptAwakeThoughItNeedsAnotherFromNowOn() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/keep-awake?seconds=600");
    wakeUp();
    gateway.await("shop", "it is kept awake until ");
    change(both("needs: db\n"));

    wakeUp();
    gateway.await("shop", "it is kept awake until ");
  }
}
