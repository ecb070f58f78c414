package dev.ostler.gateway;

import static dev.ostler.gateway.RawHttp2.END_HEADERS;
import static dev.ostler.gateway.RawHttp2.END_STREAM;
import static dev.ostler.gateway.RawHttp2.continuation;
import static dev.ostler.gateway.RawHttp2.data;
import static dev.ostler.gateway.RawHttp2.field;
import static dev.ostler.gateway.RawHttp2.head;
import static dev.ostler.gateway.RawHttp2.headers;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of an app of HTTP/2 that would be others in HTTP/1.1, byte by byte. */
@SuppressWarnings("NullAway.Init")
class Http2AnswerTest {
  private static final int WHOLE = END_STREAM | END_HEADERS;
  private static final String OK = field(":status", "200");
  private static final String SMUGGLED =
      "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled";

  /** The room for the request grows by nothing. */
  private static final String NO_MORE_ROOM = "\0\0\4\10\0\0\0\0\1" + "\0\0\0\0";

  private static final String LONG = field("x", "a".repeat(12_000));

  @TempDir Path folder;
  private RawHttp2App app;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    app = new RawHttp2App();
    gateway = TestGateway.before(folder, app.address(), "h2c");
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    app.close();
  }

  private static String request(String method) {
    return method + " / HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n\r\n";
  }

  /** What comes back to a client of HTTP/1.1, up to an end. */
  private String ask(String method, String end) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request(method));
      client.readUntil(end);
      return client.heard();
    }
  }

  /** What comes back to a client of HTTP/1.1 until it is hung up on. */
  private String askToEnd(String method) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request(method));
      return client.readToEnd();
    }
  }

  private RawHttp2.Answer askByHttp2() throws Exception {
    try (RawHttp2 client = new RawHttp2(gateway.port())) {
      client.send(headers(WHOLE, head("GET", "/")));
      return client.answer();
    }
  }

  private void answerWithTrailers(String trailers) {
    app.answerWith(headers(END_HEADERS, OK) + data(0, "ok") + headers(WHOLE, trailers));
  }

  @Test
  void trailersReachTheClientWithoutWhatIsOnlyGoodInAHead() throws Exception {
    answerWithTrailers(
        field("x-sum", "1")
            + field("content-length", "7")
            + field("connection", "x-sum")
            + field("keep-alive", "timeout=5")
            + field("x-forwarded-for", "6.6.6.6"));

    assertThat(ask("GET", "x-sum: 1\r\n\r\n"))
        .endsWith("\r\n\r\n02\r\nok\r\n0\r\nx-sum: 1\r\n\r\n");
    assertThat(askByHttp2().fields())
        .contains("x-sum: 1")
        .noneMatch(
            field -> field.matches("(content-length|connection|keep-alive|x-forwarded-for):.*"));
  }

  /** Other names that are none the proxy's client refuses itself. */
  static Stream<String> malformed() {
    return Stream.of(
        field("x", "a" + SMUGGLED),
        field("x", "a\nb: c"),
        field("x", "a\rb: c"),
        field("x", "a\0b"),
        field("x:", "b"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void answerWithMalformedTrailersIsCutOff(String field) throws Exception {
    answerWithTrailers(field);

    for (String method : new String[] {"GET", "POST"}) {
      assertThat(askToEnd(method)).doesNotContain("smuggled", "\r\n0\r\n", "b: c");
    }
    assertThat(askByHttp2().end()).matches("reset [0-9]+|gone [0-9]+|closed");
    gateway.await("shop", "\"users\":0");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void answerWithAMalformedHeadIsNone(String field) throws Exception {
    app.answerWith(headers(END_HEADERS, OK + field) + data(END_STREAM, "ok"));

    for (String method : new String[] {"GET", "POST"}) {
      assertThat(ask(method, "\"}"))
          .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
          .doesNotContain("smuggled", "b: c");
    }
    assertThat(askByHttp2().status()).isEqualTo(":status: 502");
    gateway.await("shop", "\"users\":0");
  }

  /** What the proxy's client of HTTP/2 refuses itself, without a word. */
  static Stream<String> refused() {
    return Stream.of(
        headers(END_HEADERS, OK + field("x y", "b")),
        headers(WHOLE, OK + field("x y", "b")),
        headers(END_HEADERS, OK + field("X-Upper", "b")) + data(END_STREAM, "ok"),
        headers(END_HEADERS, OK + field("", "b")),
        headers(END_HEADERS, OK + field("x\1", "b")) + data(END_STREAM, "ok"),
        headers(END_HEADERS, OK + field("x\u00e9", "b")),
        headers(END_HEADERS, OK + field(":path", "/")),
        headers(WHOLE, field("x", "without a status")),
        headers(WHOLE, field(":status", "abc")),
        headers(WHOLE, field(":status", "-1")),
        headers(WHOLE, field(":status", "101")),
        data(END_STREAM, "without a head"),
        headers(0, OK) + data(END_STREAM, "in the middle of a head"),
        headers(END_STREAM, OK + LONG) + continuation(END_HEADERS, LONG),
        NO_MORE_ROOM);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void answerThatIsRefusedByTheProxysClientIsNone(String frames) throws Exception {
    app.answerWith(frames);

    for (String method : new String[] {"GET", "POST"}) {
      assertThat(ask(method, "\"}")).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
    }
    assertThat(askByHttp2().status()).isEqualTo(":status: 502");
    gateway.await("shop", "\"users\":0");
  }

  @Test
  void answerWhoseHeadHasSeveralFramesReachesTheClientWhole() throws Exception {
    String more = field("x", "a".repeat(6_000));
    app.answerWith(
        headers(0, OK + more)
            + continuation(0, more)
            + continuation(END_HEADERS, field("x-last", "1"))
            + data(END_STREAM, "ok"));

    assertThat(ask("GET", "\r\n0\r\n\r\n")).contains("\r\nx-last: 1\r\n", "\r\n02\r\nok\r\n");
  }

  @Test
  void headReachesTheClientWithoutWhatIsForAConnectionOfHttp1() throws Exception {
    app.answerWith(
        headers(
                END_HEADERS,
                OK
                    + field("connection", "x-secret")
                    + field("x-secret", "1")
                    + field("keep-alive", "timeout=5")
                    + field("proxy-connection", "keep-alive")
                    + field("upgrade", "websocket")
                    + field("x-own", "a"))
            + data(END_STREAM, "ok"));

    assertThat(ask("GET", "\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nx-own: a\r\n")
        .endsWith("\r\n\r\n02\r\nok\r\n0\r\n\r\n")
        .doesNotContainIgnoringCase("x-secret", "timeout=5", "proxy-connection", "upgrade");
  }
}
