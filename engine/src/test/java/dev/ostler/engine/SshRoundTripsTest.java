package dev.ostler.engine;

import static dev.ostler.engine.SshHost.WITHIN;
import static dev.ostler.engine.SshHost.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Relay;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often the line is gone through; the relay makes its length more than the rest. */
@Needs({RealPart.SSHD, RealPart.ROOT})
class SshRoundTripsTest {
  private static final Duration ROUND_TRIP = Duration.ofMillis(300);

  private final SshHost host = new SshHost(Map.of());
  private final Relay relay = Relay.to(host.server.port()).withRoundTrip(ROUND_TRIP);
  private final SshDialer dialer = new SshDialer(host.settings(relay.port()));

  @AfterEach
  void close() {
    dialer.close();
    relay.close();
    host.close();
  }

  @Test
  void streamOfALoginTakesOneAndItsAnswerAnother() throws Exception {
    dialer.dial(WITHIN).close();
    long start = System.nanoTime();

    try (Duplex stream = dialer.dial(WITHIN)) {
      assertThat(roundTrips(start)).isBetween(1.0, 1.9);
      ask(stream, "PING");
      assertThat(roundTrips(start)).isBetween(2.0, 2.9);
    }
  }

  /** Beside the TCP connection, which the relay takes at once. */
  @Test
  void loginTakesSevenAtMost() throws Exception {
    long start = System.nanoTime();

    dialer.dial(WITHIN).close();

    assertThat(roundTrips(start)).isBetween(5.0, 8.9);
  }

  private static double roundTrips(long start) {
    return (double) (System.nanoTime() - start) / ROUND_TRIP.toNanos();
  }
}
