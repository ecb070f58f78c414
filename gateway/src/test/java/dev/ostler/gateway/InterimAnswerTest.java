package dev.ostler.gateway;

import static dev.ostler.gateway.RawHttp2.END_HEADERS;
import static dev.ostler.gateway.RawHttp2.END_STREAM;
import static dev.ostler.gateway.RawHttp2.data;
import static dev.ostler.gateway.RawHttp2.field;
import static dev.ostler.gateway.RawHttp2.head;
import static dev.ostler.gateway.RawHttp2.headers;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Apps that say something before their answer. */
@SuppressWarnings("NullAway.Init")
class InterimAnswerTest {
  private static final int WHOLE = END_STREAM | END_HEADERS;
  private static final String HINTS =
      headers(END_HEADERS, field(":status", "103") + field("link", "</a.css>"));
  private static final String GO_ON = headers(END_HEADERS, field(":status", "100"));
  private static final String OK = field(":status", "200");
  private static final String EARLY = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n";

  @TempDir Path folder;
  private TestGateway gateway;

  @AfterEach
  void close() {
    gateway.close();
  }

  private void open(InetSocketAddress app, String protocol) throws Exception {
    gateway = TestGateway.before(folder, app, protocol);
  }

  private static String request(String method) {
    return method + " / HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n\r\n";
  }

  static Stream<String> framed() {
    String body = headers(END_HEADERS, OK) + data(END_STREAM, "ok");
    String length = headers(END_HEADERS, OK + field("content-length", "2"));
    return Stream.of(
        HINTS + body,
        HINTS + HINTS + body,
        GO_ON + body,
        GO_ON + HINTS + GO_ON + body,
        HINTS + length + data(END_STREAM, "ok"),
        GO_ON + length + data(END_STREAM, "ok"),
        HINTS + headers(END_HEADERS, OK) + data(0, "ok") + headers(WHOLE, field("x-sum", "1")));
  }

  @ParameterizedTest
  @MethodSource("framed")
  void answerByHttp2BehindAnInterimOneIsServed(String frames) throws Exception {
    try (RawHttp2App app = new RawHttp2App()) {
      open(app.address(), "h2c");
      app.answerWith(frames);
      for (int piece : new int[] {1, Integer.MAX_VALUE}) {
        app.answerInPiecesOf(piece);
        for (String method : new String[] {"GET", "POST"}) {
          try (RawClient client = new RawClient(gateway.port())) {
            client.send(request(method));

            assertThat(client.readUntil("ok"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .doesNotContainIgnoringCase("a.css");
          }
        }
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
          client.send(headers(WHOLE, head("GET", "/")));
          RawHttp2.Answer answer = client.answer();

          assertThat(answer.end() + " " + answer.body()).isEqualTo("ended ok");
          assertThat(answer.status()).isEqualTo(":status: 200");
        }
      }
      gateway.await("shop", "\"users\":0");
    }
  }

  @Test
  void interimAnswerThatEndsItsStreamIsNoAnswer() throws Exception {
    try (RawHttp2App app = new RawHttp2App()) {
      open(app.address(), "h2c");
      app.answerWith(headers(WHOLE, field(":status", "103")));
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(request("POST"));

        assertThat(client.readUntil("\"}")).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
      }
      gateway.await("shop", "\"users\":0");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void answerByHttp1BehindInterimOnesIsServed(int count) throws Exception {
    try (RawOrigin app = new RawOrigin()) {
      open(app.address(), "http1");
      app.answerWith(EARLY.repeat(count) + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      try (RawClient client = new RawClient(gateway.port())) {
        for (String method : new String[] {"GET", "GET", "POST", "POST", "GET"}) {
          client.forget();
          client.send(request(method));

          assertThat(client.readUntil("ok"))
              .startsWith("HTTP/1.1 200 OK\r\n")
              .doesNotContain("a.css");
        }
      }
    }
  }

  /** An app of HTTP/1.1 that answers byte by byte, after the body if it is asked to go on. */
  private static void sayByteByByte(Socket socket, String answer) throws IOException {
    socket.setTcpNoDelay(true);
    String head = RawServer.head(socket);
    if (head.toLowerCase(Locale.ROOT).contains("100-continue")) {
      say(socket, EARLY + "HTTP/1.1 100 Continue\r\n\r\n" + EARLY);
      socket.getInputStream().readNBytes(4);
    }
    say(socket, answer);
  }

  private static void say(Socket socket, String text) throws IOException {
    for (byte next : text.getBytes(StandardCharsets.ISO_8859_1)) {
      socket.getOutputStream().write(next);
    }
  }

  @Test
  void interimAnswerThatComesByteByByteIsNotPassedOn() throws Exception {
    String answer = EARLY + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    try (RawServer app = RawServer.open(socket -> sayByteByByte(socket, answer))) {
      open(app.address(), "http1");
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(request("POST"));

        assertThat(client.readUntil("ok")).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("css");
      }
    }
  }

  @Test
  void clientOfHttp1IsToldToGoOnWhenTheAppSaysSo() throws Exception {
    String answer = EARLY + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    try (RawServer app = RawServer.open(socket -> sayByteByByte(socket, answer))) {
      open(app.address(), "http1");
      askToGoOn();
    }
  }

  private void askToGoOn() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(
          "POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue\r\n");
      client.forget();
      client.send("body");

      assertThat(client.readUntil("ok")).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("css");
    }
  }

  @Test
  void clientIsToldToGoOnWhenAnAppOfHttp2SaysSo() throws Exception {
    try (RawHttp2App app = new RawHttp2App()) {
      open(app.address(), "h2c");
      app.answerWith(HINTS + GO_ON + HINTS);
      app.answerToBodyWith(HINTS + headers(END_HEADERS, OK) + data(END_STREAM, "ok"));
      askToGoOn();
    }
  }

  @Test
  void webSocketIsOpenedBehindAnInterimAnswer() throws Exception {
    String answer =
        EARLY
            + "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
            + "HTTP/1.1 103 no more";
    try (RawOrigin app = new RawOrigin()) {
      open(app.address(), "http1");
      app.answerWith(answer);
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(
            "GET / HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");

        assertThat(client.readUntil("no more"))
            .startsWith("HTTP/1.1 101 ")
            .endsWith("\r\n\r\nHTTP/1.1 103 no more");
      }
    }
  }
}
