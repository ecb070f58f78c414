package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two parsers might understand differently, byte by byte. */
@SuppressWarnings("NullAway.Init")
class MalformedRequestTest {
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: shop\r\n\r\n";
  private static final String GET = "GET / HTTP/1.1\r\nHost: shop\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: shop\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  @TempDir Path folder;
  private RawOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    origin = new RawOrigin();
    gateway = TestGateway.of(folder, true, TestGateway.shop(origin.address(), "ready: none"));
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    origin.close();
  }

  static Stream<String> refused() {
    return Stream.of(
        "GET / HTTP/1.1\r\n Host: shop\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: shop\r\r\r\n",
        GET + "X: a\r\r\r" + SMUGGLED,
        "GET / HTTP/1.1\nHost: shop\n\n",
        "GET  / HTTP/1.1\r\nHost: shop\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: shop\r\n\r\n",
        "G@T / HTTP/1.1\r\nHost: shop\r\n\r\n",
        "get / http/1.1\r\nHost: shop\r\n\r\n",
        "GET / HTTX/1.1\r\nHost: shop\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: shop\r\n\r\n",
        "GET /?a=%4 HTTP/1.1\r\nHost: shop\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: shop:80:80\r\n\r\n",
        "CONNECT shop:80 HTTP/1.1\r\nHost: shop:80\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: shop\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: shop\r\n\r\n",
        "GET /a#b HTTP/1.1\r\nHost: shop\r\n\r\n",
        "GET /a\0b HTTP/1.1\r\nHost: shop\r\n\r\n",
        "GET /a\tb HTTP/1.1\r\nHost: shop\r\n\r\n",
        "GET /?a\177b HTTP/1.1\r\nHost: shop\r\n\r\n",
        "GET http://evil/x HTTP/1.1\r\nHost: shop\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: shop\r\nHost: evil\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: shop, evil\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: shop/evil\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a@shop\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nX: y\r\n\r\n",
        GET + "X Y: z\r\n\r\n",
        GET + ": x\r\n\r\n",
        GET + "X: a\0b\r\n\r\n",
        GET + "X: a\rb\r\n\r\n",
        GET + "X: \177\r\n\r\n",
        GET + "Transfer-Encoding:\r\n\r\n",
        POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: \013chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST
            + "Transfer-Encoding: chunked\r\ntransfer-encoding: CHUNKED\r\n\r\n0\r\n\r\n"
            + SMUGGLED,
        POST
            + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"
            + SMUGGLED,
        POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: chunked,chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        "POST / HTTP/1.0\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
        POST + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
        POST + "Content-Length: 4, 4\r\n\r\nabcd",
        POST + "Content-Length: -1\r\n\r\n",
        POST + "Content-Length: +4\r\n\r\nabcd",
        POST + "Content-Length: 0x4\r\n\r\nabcd",
        POST + "Content-Length: 99999999999999999999\r\n\r\nabcd");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatMightBeUnderstoodInTwoWaysIsRefusedAndEndsTheConnection(String request)
      throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request);
      String answer = client.readToEnd();

      assertThat(answer).matches("(?s)HTTP/1\\.[01] (400|501|505) .*");
      assertThat(answer.split("HTTP/1\\.[01] [0-9]", -1)).hasSize(2);
      assertThat(origin.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x2\r\nab", "-1\r\nab", "FFFFFFFFFFFFFFFFF2\r\nab", "\r\nab", "g\r\nab"})
  void bodyInChunksWithoutAProperSizeEndsTheConnectionAndNothingOfItIsARequest(String chunk)
      throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(CHUNKED + chunk + "\r\n0\r\n\r\n" + SMUGGLED);

      assertThat(client.readToEnd()).doesNotContain("200 OK");
      assertThat(origin.received()).doesNotContain("smuggled");
    }
    gateway.await("shop", "\"users\":0"); // or it would never rest
  }

  private static final String OWN =
      "(X-Forwarded-(Proto|Port|For|Server|Host)|Forwarded|Host|Connection): [^\r\n]*\r\n";

  static Stream<Arguments> understood() {
    return Stream.of(
        arguments(GET + "X: a\r\n b\r\n\r\n", "GET / HTTP/1.1\r\nX: a b\r\n\r\n"),
        arguments(
            CHUNKED + "5;e=1\nhello\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n05\r\nhello\r\n0\r\n\r\n"),
        arguments(
            CHUNKED
                + "2;\nxx\r\n"
                + "%02x".formatted(SMUGGLED.length())
                + "\r\n"
                + SMUGGLED
                + "\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n02\r\nxx\r\n"
                + "%02x\r\n".formatted(SMUGGLED.length())
                + SMUGGLED
                + "\r\n0\r\n\r\n"),
        arguments(
            GET + "Content-Length: " + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED,
            "GET / HTTP/1.1\r\nContent-Length: " + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED),
        arguments("GET http://shop/x HTTP/1.1\r\nHost: shop\r\n\r\n", "GET /x HTTP/1.1\r\n\r\n"),
        arguments(
            GET
                + "X_Forwarded_For: 6.6.6.6\r\nContent_Length: 3\r\nTransfer_Encoding: chunked\r\n"
                + "x_real-ip: 6.6.6.6\r\nMy_Own: 1\r\n\r\n",
            "GET / HTTP/1.1\r\nMy_Own: 1\r\n\r\n"),
        arguments(
            GET
                + "Connection: close, X-Secret, Content-Length\r\nX-Secret: 1\r\nKeep-Alive: 5\r\n"
                + "Proxy-Authorization: x\r\nTE: gzip\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n"),
        arguments(
            GET
                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings:"
                + " AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n"),
        arguments(GET + "Connection: Upgrade\r\nUpgrade: other\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"),
        arguments(
            "GET /a|b?c={d}^`\"<\u00e9> HTTP/1.1\r\nHost: shop\r\n\r\n",
            "GET /a|b?c={d}^`\"<\u00e9> HTTP/1.1\r\n\r\n"),
        arguments(
            "GET /a/%2e%2e/../x%2Fy//z;p=%41?a=%00 HTTP/1.1\r\nHost: shop\r\n\r\n",
            "GET /a/%2e%2e/../x%2Fy//z;p=%41?a=%00 HTTP/1.1\r\n\r\n"),
        arguments("GET / HTTP/1.2\r\nHost: shop\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"),
        arguments("OPTIONS * HTTP/1.1\r\nHost: shop\r\n\r\n", "OPTIONS * HTTP/1.1\r\n\r\n"),
        arguments(
            CHUNKED
                + lines(
                    "2",
                    "ab",
                    "0",
                    "X-Sum: 1",
                    "Content-Length: 7",
                    "Host: evil",
                    "X-Forwarded-For: 6.6.6.6",
                    "Transfer_Encoding: x",
                    ""),
            lines(
                "POST / HTTP/1.1",
                "Transfer-Encoding: chunked",
                "",
                "02",
                "ab",
                "0",
                "X-Sum: 1",
                "")));
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  @ParameterizedTest
  @MethodSource("understood")
  void whatIsUnderstoodReachesTheAppInTheOneFormThatHasOneMeaning(String request, String seen)
      throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request);
      client.readUntil("ok");

      assertThat(sorted(origin.received())).isEqualTo(sorted(seen));
    }
  }

  /** Without what the gateway says of itself; the order of headers does not matter. */
  private static String sorted(String request) {
    int end = request.indexOf("\r\n\r\n");
    String others = request.substring(0, end + 2).replaceAll(OWN, "");
    String head = others.lines().sorted().collect(Collectors.joining("\r\n"));
    return head + request.substring(end);
  }
}
