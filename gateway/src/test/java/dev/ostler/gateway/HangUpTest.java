package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients with a body that nobody has read yet, because their app is being woken. */
@SuppressWarnings("NullAway.Init")
class HangUpTest {
  private static final String HEAD = "POST /x HTTP/1.1\r\nHost: shop\r\n";

  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    gateway =
        TestGateway.of(
            folder,
            false,
            TestGateway.HEAD
                + "silence: 1h\napps:\n"
                + TestGateway.app("shop", upstream.address(), "ready: none\nwake: {within: 1h}"));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private static String fixed(String body) {
    return "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\n\r\nab",
        "Content-Length: 9\r\n\r\nab",
        "Content-Length: 9\r\n\r\n",
        "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
      })
  void clientThatHangsUpInABodyThatNobodyHasReadIsNoticedAtOnce(String rest) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(HEAD + rest);
      gateway.await("shop", "\"held\":1");
    }

    gateway.await("shop", "\"held\":0");
    assertThat(upstream.requests).isEmpty();
  }

  @Test
  void clientThatSendsMoreAndHangsUpIsNoticedAtOnce() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(HEAD + "Content-Length: 9\r\n\r\nab");
      gateway.await("shop", "\"held\":1");
      client.send("cd");
    }

    gateway.await("shop", "\"held\":0");
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 10_000, 1_000_000})
  void bodyThatComesWhileItsRequestWaitsReachesTheAppAsItIs(int size) throws Exception {
    String body = "0123456789".repeat(size / 10 + 1).substring(0, size);
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(HEAD + "Content-Length: " + size + "\r\n\r\n" + body.substring(0, 2));
      gateway.await("shop", "\"held\":1");
      client.send(body.substring(2, 4));
      Thread rest = Thread.ofVirtual().start(() -> send(client, body.substring(4)));
      gateway.await("shop", "\"held\":1");
      gateway.workload("shop").run();
      String head = client.readUntil("\r\n\r\n");
      client.read(size);
      rest.join();

      assertThat(client.heard()).startsWith("HTTP/1.1 200 OK\r\n").isEqualTo(head + body);
    }
    assertThat(upstream.requests).containsExactly("POST /x");
  }

  private static void send(RawClient client, String text) {
    try {
      client.send(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void requestsBehindABodyAreServedInOrder() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(HEAD + fixed("first"));
      gateway.await("shop", "\"held\":1");
      client.send(HEAD + fixed("second") + "GET /third HTTP/1.1\r\nHost: shop\r\n\r\n");
      gateway.await("shop", "\"held\":1");
      gateway.workload("shop").run();

      assertThat(client.readUntil("shop /third")).contains("\r\n\r\nfirst", "\r\n\r\nsecond");
    }
    assertThat(upstream.requests).containsExactly("POST /x", "POST /x", "GET /third");
  }
}
