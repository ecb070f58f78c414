package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients ask for, which apps get byte for byte. */
@SuppressWarnings("NullAway.Init")
class TargetTest {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a",
        "/a?b",
        "/a?b?",
        "/a?b&?c=?d&?c=?d",
        "/a??",
        "/a??b",
        "/a??b&b",
        "/a??b=c&?b=c",
        "/a??=",
        "/a??&&",
        "/a???b",
        "/a????",
        "/a?%3Fb",
        "/a??%3Fb",
        "/a;b??c",
        "/a;b/c;d?e",
        "//a/../%2f??+b"
      })
  void targetComesAsItWasSent(String target) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send("GET " + target + " HTTP/1.1\r\nHost: shop\r\n\r\n");
      client.readUntil("ok");
    }

    assertThat(origin.received()).startsWith("GET " + target + " HTTP/1.1\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a?b&?c=?d",
        "/a??",
        "/a??b",
        "/a??b=c&?b=c",
        "/a???b",
        "/a??%3Fb",
        "/a;b??c",
        "//a/../%2f??+b"
      })
  void targetByHttp2ComesAsItWasSent(String target) throws Exception {
    try (RawHttp2 client = new RawHttp2(gateway.port())) {
      client.send(
          RawHttp2.headers(
              RawHttp2.END_HEADERS | RawHttp2.END_STREAM, RawHttp2.head("GET", target)));
      assertThat(client.answer().status()).isEqualTo(":status: 200");
    }

    assertThat(origin.received()).startsWith("GET " + target + " HTTP/1.1\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a?b", "/a??b", "/a???b", "/a????b"})
  void targetOfWhatIsUpgradedToHttp2ComesAsItWasSent(String target) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(
          "GET "
              + target
              + " HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade, HTTP2-Settings\r\n"
              + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n"
              + Frames.PREFACE);
      client.readUntil("ok");
    }

    assertThat(origin.received()).startsWith("GET " + target + " HTTP/1.1\r\n");
  }
}
