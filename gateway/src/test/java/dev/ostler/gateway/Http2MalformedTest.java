package dev.ostler.gateway;

import static dev.ostler.gateway.RawHttp2.END_HEADERS;
import static dev.ostler.gateway.RawHttp2.END_STREAM;
import static dev.ostler.gateway.RawHttp2.continuation;
import static dev.ostler.gateway.RawHttp2.data;
import static dev.ostler.gateway.RawHttp2.field;
import static dev.ostler.gateway.RawHttp2.head;
import static dev.ostler.gateway.RawHttp2.headers;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of HTTP/2 that would be others in HTTP/1.1, byte by byte, before an app of HTTP/1.1. */
@SuppressWarnings("NullAway.Init")
class Http2MalformedTest {
  private static final int WHOLE = END_STREAM | END_HEADERS;
  private static final String SMUGGLED = "\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: shop";
  private static final String GET = head("GET", "/");
  private static final String POST = head("POST", "/");

  @TempDir Path folder;
  private RawOrigin origin;
  private TestGateway gateway;

  private void open(boolean obedient) throws Exception {
    origin = new RawOrigin();
    gateway =
        TestGateway.of(
            folder, obedient, TestGateway.shop(origin.address(), "ready: none\nidle: {after: 1h}"));
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    origin.close();
  }

  /** What comes back for a request of its own connection. */
  private RawHttp2.Answer ask(String frames) throws Exception {
    try (RawHttp2 client = new RawHttp2(gateway.port())) {
      client.send(frames);
      return client.answer();
    }
  }

  private static String pseudo(String method, String scheme, String path, String authority) {
    return field(":method", method)
        + field(":scheme", scheme)
        + field(":path", path)
        + field(":authority", authority);
  }

  static Stream<String> malformed() {
    return Stream.of(
        GET + field("x", "a" + SMUGGLED),
        GET + field("x", "a\r\nx-forwarded-for: 6.6.6.6"),
        GET + field("x", "a\nb: c"),
        GET + field("x", "a\rb: c"),
        GET + field("x", "a\0b"),
        GET + field("x", "a\1b"),
        GET + field("x", "a\177b"),
        GET + field("cookie", "a=b" + SMUGGLED),
        GET + field("user-agent", "kube-probe" + SMUGGLED),
        GET + field("x-forwarded-for:6.6.6.6,a", "b"),
        GET + field("x:", "b"),
        GET + field("x\r\ny", "b"),
        GET + field("x y", "b"),
        GET + field("x\0", "b"),
        GET + field("x\u00e9", "b"),
        GET + field("", "b"),
        GET + field("X-Upper", "b"),
        GET + field("connection", "x-forwarded-for"),
        GET + field("connection", "upgrade") + field("upgrade", "websocket"),
        GET + field("upgrade", "websocket"),
        GET + field("keep-alive", "timeout=5"),
        GET + field("proxy-connection", "keep-alive"),
        GET + field("transfer-encoding", "chunked"),
        GET + field("te", "gzip"),
        GET + field(":path", "/other"),
        GET + field("x", "y") + field(":path", "/other"),
        GET + field(":protocol", "websocket"),
        GET + field(":status", "200"),
        GET + field("content-length", "5"),
        field(":scheme", "http") + field(":path", "/") + field(":authority", "shop"),
        field(":method", "GET") + field(":path", "/") + field(":authority", "shop"),
        field(":method", "GET") + field(":scheme", "http") + field(":authority", "shop"),
        field(":method", "GET") + field(":scheme", "http") + field(":path", "/"),
        GET.replace(field(":method", "GET"), field(":method", "GET") + field(":method", "PUT")),
        pseudo("GET", "http", "", "shop"),
        pseudo("GET", "http", "smuggled", "shop"),
        pseudo("GET", "http", "*", "shop"),
        pseudo("GET", "http", "http://evil/", "shop"),
        pseudo("GET", "http", "/ HTTP/1.1" + SMUGGLED, "shop"),
        pseudo("GET", "http", "/\r\nx: y", "shop"),
        pseudo("GET", "http", "/?a\nb", "shop"),
        pseudo("GET", "http", "/a b", "shop"),
        pseudo("GET", "http", "/a#b", "shop"),
        pseudo("GET", "http", "/a\0b", "shop"),
        pseudo("GET /smuggled HTTP/1.1\r\nHost: shop\r\n\r\nGET", "http", "/", "shop"),
        pseudo("GET /", "http", "/", "shop"),
        pseudo("", "http", "/", "shop"),
        pseudo("CONNECT", "http", "/", "shop"),
        pseudo("TRACE", "http", "/", "shop"),
        pseudo("GET", "http\r\nx: y", "/", "shop"),
        pseudo("GET", "http", "/", "shop\r\nx: y"),
        pseudo("GET", "http", "/", "shop:80:80"),
        pseudo("GET", "http", "/", "a@shop"),
        pseudo("GET", "http", "/", "shop/x"),
        pseudo("GET", "http", "/", ""));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedHeadIsRefusedAndNothingOfItReachesTheApp(String block) throws Exception {
    open(true);
    RawHttp2.Answer answer = ask(headers(WHOLE, block));

    assertThat(answer.end() + " " + answer.status())
        .matches("ended :status: (400|501)|reset 1 .*|gone [0-9]+ .*|closed ");
    assertThat(origin.received()).isEmpty();
    assertThat(ask(headers(WHOLE, GET)).body()).isEqualTo("ok");
    assertThat(origin.requests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "+3", "0x3", "3 ", "3, 3", "99999999999999999999", "", "3\r\nx: y"})
  void lengthThatIsNoNumberIsRefused(String length) throws Exception {
    open(true);
    RawHttp2.Answer answer =
        ask(headers(END_HEADERS, POST + field("content-length", length)) + data(END_STREAM, "abc"));

    assertThat(answer.status()).isIn("", ":status: 400");
    assertThat(origin.received()).isEmpty();
  }

  static Stream<String> ofAnotherLength() {
    String five = headers(END_HEADERS, POST + field("content-length", "5"));
    return Stream.of(
        five + data(END_STREAM, "abc"),
        five + data(END_STREAM, ""),
        five + data(0, "abc") + headers(WHOLE, field("x-sum", "1")),
        five + data(END_STREAM, "abcdeGET /smuggled HTTP/1.1\r\nHost: shop\r\n\r\n"),
        five + data(0, "abcde") + data(END_STREAM, "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("ofAnotherLength")
  void bodyOfAnotherLengthThanItsHeadSaysIsNeverFollowedByAnotherRequest(String frames)
      throws Exception {
    open(true);
    ask(frames);
    assertThat(ask(headers(WHOLE, GET)).body()).isEqualTo("ok");

    assertThat(origin.received()).doesNotContain("smuggled");
    assertThat(origin.requests).filteredOn(request -> request.startsWith("GET / ")).hasSize(1);
    assertThat(origin.connections)
        .allSatisfy(bytes ->
            assertThat(bytes.toString(StandardCharsets.ISO_8859_1).split("HTTP/1\\.1\r\n", -1))
                .hasSizeLessThan(3));
  }

  static Stream<String> malformedTrailers() {
    return Stream.of(
        field("x", "a" + SMUGGLED),
        field("x", "a\nb: c"),
        field("x", "a\0b"),
        field("x\r\n\r\nGET /smuggled HTTP/1.1\r\nhost", "shop"),
        field("x-forwarded-for:6.6.6.6,a", "b"),
        field("x y", "b"),
        field(":path", "/smuggled"),
        field(":status", "200"));
  }

  @ParameterizedTest
  @MethodSource("malformedTrailers")
  void malformedTrailersEndTheRequestBeforeItIsWhole(String block) throws Exception {
    open(true);
    RawHttp2.Answer answer =
        ask(headers(END_HEADERS, POST) + data(0, "one") + headers(WHOLE, block));

    assertThat(answer.end() + " " + answer.status())
        .matches("ended :status: 400|reset [0-9]+ (:status: 400)?|gone [0-9]+ |closed ");
    assertThat(origin.requests).isEmpty();
    assertThat(origin.received()).doesNotContain("smuggled", "6.6.6.6", "\r\n0\r\n");
  }

  @Test
  void trailersReachTheAppWithoutWhatIsOnlyGoodInAHead() throws Exception {
    open(true);
    String trailers =
        field("x-sum", "1")
            + field("x-forwarded-for", "6.6.6.6")
            + field("content-length", "7")
            + field("host", "evil");
    RawHttp2.Answer answer =
        ask(headers(END_HEADERS, POST) + data(0, "one") + headers(WHOLE, trailers));

    assertThat(answer.body()).isEqualTo("ok");
    assertThat(origin.received()).endsWith("\r\n03\r\none\r\n0\r\nx-sum: 1\r\n\r\n");
  }

  @Test
  void trailersOfARequestThatWaitsDoNotBecomePartOfItsHead() throws Exception {
    open(false);
    try (RawHttp2 client = new RawHttp2(gateway.port())) {
      client.send(headers(END_HEADERS, GET));
      gateway.await("shop", "\"held\":1");
      client.send(headers(WHOLE, field("x-forwarded-for", "6.6.6.6") + field("host", "evil")));
      gateway.workload("shop").run();

      assertThat(client.answer().body()).isEqualTo("ok");
    }
    assertThat(origin.received()).doesNotContain("6.6.6.6", "evil");
  }

  @Test
  void appThatHangsUpIsNotAskedAgainWithTrailersInTheHead() throws Exception {
    open(true);
    origin.hangUpFirst();
    ask(headers(END_HEADERS, GET) + headers(WHOLE, field("x-forwarded-for", "6.6.6.6")));

    assertThat(origin.received()).doesNotContain("6.6.6.6");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, END_STREAM})
  void headThatDoesNotComeInOnePieceIsRefusedAtOnce(int flags) throws Exception {
    open(true);
    try (RawHttp2 client = new RawHttp2(gateway.port())) {
      client.send(headers(flags, POST));

      assertThat(client.answer().status()).isEqualTo(":status: 400");
      client.send(continuation(0, "").repeat(100_000));
      client.send(continuation(END_HEADERS, field("x-forwarded-for", "6.6.6.6" + SMUGGLED)));
    }
    gateway.await("shop", "\"users\":0");

    assertThat(origin.received()).isEmpty();
  }

  @Test
  void clientThatFloodsWithPartsOfAHeadIsHungUpOnAtOnce() throws Exception {
    open(true);
    try (RawHttp2 client = new RawHttp2(gateway.port())) {
      client.send(headers(0, POST));
      assertThat(client.answer().status()).isEqualTo(":status: 400");
      Thread flood = Thread.ofVirtual().start(() -> flood(client));

      assertThat(client.end()).matches("gone 11|closed");
      flood.join();
    }
    assertThat(origin.received()).isEmpty();
  }

  /** Ends when nobody listens any more. */
  private static void flood(RawHttp2 client) {
    try {
      while (true) {
        client.send(continuation(0, "").repeat(1_000));
      }
    } catch (IOException gone) {
      // the gateway hung up
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 100_000})
  void headOfOneLongFrameReachesTheApp(int piece) throws Exception {
    open(true);
    String frame = headers(WHOLE, GET + field("x-long", "a".repeat(18_000)));
    try (RawHttp2 client = new RawHttp2(gateway.port())) {
      for (int at = 0; at < frame.length(); at += Math.min(piece, frame.length() - at)) {
        client.send(frame.substring(at, at + Math.min(piece, frame.length() - at)));
      }
      assertThat(client.answer().body()).isEqualTo("ok");
    }
    assertThat(origin.received()).contains("a".repeat(18_000));
  }

  @Test
  void headInSeveralFramesReachesTheAppWhole() throws Exception {
    open(true);
    RawHttp2.Answer answer =
        ask(headers(END_STREAM, GET) + continuation(END_HEADERS, field("x-more", "1")));

    assertThat(answer.body()).isEqualTo("ok");
    assertThat(origin.received()).contains("\r\nx-more: 1\r\n");
  }

  @Test
  void headThatIsTooLongIsRefusedAtOnce() throws Exception {
    open(true);
    String half = field("x", "a".repeat(12_000));
    RawHttp2.Answer answer = ask(headers(END_STREAM, GET + half) + continuation(END_HEADERS, half));

    assertThat(answer.end()).matches("gone [0-9]+|closed");
    assertThat(origin.received()).isEmpty();
  }

  @Test
  void schemeOfAClientIsNotBelievedWithoutTls() throws Exception {
    open(true);
    ask(headers(WHOLE, pseudo("GET", "https", "/", "shop")));

    assertThat(origin.received()).contains("proto=http\r\n", "X-Forwarded-Proto: http\r\n");
  }

  @Test
  void authorityCountsRatherThanAHostBesideIt() throws Exception {
    open(true);
    ask(headers(WHOLE, GET + field("host", "evil")));

    assertThat(origin.received()).containsIgnoringCase("\r\nhost: shop\r\n").doesNotContain("evil");
  }

  @Test
  void answerHasNothingThatIsForAConnectionOfHttp1() throws Exception {
    open(true);
    origin.answerWith(
        """
        HTTP/1.1 200 OK
        Connection: x-secret
        X-Secret: 1
        Keep-Alive: timeout=5
        Proxy-Connection: keep-alive
        Upgrade: h2,h2c
        Transfer-Encoding: chunked
        X-Own: a

        2
        ok
        0
        X-Sum: 1

        """
            .replace("\n", "\r\n"));
    RawHttp2.Answer answer = ask(headers(WHOLE, GET));

    assertThat(answer.body()).isEqualTo("ok");
    assertThat(answer.fields())
        .contains(":status: 200", "x-own: a", "x-sum: 1")
        .noneMatch(field ->
            field.matches(
                "(?s)(connection|x-secret|keep-alive|proxy-connection|upgrade|transfer-encoding)"
                    + ":.*"));
  }
}
