package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Eventually;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps that need others. */
@SuppressWarnings("NullAway.Init")
class NeedsTest {
  private static final String SOON = "idle: {after: 200ms, awake: 0s}\n";

  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("it");
    gateway =
        TestGateway.of(
            folder,
            false,
            TestGateway.HEAD
                + "apps:\n"
                + app("shop", "hosts: shop", "needs: db\n" + SOON)
                + app("blog", "hosts: blog", "needs: [db]\nidle: {after: 1h}\n")
                + app("both", "hosts: both", "needs: [db, cache]\n")
                + app("cache", "", SOON)
                + app("db", "", SOON));
  }

  private String app(String name, String hosts, String settings) {
    InetSocketAddress address = upstream.address();
    return TestGateway.app(name, address, settings).replace("hosts: '*'", hosts);
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private List<String> asked(String app) {
    return gateway.workload(app).asked;
  }

  private RawClient visit(String host) throws Exception {
    RawClient client = new RawClient(gateway.port());
    client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    return client;
  }

  @Test
  void whatAnAppNeedsIsAwakeBeforeItIsWoken() throws Exception {
    try (RawClient visitor = visit("shop")) {
      Eventually.await("db is woken", () -> asked("db").equals(List.of("wake")));
      gateway.await("shop", "waiting for what it needs");
      assertThat(asked("shop")).isEmpty();
      gateway.workload("db").run();
      Eventually.await("shop is woken", () -> asked("shop").equals(List.of("wake")));
      gateway.workload("shop").run();

      assertThat(visitor.readToEnd()).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void allThatAnAppNeedsIsWokenAtOnceAndNotOneAfterTheOther() throws Exception {
    try (RawClient visitor = visit("both")) {
      Eventually.await(
          "both are woken though neither runs",
          () -> asked("db").equals(List.of("wake")) && asked("cache").equals(List.of("wake")));
      gateway.workload("cache").run();
      gateway.await("cache", "\"phase\":\"awake\"");
      gateway.await("both", "waiting for what it needs");
      assertThat(asked("both")).isEmpty();
      gateway.workload("db").run();
      Eventually.await("it is woken", () -> asked("both").equals(List.of("wake")));
      gateway.workload("both").run();

      assertThat(visitor.readToEnd()).startsWith("HTTP/1.1 200 OK");
    }
    assertThat(asked("db")).containsExactly("wake");
    assertThat(asked("cache")).containsExactly("wake");
  }

  @Test
  void whatTwoNeedIsWokenOnceAndRestsWhenNeitherIsAwake() throws Exception {
    try (RawClient first = visit("shop");
        RawClient second = visit("blog")) {
      Eventually.await("db is woken", () -> asked("db").equals(List.of("wake")));
      gateway.workload("db").run();
      Eventually.await("both are woken", () -> asked("shop").size() + asked("blog").size() == 2);
      gateway.workload("shop").run();
      gateway.workload("blog").run();
      assertThat(first.readToEnd() + second.readToEnd()).contains("200 OK");
    }
    Eventually.await("shop rests", () -> asked("shop").contains("rest"));
    gateway.await("db", "\"users\":1");
    assertThat(asked("db")).containsExactly("wake");
    gateway.admin("POST", "/v1/apps/blog/idle");

    Eventually.await("db rests", () -> asked("db").contains("rest"));
  }

  @Test
  void whoWaitsIsToldThatWhatItNeedsHasFailed() throws Exception {
    try (RawClient visitor = visit("shop")) {
      Eventually.await("db is woken", () -> asked("db").equals(List.of("wake")));
      gateway.workload("db").become(new Observation.Failed("db ended with status 1", List.of()));

      assertThat(visitor.readToEnd())
          .startsWith("HTTP/1.1 503")
          .contains("\"detail\":\"it needs db: db ended with status 1\"");
    }
    assertThat(asked("shop")).isEmpty();
  }

  /** It stays awake. */
  private void bringUpShop() throws Exception {
    try (RawClient visitor = visit("shop")) {
      Eventually.await("db is woken", () -> asked("db").equals(List.of("wake")));
      gateway.workload("db").run();
      Eventually.await("shop is woken", () -> asked("shop").equals(List.of("wake")));
      gateway.admin("POST", "/v1/apps/shop/keep-awake?seconds=600");
      gateway.workload("shop").run();
      assertThat(visitor.readToEnd()).startsWith("HTTP/1.1 200 OK");
    }
  }

  private String explain(String app) {
    return gateway.admin("GET", "/v1/apps/" + app).body();
  }

  @Test
  void whatIsNeededAndPutToRestBySomebodyElseIsWokenAgain() throws Exception {
    bringUpShop();
    gateway.workload("db").become(new Observation.Resting());

    Eventually.await("db is woken again", () -> asked("db").equals(List.of("wake", "wake")));
    assertThat(explain("shop")).contains("it needs db, which is not awake");
    assertThat(explain("db")).contains("another app needs it now: it does not rest by itself");
  }

  @Test
  void whatIsNeededAndFailsIsWokenAgainAfterAPause() throws Exception {
    bringUpShop();
    gateway.workload("db").become(new Observation.Failed("db ended with status 9", List.of()));

    gateway.await("db", "it is woken again from ");
    assertThat(asked("db")).containsExactly("wake");
    Eventually.await("db is woken again", () -> asked("db").equals(List.of("wake", "wake")));
  }

  @Test
  void whatIsFoundFailedByAGatewayThatFindsAnotherAwakeIsNeededStill() throws Exception {
    gateway.workload("db").become(new Observation.Failed("db ended with status 9", List.of()));
    gateway.workload("shop").run();
    gateway.await("shop", "\"phase\":\"awake\"");
    gateway.admin("POST", "/v1/apps/shop/keep-awake?seconds=600");
    Eventually.await("db is woken", () -> !asked("db").isEmpty());
    gateway.workload("db").become(new Observation.Failed("db ended with status 8", List.of()));

    gateway.await("db", "\"phase\":\"failed\"");
    gateway.await("db", "\"users\":1");
    Eventually.await("db is woken again", () -> asked("db").size() > 1);
  }

  private void assertRefused(String apps, String message) {
    assertThatThrownBy(() -> Gateway.format().read("g.yaml", TestGateway.HEAD + "apps:\n" + apps))
        .hasMessageContaining(message);
  }

  @Test
  void circlesStrangersAndAppsThatNobodyReachesAreRefused() {
    assertRefused(
        app("a", "hosts: a", "needs: b") + app("b", "", "needs: c") + app("c", "", "needs: a"),
        "apps.a.needs: found a circle: a needs b needs c needs a");
    assertRefused(
        app("a", "hosts: a", "needs: x"), "apps.a.needs: found 'x', which is no app of this file");
    assertRefused(app("a", "", ""), "apps.a: expected 'hosts', for no other app needs this one");
  }
}
