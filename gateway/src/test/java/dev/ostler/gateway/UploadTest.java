package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Use that lasts longer than an app may be without. Another app with the same settings, used once
 * after it has begun, is the clock: it rests when that time is over.
 */
@SuppressWarnings("NullAway.Init")
class UploadTest {
  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("it");
    gateway =
        TestGateway.of(folder, true, TestGateway.HEAD + "apps:\n" + app("shop") + app("clock"));
  }

  private String app(String name) {
    return TestGateway.app(name, upstream.address(), "idle: {after: 200ms, awake: 0s}\n")
        .replace("hosts: '*'", "hosts: " + name);
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private List<String> asked(String app) {
    return gateway.workload(app).asked;
  }

  private void awaitThatTimeIsOver() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send("GET / HTTP/1.1\r\nHost: clock\r\nConnection: close\r\n\r\n");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ");
    }
    Eventually.await("the clock rests", () -> asked("clock").contains("rest"));
  }

  @Test
  void uploadThatLastsKeepsItsAppAwakeUntilItHasItsAnswer() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(
          "POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 10\r\nConnection: close\r\n\r\nfirst");
      Eventually.await("it reaches the app", () -> upstream.requests.contains("POST /"));
      awaitThatTimeIsOver();
      assertThat(asked("shop")).containsExactly("wake");
      client.send("other");

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nfirstother");
    }
    Eventually.await("it rests now", () -> asked("shop").equals(List.of("wake", "rest")));
  }
}
