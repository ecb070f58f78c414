package dev.ostler.gateway;

import static dev.ostler.gateway.RawHttp2.END_HEADERS;
import static dev.ostler.gateway.RawHttp2.END_STREAM;
import static dev.ostler.gateway.RawHttp2.data;
import static dev.ostler.gateway.RawHttp2.field;
import static dev.ostler.gateway.RawHttp2.headers;
import static dev.ostler.gateway.RawHttp2.reset;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of unknown length, whole or cut off by their app, to clients that are hung up on. */
@SuppressWarnings("NullAway.Init")
class CutOffAnswerTest {
  private static final String HEAD = headers(END_HEADERS, field(":status", "200"));
  private static final String CLOSING = "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n";
  private static final String OLD = "GET / HTTP/1.0\r\nHost: shop\r\n\r\n";
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir Path folder;
  private RawHttp2App app;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    app = new RawHttp2App();
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    app.close();
  }

  private void open(InetSocketAddress upstream, String protocol) throws Exception {
    gateway = TestGateway.before(folder, upstream, protocol);
  }

  private String ask(String request) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request);
      return client.readToEnd();
    }
  }

  private boolean isReset(String request) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request);
      return client.isReset();
    }
  }

  @Test
  void answerThatIsCutOffDoesNotLookWholeToAClientThatCloses() throws Exception {
    open(app.address(), "h2c");
    app.answerWith(HEAD + data(0, "ok") + reset(2));

    assertThat(ask(CLOSING)).doesNotEndWith("\r\n0\r\n\r\n").contains("ransfer-");
    gateway.await("shop", "\"users\":0");
  }

  @Test
  void wholeAnswerHasAnEndForAClientThatCloses() throws Exception {
    open(app.address(), "h2c");
    app.answerWith(HEAD + data(0, "ok") + headers(END_STREAM | END_HEADERS, field("x-sum", "1")));

    assertThat(ask(CLOSING))
        .containsIgnoringCase("\r\nconnection: close\r\n")
        .endsWith("\r\n\r\n02\r\nok\r\n0\r\nx-sum: 1\r\n\r\n");
  }

  @Test
  void answerThatIsCutOffDoesNotLookWholeToAClientOfHttp10() throws Exception {
    open(app.address(), "h2c");
    app.answerWith(HEAD + data(0, "ok") + reset(2));

    assertThat(isReset(OLD)).isTrue();
    gateway.await("shop", "\"users\":0");
  }

  @Test
  void wholeAnswerEndsInGoodOrderForAClientOfHttp10() throws Exception {
    open(app.address(), "h2c");
    app.answerWith(HEAD + data(END_STREAM, "ok"));

    assertThat(isReset(OLD)).isFalse();
    assertThat(ask(OLD)).endsWith("\r\n\r\nok").doesNotContainIgnoringCase("chunked");
  }

  @Test
  void largeAnswerReachesASlowClientOfHttp10Whole() throws Exception {
    open(app.address(), "h2c");
    app.answerWith(HEAD + data(0, "a".repeat(16_000)).repeat(4) + data(END_STREAM, "end"));
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(OLD);
      gateway.await("shop", "\"users\":0");

      assertThat(client.isReset()).isFalse();
      assertThat(client.heard()).endsWith("\r\n\r\n" + "a".repeat(64_000) + "end");
    }
  }

  @Test
  void chunksThatAreCutOffDoNotLookWholeToAClientOfHttp10() throws Exception {
    try (RawServer chunked = serving(CHUNKED + "2\r\nok\r\n")) {
      open(chunked.address(), "http1");

      assertThat(isReset(OLD)).isTrue();
      assertThat(ask(CLOSING)).doesNotEndWith("\r\n0\r\n\r\n").contains("ransfer-");
    }
  }

  @Test
  void chunksReachAClientOfHttp10WithoutTheirFrames() throws Exception {
    try (RawServer chunked = serving(CHUNKED + "2\r\nok\r\n0\r\n\r\n")) {
      open(chunked.address(), "http1");

      assertThat(isReset(OLD)).isFalse();
      assertThat(ask(OLD)).endsWith("\r\n\r\nok").doesNotContainIgnoringCase("chunked");
      assertThat(ask(CLOSING)).endsWith("\r\n\r\n02\r\nok\r\n0\r\n\r\n");
    }
  }

  private static RawServer serving(String answer) throws Exception {
    return RawServer.open(socket -> {
      RawServer.head(socket);
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    });
  }
}
