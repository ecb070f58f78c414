package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests with bytes that are changed, left out, doubled and put in by chance. */
@SuppressWarnings("NullAway.Init")
class RequestFuzzTest {
  /** How many; more on request. */
  private static final int REQUESTS = Integer.getInteger("ostler.fuzz", 400);

  private static final long SEED = Long.getLong("ostler.seed", 3);
  private static final int PATIENCE_MILLIS = 30_000;

  private static final List<String> GOOD =
      List.of(
          lines("GET /a?b=c HTTP/1.1", "Host: shop", "Accept: */*", "Cookie: a=b; c=d", "", ""),
          lines("POST / HTTP/1.1", "Host: shop", "Content-Length: 5", "", "hello"),
          lines("POST / HTTP/1.1", "Host: shop", "Transfer-Encoding: chunked", "", "5;a=b", "hello")
              + lines("", "0", "X-Sum: 1", "", ""),
          lines("GET / HTTP/1.1", "Host: shop", "Connection: Upgrade", "Upgrade: websocket")
              + lines(
                  "", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==")
              + lines("", "", ""),
          lines("GET / HTTP/1.1", "Host: shop", "Connection: Upgrade, HTTP2-Settings")
              + lines("", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA", "", ""),
          lines("PRI * HTTP/2.0", "", "SM", "", "") + "\0\0\6\4\0\0\0\0\0\0\3\0\0\0\144");

  /**
   * What a head that an app may see looks like: nothing that two parsers might read in two ways.
   */
  static final Pattern CLEAN =
      Pattern.compile(
          "[A-Z!#$%&'*+.^_`|~0-9a-z-]+ [^\\x00-\\x20\\x7f]+ HTTP/1\\.1"
              + "(\r\n[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?[^\\x00-\\x08\\x0a-\\x1f\\x7f]*)*");

  @TempDir Path folder;
  private RawOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    origin = new RawOrigin();
    gateway = TestGateway.before(folder, origin.address());
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    origin.close();
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }

  /** Says something and nothing more; returns what comes back until the gateway hangs up. */
  private String say(String text) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      socket.getInputStream().transferTo(heard);
    } catch (SocketException reset) {
      // what was sent after the end is answered so
    }
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  /** Settings for HTTP/2 that are no Base64 the server takes as a failure of its own. */
  private static boolean isFailure(String said, String heard) {
    return heard.contains("HTTP/1.1 500") && !said.contains("HTTP2-Settings");
  }

  @Test
  void whateverIsSaidTheGatewayHangsUpAndNothingUncleanReachesTheApp() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < REQUESTS; i++) {
      String said = Spice.put(random, GOOD.get(random.nextInt(GOOD.size())));
      String heard = say(said);
      assertThat(heard)
          .as("to request %d of seed %d: %s", i, SEED, said)
          .satisfies(text -> assertThat(isFailure(said, text)).isFalse());
    }

    gateway.await("shop", "\"users\":0");
    assertThat(gateway.get("/").statusCode()).isEqualTo(200);
    assertThat(origin.heads()).as("seed %d", SEED).isNotEmpty().allMatch(CLEAN.asMatchPredicate());
  }
}
