package dev.ostler.gateway;

import static dev.ostler.gateway.RawHttp2.END_HEADERS;
import static dev.ostler.gateway.RawHttp2.END_STREAM;
import static dev.ostler.gateway.RawHttp2.head;
import static dev.ostler.gateway.RawHttp2.headers;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that say more than once how long they are. */
@SuppressWarnings("NullAway.Init")
class TwoLengthsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: shop\r\n\r\n";

  @TempDir Path folder;
  private RawOrigin app;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    app = new RawOrigin();
    gateway = TestGateway.before(folder, app.address(), "http1");
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    app.close();
  }

  @Test
  void equalLengthsAreSaidOnce() throws Exception {
    app.answerWith("HTTP/1.1 200 OK\r\nContent-Length: 2\r\ncontent-length: 2\r\n\r\nok");
    try (RawClient client = new RawClient(gateway.port())) {
      for (int i = 0; i < 2; i++) {
        client.forget();
        client.send(GET);

        assertThat(client.readUntil("\r\n\r\nok"))
            .startsWith("HTTP/1.1 200 ")
            .containsOnlyOnce("ontent-");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2\r\nContent-Length: 5", "5\r\nContent-Length: 2"})
  void answerThatMayEndInTwoPlacesIsNone(String lengths) throws Exception {
    app.answerWith("HTTP/1.1 200 OK\r\nContent-Length: " + lengths + "\r\n\r\nok");
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(GET);

      assertThat(client.readToEnd()).doesNotContain("HTTP/1.1 200");
    }
    gateway.await("shop", "\"users\":0");
    try (RawHttp2 client = new RawHttp2(gateway.port())) {
      client.send(headers(END_STREAM | END_HEADERS, head("GET", "/")));

      assertThat(client.answer().end()).isNotEqualTo("ended");
    }
    gateway.await("shop", "\"users\":0");
  }
}
