package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the gateway's own paths are, so that none of an app's is in their shadow. */
@SuppressWarnings("NullAway.Init")
class PrefixTest {
  @TempDir Path folder;
  private Upstream upstream;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  private String file(String prefix) {
    return TestGateway.HEAD
        + prefix
        + "apps:\n"
        + TestGateway.app("shop", upstream.address(), "idle: {after: 1h}");
  }

  @Test
  void appHasItsOwnEventsAndHealth() throws Exception {
    try (TestGateway gateway = TestGateway.of(folder, true, file(""))) {
      assertThat(gateway.get("/events").body()).isEqualTo("shop /events");
      assertThat(gateway.get("/events/").body()).isEqualTo("shop /events/");
      assertThat(gateway.get("/healthz").body()).isEqualTo("shop /healthz");
      assertThat(gateway.get("/.ostler/status").body()).contains("\"phase\":\"awake\"");
    }
  }

  @Test
  void appHasEveryPathThatTheFileDoesNotTake() throws Exception {
    try (TestGateway gateway = TestGateway.of(folder, true, file("prefix: /private/\n"))) {
      assertThat(gateway.get("/.ostler/events").body()).isEqualTo("shop /.ostler/events");
      assertThat(gateway.get("/events").body()).isEqualTo("shop /events");
      assertThat(gateway.get("/private").body()).isEqualTo("shop /private");
      assertThat(gateway.get("/private/status").body()).contains("\"phase\":\"awake\"");
      assertThat(gateway.get("/private/events").body()).contains("event:end\ndata:\"ready\"\n");
    }
  }

  @Test
  void pageFollowsTheWakeWhereTheFileSays() throws Exception {
    try (TestGateway gateway = TestGateway.of(folder, false, file("prefix: /private/\n"))) {
      String page = gateway.get("/", "Accept", "text/html").body();

      assertThat(page).contains("\"/private/events\"").doesNotContain("/.ostler/");
    }
  }

  @Test
  void changeOfThePrefixIsSaidToCountFromTheNextStartOn() throws Exception {
    try (TestGateway gateway = TestGateway.of(folder, true, file(""))) {
      gateway.change(file("prefix: /private/\n"));
      gateway.awaitLog("reloaded ");

      assertThat(gateway.log.getLast())
          .endsWith(
              "; 'listen', 'tls', 'admin', 'theme', 'prefix' and 'state' count from the next start"
                  + " on");
      assertThat(gateway.get("/private/status").body()).isEqualTo("shop /private/status");
    }
  }

  private static String get(KubernetesGateway gateway, String path) throws Exception {
    return RawVisitor.get(gateway.address().getPort(), path, "shop.example.org");
  }

  @Test
  void appOfAClusterHasItsOwnEventsAndHealthIfAnotherPrefixIsGiven() throws Exception {
    try (FakeCluster cluster = FakeCluster.start()) {
      FakeController.of(cluster);
      Shop.openIdledByOldIdler(cluster, upstream.address().getPort());
      var settings = new KubernetesGateway.Settings("127.0.0.1:0", "host", "/wake/", false);
      try (KubernetesGateway gateway =
          KubernetesGateway.open(settings, cluster.config(), _ -> {})) {
        assertThat(RawVisitor.body(get(gateway, "/wake/healthz"))).isEqualTo("Still OK");
        assertThat(RawVisitor.body(get(gateway, "/wake/events/")))
            .endsWith("event:end\ndata:\"ready\"\n\n");
        assertThat(RawVisitor.body(get(gateway, "/events/"))).isEqualTo("shop /events/");
        assertThat(RawVisitor.body(get(gateway, "/healthz"))).isEqualTo("shop /healthz");
      }
    }
  }
}
