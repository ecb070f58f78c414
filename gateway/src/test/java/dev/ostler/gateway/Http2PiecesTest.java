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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of an app of HTTP/2 whose heads and trailers have several frames. */
@SuppressWarnings("NullAway.Init")
class Http2PiecesTest {
  private static final int WHOLE = END_STREAM | END_HEADERS;
  private static final String OK = field(":status", "200");
  private static final String SUM = field("x-sum", "1");

  /** In the middle of a field comes another frame. */
  private static final String TRAILERS =
      headers(END_STREAM, SUM.substring(0, 4)) + continuation(END_HEADERS, SUM.substring(4));

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

  private String ask(String method, String end) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(method + " / HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n\r\n");
      return client.readUntil(end);
    }
  }

  private RawHttp2.Answer askByHttp2() throws Exception {
    try (RawHttp2 client = new RawHttp2(gateway.port())) {
      client.send(headers(WHOLE, head("GET", "/")));
      return client.answer();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20, Integer.MAX_VALUE})
  void trailersInSeveralFramesReachTheClient(int piece) throws Exception {
    app.answerInPiecesOf(piece);
    app.answerWith(headers(END_HEADERS, OK) + data(0, "ok") + TRAILERS);

    for (String method : new String[] {"GET", "POST"}) {
      assertThat(ask(method, "\r\n0\r\nx-sum: 1\r\n\r\n")).contains("\r\n02\r\nok\r\n");
    }
    RawHttp2.Answer answer = askByHttp2();

    assertThat(answer.end() + " " + answer.body()).isEqualTo("ended ok");
    assertThat(answer.fields()).contains(":status: 200", "x-sum: 1");
    gateway.await("shop", "\"users\":0");
  }

  @Test
  void trailersBehindALengthReachTheClient() throws Exception {
    app.answerWith(
        headers(END_HEADERS, OK + field("content-length", "2")) + data(0, "ok") + TRAILERS);

    assertThat(askByHttp2().fields()).contains("x-sum: 1");
    assertThat(ask("GET", "\r\n\r\nok")).contains("200 OK");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 16_384, Integer.MAX_VALUE})
  void longTrailersReachTheClient(int piece) throws Exception {
    app.answerInPiecesOf(piece);
    answerWithTrailersOf(14_000);

    assertThat(askByHttp2().fields()).contains("x-sum: " + "a".repeat(14_000), ":status: 200");
    assertThat(ask("GET", "\r\n0\r\nx-sum: " + "a".repeat(14_000) + "\r\n\r\n")).contains("ok");
  }

  @Test
  void answerWithTrailersThatAreTooLongIsCutOff() throws Exception {
    answerWithTrailersOf(17_000);
    requireCutOff();
    try (RawClient client = new RawClient(gateway.port())) {
      client.send("GET / HTTP/1.1\r\nHost: shop\r\n\r\n");

      assertThat(client.readToEnd()).doesNotContain("\r\n0\r\n");
    }
  }

  private void answerWithTrailersOf(int length) {
    String block = field("x-sum", "a".repeat(length));
    app.answerWith(
        headers(END_HEADERS, OK)
            + data(0, "ok")
            + headers(END_STREAM, block.substring(0, 10_000))
            + continuation(END_HEADERS, block.substring(10_000)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, Integer.MAX_VALUE})
  void headThatDoesNotComeInOnePieceReachesTheClient(int piece) throws Exception {
    app.answerInPiecesOf(piece);
    app.answerWith(
        headers(0, OK)
            + continuation(0, "")
            + continuation(END_HEADERS, field("x-last", "1"))
            + data(END_STREAM, "ok"));

    for (String method : new String[] {"GET", "POST"}) {
      assertThat(ask(method, "\r\n0\r\n\r\n"))
          .contains("\r\nx-last: 1\r\n")
          .containsPattern("\r\n(02\r\nok|01\r\no\r\n01\r\nk)\r\n");
    }
    assertThat(askByHttp2().fields()).contains(":status: 200", "x-last: 1");
  }

  @Test
  void trailersWithAnotherFrameInTheMiddleAreCutOff() throws Exception {
    app.answerWith(
        headers(END_HEADERS, OK)
            + data(0, "ok")
            + headers(END_STREAM, field("x-sum", "1"))
            + data(END_STREAM, "another"));

    requireCutOff();
  }

  @Test
  void trailersOfEndlesslyManyFramesAreCutOff() throws Exception {
    String flood = continuation(0, "").repeat(10_000);
    app.answerWith(headers(END_HEADERS, OK) + data(0, "ok") + headers(END_STREAM, "") + flood);

    requireCutOff();
  }

  /** The failure may come before anything has been passed on. */
  private void requireCutOff() throws Exception {
    RawHttp2.Answer answer = askByHttp2();
    assertThat(answer.end() + " " + answer.status())
        .matches("ended :status: 502|(reset [0-9]+|gone [0-9]+|closed) (:status: 200)?");
    gateway.await("shop", "\"users\":0");
  }
}
