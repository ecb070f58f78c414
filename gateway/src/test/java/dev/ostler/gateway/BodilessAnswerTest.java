package dev.ostler.gateway;

import static dev.ostler.gateway.RawHttp2.END_HEADERS;
import static dev.ostler.gateway.RawHttp2.END_STREAM;
import static dev.ostler.gateway.RawHttp2.head;
import static dev.ostler.gateway.RawHttp2.headers;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that say how long a body would be that they do not have. */
@SuppressWarnings("NullAway.Init")
class BodilessAnswerTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: shop\r\n\r\n";

  @TempDir Path folder;
  private TestGateway gateway;

  @AfterEach
  void close() {
    gateway.close();
  }

  static Stream<String> answers() {
    return Stream.of("304 Not Modified", "204 No Content")
        .flatMap(status ->
            Stream.of(
                    "Content-Length: 5\r\n",
                    "content-length:5\r\nX-Other: a\r\n",
                    "Transfer-Encoding: chunked\r\n",
                    "Transfer-Encoding:\r\n chunked\r\n",
                    "")
                .map(framing -> "HTTP/1.1 " + status + "\r\n" + framing + "ETag: \"a\"\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void connectionsGoOnBehindThem(String answer) throws Exception {
    try (RawOrigin app = new RawOrigin()) {
      gateway = TestGateway.before(folder, app.address(), "http1");
      app.answerWith(answer);
      try (RawClient client = new RawClient(gateway.port())) {
        for (int i = 0; i < 3; i++) {
          client.forget();
          client.send(GET);

          assertThat(client.readUntil("\r\n\r\n"))
              .startsWith(answer.substring(0, answer.indexOf('\n') + 1))
              .contains("ETag: \"a\"\r\n");
        }
        gateway.await("shop", "\"users\":0");
      }
      try (RawHttp2 client = new RawHttp2(gateway.port())) {
        client.send(headers(END_STREAM | END_HEADERS, head("GET", "/")));

        assertThat(client.answer().end()).isEqualTo("ended");
      }
      gateway.await("shop", "\"users\":0");
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void theyMayComeByteByByte(String answer) throws Exception {
    try (RawServer app =
        RawServer.open(socket -> {
          socket.setTcpNoDelay(true);
          RawServer.head(socket);
          for (byte next : answer.getBytes(StandardCharsets.ISO_8859_1)) {
            socket.getOutputStream().write(next);
          }
          RawServer.head(socket);
        })) {
      gateway = TestGateway.before(folder, app.address(), "http1");
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(GET);

        assertThat(client.readUntil("\r\n\r\n")).contains("ETag: \"a\"\r\n");
        gateway.await("shop", "\"users\":0");
      }
    }
  }
}
