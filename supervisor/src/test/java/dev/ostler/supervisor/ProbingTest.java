package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ostler.supervisor.Probing.Purpose;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProbingTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void localhostIsBothOfItsAddresses() {
    Probe.Tcp probe = new Probe.Tcp("localhost", 80);

    assertThat(probe.addresses())
        .extracting(address -> address.getAddress().getHostAddress() + " " + address.getPort())
        .containsExactly("127.0.0.1 80", "0:0:0:0:0:0:0:1 80");
  }

  @Test
  void addressIsItself() {
    assertThat(HttpProbes.of(URI.create("http://[::1]:8080/x")).addresses())
        .extracting(address -> address.getAddress().getHostAddress() + " " + address.getPort())
        .containsExactly("0:0:0:0:0:0:0:1 8080");
    assertThat(HttpProbes.of(URI.create("http://10.0.0.7/")).addresses())
        .extracting(Object::toString)
        .containsExactly("/10.0.0.7:80");
  }

  @Test
  void nameIsRefusedWithAWayOut() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Probe.Tcp("db.example", 5432))
        .withMessage(
            "cannot probe 'db.example': only localhost and addresses are, for a name server that"
                + " fails must not make a process look dead; give an address such as 127.0.0.1, or"
                + " use exec");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://127.0.0.1/ | cannot probe this URL: only http is spoken; use exec with a client for anything else",
        "http:///x | cannot probe this URL: give it as http://ADDRESS:PORT/PATH; a password belongs into headers",
        "http://a:b@127.0.0.1/ | cannot probe this URL: give it as http://ADDRESS:PORT/PATH; a password belongs into headers",
        "http://127.0.0.1:0/ | a port must be 1 to 65535, got 0",
        "http://127.0.0.1:65536/ | a port must be 1 to 65535, got 65536"
      })
  void pageThatCannotBeAskedForIsRefused(String uri, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpProbes.of(URI.create(uri)))
        .withMessage(message);
  }

  @Test
  void requestIsOneThatAnyServerUnderstands() {
    Probe.Http probe =
        new Probe.Http(
            URI.create("http://127.0.0.1:8080/a%20b?c=d#e"),
            200,
            204,
            Map.of("Host", "shop.example"));

    assertThat(probe.request().split("\r\n", -1))
        .containsExactly(
            "GET /a%20b?c=d HTTP/1.1",
            "host: shop.example", "user-agent: ostler", "accept: */*", "connection: close", "", "");
    assertThat(HttpProbes.of(URI.create("http://127.0.0.1:80")).request())
        .startsWith("GET / HTTP/1.1\r\nhost: 127.0.0.1:80\r\n");
  }

  @Test
  void headerCannotSmuggleARequest() {
    URI uri = URI.create("http://127.0.0.1/");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Probe.Http(uri, 200, 399, Map.of("a", "b\r\nc: d")))
        .withMessage("cannot send the header 'a': a name is a word, a value one line of ASCII");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Probe.Http(uri, 200, 399, Map.of("a b", "c")))
        .withMessage("cannot send the header 'a b': a name is a word, a value one line of ASCII");
  }

  @Test
  void redirectsAreWellUnlessOtherwiseSaid() {
    Probe.Http usual = HttpProbes.of(URI.create("http://127.0.0.1/"));
    Probe.Http strict = new Probe.Http(usual.uri(), 200, 200, Map.of());

    assertThat(List.of(200, 301, 399, 400, 503))
        .filteredOn(usual::isWell)
        .containsExactly(200, 301, 399);
    assertThat(List.of(200, 204, 301)).filteredOn(strict::isWell).containsExactly(200);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Probe.Http(usual.uri(), 300, 200, Map.of()))
        .withMessage("status must be a range from 200 to 599, got 300 to 200");
  }

  private static Probing probing(
      Duration delay, Duration every, Duration timeout, int failures, int successes) {
    return new Probing(
        new Probe.Tcp("127.0.0.1", 80), Purpose.ALIVE, delay, every, timeout, failures, successes);
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> probing(SECOND.negated(), SECOND, SECOND, 1, 1))
        .withMessage("delay must not be negative, got PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> probing(SECOND, Duration.ZERO, SECOND, 1, 1))
        .withMessage("every must be positive, got PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> probing(SECOND, SECOND, Duration.ZERO, 1, 1))
        .withMessage("timeout must be positive, got PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> probing(SECOND, SECOND, SECOND, 0, 1))
        .withMessage("failures must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> probing(SECOND, SECOND, SECOND, 1, 0))
        .withMessage("successes must be at least 1, got 0");
  }

  private static List<Probe> lines() {
    return List.of(new Probe.LogLine("started"), new Probe.Newline(3));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void lineTellsNothingOfLife(Probe line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Probing(line, Purpose.ALIVE, SECOND, SECOND, SECOND, 1, 1))
        .withMessage(
            "cannot tell by a line whether a process is alive: use it for ready, or another probe"
                + " for alive");
  }
}
