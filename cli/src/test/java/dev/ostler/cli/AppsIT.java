package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that talk to a gateway, before whatever answers in its place. */
@SuppressWarnings("NullAway.Init")
class AppsIT {
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** Has the next request answered so, and its connection closed. */
  private void answer(String head, String body) {
    Thread.ofVirtual().start(() -> answerOne(head, body));
  }

  private void answerOne(String head, String body) {
    try (Socket client = server.accept()) {
      StringBuilder request = new StringBuilder();
      while (request.indexOf("\r\n\r\n") < 0) {
        request.append((char) client.getInputStream().read());
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String lines = head + "\nContent-Length: " + bytes.length + "\nConnection: close\n\n";
      client.getOutputStream().write(lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().write(bytes);
    } catch (IOException gone) {
      // the command says so
    }
  }

  private Result ostler(String... words) {
    return OstlerCommand.of(words).with("OSTLER_GATEWAY", address()).run();
  }

  private String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  static Stream<Arguments> strangers() {
    return Stream.of(
        arguments(
            "HTTP/1.1 502 Bad Gateway\nContent-Type: text/html; charset=utf-8",
            "<html>\n<h1>502 Bad Gateway</h1>\n</html>\n",
            "status 502, text/html"),
        arguments("HTTP/1.1 502 Bad Gateway", "", "status 502"),
        arguments("HTTP/1.1 503 Busy\nContent-Type: text/plain", "", "status 503, text/plain"),
        arguments("HTTP/1.1 500 \nContent-Type: text/plain", "\n", "status 500, text/plain"),
        arguments("HTTP/1.1 200 OK\nContent-Type: text/html", "<html>", "status 200, text/html"),
        arguments("HTTP/1.1 200 OK\nContent-Type: text/plain", "", "status 200, text/plain"),
        arguments("HTTP/1.1 204 No Content", "", "status 204"),
        arguments(
            "HTTP/1.1 302 Found\nLocation: /login\nContent-Type: text/plain",
            "elsewhere",
            "status 302, text/plain"),
        arguments(
            "HTTP/1.1 404 Not Found\nContent-Type: application/problem+json",
            "{\"detail\":\"no app answers to this host\"}",
            "status 404, application/problem+json"));
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void whatIsNoGatewayIsAGatewayThatCannotBeReached(String head, String body, String seen) {
    answer(head, body);

    assertThat(ostler("wake", "shop"))
        .isEqualTo(
            new Result(
                69,
                "",
                "ostler: cannot reach the gateway at "
                    + address()
                    + ": something else answers there ("
                    + seen
                    + "); its 'admin' says where it listens: give that by --gateway or"
                    + " OSTLER_GATEWAY\n"));
  }

  @Test
  void whatIsNoJsonIsNoAnswerToAProgram() {
    answer("HTTP/1.1 200 OK\nContent-Type: text/plain", "shop rests");

    assertThat(ostler("apps", "--output=json").status()).isEqualTo(69);
  }

  @Test
  void whatSpeaksNoHttpIsAGatewayThatCannotBeReached() {
    answer("SSH-2.0-OpenSSH_9.6\u001b[2J", "");
    Result result = ostler("apps");

    assertThat(result.status()).isEqualTo(69);
    assertThat(result.errors())
        .startsWith("ostler: cannot reach the gateway at " + address() + ": ")
        .doesNotContain("\u001b");
  }

  @Test
  void answerSteersNoTerminal() {
    answer("HTTP/1.1 200 OK\nContent-Type: text/plain", "shop failed\n  | \u001b[2J\tdown\u009b");

    assertThat(ostler("explain", "shop"))
        .isEqualTo(new Result(0, "shop failed\n  | ?[2J down?\n", ""));
  }

  @Test
  void refusalIsOneLineThatSteersNoTerminal() {
    answer("HTTP/1.1 503 Busy\nContent-Type: text/plain", "its engine says\n\u001b[31mno");

    assertThat(ostler("idle", "shop"))
        .isEqualTo(new Result(1, "", "ostler: cannot idle shop: its engine says??[31mno\n"));
  }

  @Test
  void tokenOfSeveralLinesIsNotSent() {
    assertThat(OstlerCommand.of("apps").with("OSTLER_GATEWAY_TOKEN", "a\nb").run())
        .isEqualTo(
            new Result(
                64,
                "",
                "ostler: cannot send the token of OSTLER_GATEWAY_TOKEN: it has a line break or"
                    + " another character that no token has; expected one line\n"));
  }
}
