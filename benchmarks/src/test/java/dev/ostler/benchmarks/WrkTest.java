package dev.ostler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrkTest {
  private static final String GOOD =
      """
      Running 5s test @ http://127.0.0.1:8080/
        2 threads and 64 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     1.20ms    1.01ms  20.11ms   91.00%
          Req/Sec    26.10k     2.20k   30.00k    70.00%
        259721 requests in 5.00s, 57.71MB read
      Requests/sec:  51932.42
      Transfer/sec:     11.54MB
      """;

  @Test
  void requestsAndTheirRateAreRead() throws Exception {
    assertThat(Wrk.parse(GOOD)).isEqualTo(new Wrk(259_721, 51_932.42, 0));
  }

  @Test
  void errorsOfConnectionsAndBadAnswersAreFailures() throws Exception {
    String bad =
        GOOD
            + "  Socket errors: connect 1, read 20, write 300, timeout 4000\n"
            + "  Non-2xx or 3xx responses: 50000\n";

    assertThat(Wrk.parse(bad).failures()).isEqualTo(54_321);
  }

  @Test
  void anythingElseIsToldAsItIs() {
    assertThatThrownBy(() -> Wrk.parse("unable to connect"))
        .isInstanceOf(BenchmarkException.class)
        .hasMessage("cannot understand wrk: unable to connect");
  }
}
