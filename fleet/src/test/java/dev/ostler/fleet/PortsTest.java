package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsTest {
  @ParameterizedTest
  @CsvSource({
    "80, 80/tcp",
    "8080:80, 8080:80/tcp",
    "53:53/udp, 53:53/udp",
    "127.0.0.1:8080:80, 127.0.0.1:8080:80/tcp",
    "127.0.0.1::80, 127.0.0.1::80/tcp",
    "[::1]:8080:80, [::1]:8080:80/tcp",
    "80-82, 80/tcp 81/tcp 82/tcp",
    "8000-8001:80-81, 8000:80/tcp 8001:81/tcp",
    "8000-8000:80, 8000:80/tcp",
    "10.0.0.1:7000-7001:1-2/udp, 10.0.0.1:7000:1/udp 10.0.0.1:7001:2/udp",
    "[::1]:7000-7001:1-2, [::1]:7000:1/tcp [::1]:7001:2/tcp",
    "127.0.0.1::80-81, 127.0.0.1::80/tcp 127.0.0.1::81/tcp"
  })
  void rangeIsAllOfItsPorts(String text, String ports) {
    assertThat(Ports.parse(text).stream().map(Ports::text)).containsExactly(ports.split(" ", -1));
  }

  @Test
  void wholeRangeOfAHostIsTaken() {
    assertThat(Ports.parse("1-65535:1-65535")).hasSize(65535);
    assertThat(Ports.clashes(Ports.parse("1-65535:1-65535"), Ports.parse("1-65535:1-65535")))
        .hasSize(65535);
  }

  @Test
  void portsOfDifferentAddressesOrProtocolsDoNotClash() {
    assertThat(Ports.clashes(Ports.parse("10.0.0.1:80:80"), Ports.parse("10.0.0.2:80:80")))
        .isEmpty();
    assertThat(Ports.clashes(Ports.parse("80:80"), Ports.parse("80:80/udp"))).isEmpty();
    assertThat(Ports.clashes(Ports.parse("80"), Ports.parse("80"))).isEmpty();
    assertThat(Ports.clashes(Ports.parse("10.0.0.1:80:80"), Ports.parse("0.0.0.0:80:1")))
        .containsExactly(80);
  }

  @Test
  void neighboursAreOneRangeInWords() {
    assertThat(Ports.words(new TreeSet<>(List.of(80)))).isEqualTo("port 80");
    assertThat(Ports.words(new TreeSet<>(List.of(80, 443)))).isEqualTo("ports 80, 443");
    assertThat(Ports.words(new TreeSet<>(List.of(80, 81, 82, 443)))).isEqualTo("ports 80-82, 443");
  }
}
