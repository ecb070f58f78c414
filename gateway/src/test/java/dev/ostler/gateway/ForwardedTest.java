package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom apps are told that a request comes from. */
class ForwardedTest {
  @TempDir Path folder;

  private String seen(String more, String headers) throws Exception {
    try (RawOrigin origin = new RawOrigin();
        TestGateway gateway =
            TestGateway.of(
                folder,
                true,
                TestGateway.HEAD
                    + more
                    + "apps:\n"
                    + TestGateway.app("shop", origin.address(), ""));
        RawClient client = new RawClient(gateway.port())) {
      client.send("GET / HTTP/1.1\r\nHost: shop:81\r\n" + headers + "\r\n");
      client.readUntil("ok");
      return origin.received();
    }
  }

  @Test
  void strangersAreNotBelieved() throws Exception {
    String headers =
        """
        X-Forwarded-For: 6.6.6.6\r
        X-Forwarded-Proto: https\r
        X-Real-IP: 6.6.6.6\r
        Forwarded: for=6.6.6.6\r
        """;

    assertThat(seen("", headers))
        .contains(
            "Host: shop:81\r\n",
            "X-Forwarded-For: 127.0.0.1\r\n",
            "X-Forwarded-Proto: http\r\n",
            "X-Forwarded-Port: 81\r\n",
            "X-Forwarded-Host: shop:81\r\n",
            "Forwarded: for=127.0.0.1;host=\"shop:81\";proto=http\r\n")
        .doesNotContain("6.6.6.6", "https");
  }

  @Test
  void whatTrustedProxiesSayIsPassedOnAndAddedTo() throws Exception {
    String headers =
        """
        X-Forwarded-For: 9.9.9.9\r
        X-Forwarded-Proto: https\r
        Forwarded: for=9.9.9.9;proto=https\r
        """;

    assertThat(seen("trust: [10.0.0.0/8, 127.0.0.0/8]\n", headers))
        .contains(
            "X-Forwarded-For: 9.9.9.9,127.0.0.1\r\n",
            "X-Forwarded-Proto: https\r\n",
            "Forwarded: for=9.9.9.9;proto=https, for=127.0.0.1;host=\"shop:81\";proto=http\r\n");
  }

  @Test
  void lineThatATrustedProxyAddsIsNotLostBehindThatOfItsClient() throws Exception {
    String headers = "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 9.9.9.9\r\n";

    assertThat(seen("trust: 127.0.0.1\n", headers))
        .contains("X-Forwarded-For: 6.6.6.6, 9.9.9.9,127.0.0.1\r\n");
    assertThat(seen("", headers)).contains("X-Forwarded-For: 127.0.0.1\r\n");
  }

  @Test
  void trustedProxyThatDoesNotSayForwardedIsNotContradictedByIt() throws Exception {
    assertThat(seen("trust: 127.0.0.1\n", "X-Forwarded-For: 9.9.9.9\r\n"))
        .contains("X-Forwarded-For: 9.9.9.9,127.0.0.1\r\n")
        .doesNotContain("\r\nForwarded:");
  }

  private static boolean covers(String network, String address) throws Exception {
    return Trust.Network.parse(network).contains(InetAddress.getByName(address));
  }

  @Test
  void networksAreComparedByTheirFirstBits() throws Exception {
    assertThat(covers("10.0.0.0/8", "10.255.0.1")).isTrue();
    assertThat(covers("10.0.0.0/8", "11.0.0.1")).isFalse();
    assertThat(covers("192.168.4.0/22", "192.168.7.255")).isTrue();
    assertThat(covers("192.168.4.0/22", "192.168.8.0")).isFalse();
    assertThat(covers("fd00::/8", "fdff::1")).isTrue();
    assertThat(covers("fd00::/8", "10.0.0.1")).isFalse();
    assertThat(covers("0.0.0.0/0", "8.8.8.8")).isTrue();
  }

  @Test
  void networkThatIsNoneIsRefused() {
    for (String text : new String[] {"example.org", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/-1"}) {
      assertThatThrownBy(() -> Trust.Network.parse(text))
          .hasMessage("found '" + text + "', expected a network such as 10.0.0.0/8");
    }
  }
}
