package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HostLocksTest {
  @Test
  void waitForALockIsMeasuredByTheTimeThatPassesAndNotByTheClock() throws Exception {
    FakeHost host = new FakeHost();
    assertThat(
            host.lock(
                HostLocks.nameFor("f"),
                new LockHolder("elsewhere/1//x", "anna@elsewhere", Instant.now())))
        .isEmpty();
    World.FakePatience patience = new World.FakePatience();
    try (HostLocks locks = new HostLocks("f", Duration.ofMinutes(30), patience, _ -> {})) {

      assertThatThrownBy(() -> locks.take(new TreeMap<>(Map.of("here", host))))
          .isInstanceOfSatisfying(
              FleetException.class,
              e -> assertThat(e.kind()).isEqualTo(FleetException.Kind.LOCKED));

      assertThat(Duration.ofNanos(patience.nanos())).isEqualTo(Duration.ofMinutes(30));
    }
  }
}
