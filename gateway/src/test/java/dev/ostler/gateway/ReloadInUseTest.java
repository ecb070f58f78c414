package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the file under apps that are used: who waits or is served does not notice. */
@SuppressWarnings("NullAway.Init")
class ReloadInUseTest {
  private static final String SOON = "ready: none\nidle: {after: 200ms, awake: 0s}\n";

  @TempDir Path folder;
  private final Map<String, FakeWorkload> processes = new ConcurrentHashMap<>();
  private StreamingUpstream app;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    app = new StreamingUpstream();
    gateway = TestGateway.of(folder, file("web", "web", SOON), (_, form) -> workload(form));
  }

  /** A process stays as it is, whoever looks after it. */
  private FakeWorkload workload(GatewayFile.App form) {
    return processes.computeIfAbsent(
        form.process().orElseThrow().processes().getFirst(),
        _ -> new FakeWorkload(app.address(), true));
  }

  @AfterEach
  void close() {
    gateway.close();
    app.close();
  }

  private String file(String name, String process, String settings) {
    String one = TestGateway.app(name, app.address(), settings);
    String db = TestGateway.app("db", app.address(), SOON).replace("'*'", "db");
    return TestGateway.HEAD
        + "apps:\n"
        + one.replace("processes: " + name, "processes: " + process)
        + db;
  }

  private void change(String name, String process, String settings) throws Exception {
    gateway.log.clear();
    gateway.change(file(name, process, settings));
    gateway.awaitLog("reloaded ");
  }

  private RawClient listen() throws Exception {
    RawClient client = new RawClient(gateway.port());
    client.send("GET /events HTTP/1.1\r\nHost: web\r\n\r\n");
    app.say("before");
    client.readUntil("before");
    return client;
  }

  private void assertIsServedOn(RawClient client, String name) throws Exception {
    gateway.await(name, "\"phase\":\"awake\"");
    gateway.await(name, "\"users\":1");
    app.say("after");
    assertThat(client.readUntil("after")).endsWith("after");
  }

  @Test
  void whoIsServedKeepsAnAppAwakeThatIsRenamedAgainAndAgain() throws Exception {
    try (RawClient client = listen()) {
      change("shop", "web", SOON);
      assertIsServedOn(client, "shop");
      change("store", "web", SOON);
      assertIsServedOn(client, "store");
    }

    gateway.await("store", "\"users\":0");
    gateway.await("store", "\"phase\":\"resting\"");
    assertThat(Objects.requireNonNull(processes.get("web")).asked).containsExactly("wake", "rest");
  }

  @Test
  void whoIsServedKeepsAnAppAwakeThatNeedsAnotherFromNowOn() throws Exception {
    try (RawClient client = listen()) {
      change("web", "web", SOON + "needs: db\n");
      assertIsServedOn(client, "web");
      gateway.await("db", "\"users\":1");
      change("web", "web", SOON);
      assertIsServedOn(client, "web");
      gateway.await("db", "\"phase\":\"resting\"");
    }

    gateway.await("web", "\"phase\":\"resting\"");
  }

  @Test
  void whoIsServedByAnAppThatNobodyLooksAfterAnyMoreIsServedToTheEnd() throws Exception {
    try (RawClient client = listen()) {
      change("other", "other", SOON);
      app.say("after");

      assertThat(client.readUntil("after")).endsWith("after");
      gateway.await("other", "\"users\":0");
    }
  }

  @Test
  void otherRuleOfReadinessCountsForAWakeUnderWay() throws Exception {
    change("web", "web", SOON.replace("none", "{delay: 50m}"));
    CompletableFuture<HttpResponse<String>> waiting = gateway.send(gateway.to("/download?1"));
    gateway.await("web", "waiting for its answer");
    change("web", "web", SOON);

    assertThat(waiting.join().statusCode()).isEqualTo(200);
  }
}
