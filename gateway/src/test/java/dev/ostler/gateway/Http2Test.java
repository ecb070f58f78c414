package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 on both sides of the gateway, as gRPC uses it. */
@SuppressWarnings("NullAway.Init")
class Http2Test {
  @TempDir Path folder;
  private Undertow upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() {
    upstream =
        Undertow.builder()
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .addHttpListener(0, "127.0.0.1", new BlockingHandler(Http2Test::call))
            .build();
    upstream.start();
  }

  /** Answers as a gRPC server does: whether the call went well is said at the very end. */
  private static void call(HttpServerExchange exchange) throws IOException {
    byte[] body = exchange.getInputStream().readAllBytes();
    HeaderMap trailers = new HeaderMap();
    trailers.put(new HttpString("grpc-status"), "0");
    trailers.put(
        new HttpString("seen"),
        exchange.getProtocol() + " te=" + exchange.getRequestHeaders().getFirst(Headers.TE));
    exchange.putAttachment(HttpAttachments.RESPONSE_TRAILERS, trailers);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/grpc");
    exchange.getOutputStream().flush(); // its length is not known yet
    exchange.getOutputStream().write(body);
    exchange.getOutputStream().flush();
  }

  private void before(String protocol) throws Exception {
    InetSocketAddress address =
        (InetSocketAddress) upstream.getListenerInfo().getFirst().getAddress();
    String settings = "protocol: " + protocol;
    gateway = TestGateway.of(folder, true, TestGateway.shop(address, settings));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.stop();
  }

  private String curl(String... more) {
    String[] command = {
      "curl",
      "-sS",
      "-i",
      "--max-time",
      "30",
      "-H",
      "TE: trailers",
      "--data-binary",
      "hello",
      "http://127.0.0.1:" + gateway.port() + "/Service/Call"
    };
    String[] whole = new String[command.length + more.length];
    System.arraycopy(command, 0, whole, 0, command.length);
    System.arraycopy(more, 0, whole, command.length, more.length);
    return Tool.run(whole).replace("\r", "");
  }

  @Test
  @Needs(RealPart.CURL)
  void callOfGrpcWakesAndItsTrailersArrive() throws Exception {
    before("h2c");
    String answer = curl("--http2-prior-knowledge");

    assertThat(answer).startsWith("HTTP/2 200");
    assertThat(answer).contains("\n\nhello", "grpc-status: 0", "seen: HTTP/2.0 te=trailers");
    assertThat(gateway.workload("shop").asked).containsExactly("wake");
  }

  @Test
  @Needs(RealPart.CURL)
  void clientOfHttp2ReachesAnAppOfHttp1AndTheOtherWayRound() throws Exception {
    before("http1");
    assertThat(curl("--http2-prior-knowledge")).startsWith("HTTP/2 200").contains("\n\nhello");
    gateway.close();
    before("h2c");

    assertThat(curl("--http1.1")).startsWith("HTTP/1.1 200").contains("hello");
  }

  @Test
  void clientThatUpgradesReachesTheApp() throws Exception {
    before("h2c");
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = gateway.to("/").version(HttpClient.Version.HTTP_2).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }
}
