package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to apps that are kept between requests, and on which the app has hung up. */
@SuppressWarnings("NullAway.Init")
class KeptConnectionTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @TempDir Path folder;
  private FickleOrigin origin;
  private Gateway gateway;
  private RawClient client;

  @BeforeEach
  void open() throws Exception {
    origin = new FickleOrigin();
    String other = TestGateway.app("other", origin.address(), "ready: none");
    Path file =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            "listen: 127.0.0.1:0\napps:\n"
                + TestGateway.app("shop", origin.address(), "ready: none")
                + other.replace("'*'", "other"));
    gateway = Gateway.open(file, _ -> {}, (_, _) -> new FakeWorkload(origin.address(), true));
    client = new RawClient(gateway.address().getPort());
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    gateway.close();
    origin.close();
  }

  /** Its connection to the app is kept, and all of this client are served by one thread. */
  private String answer(String method, String path) throws Exception {
    client.forget();
    client.send(method + " " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n");
    return client.readUntil("\r\n\r\nok");
  }

  @Test
  void whatMayNotBeSentTwiceGetsNoConnectionThatWasKept() throws Exception {
    origin.hangsUpAfter(1);
    String got = answer("GET", "/");
    String posted = answer("POST", "/basket");

    assertThat(got).startsWith(OK);
    assertThat(posted).startsWith(OK);
    assertThat(origin.requests).containsExactly("GET / HTTP/1.1", "POST /basket HTTP/1.1");
  }
}
