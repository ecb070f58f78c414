package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gateway that changes nothing. */
class DryRunTest {
  private final FakeWorkload real =
      new FakeWorkload(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), true);
  private final List<String> log = new ArrayList<>();
  private final List<Observation> told = new ArrayList<>();
  private final DryRun dry = new DryRun(real, log::add);

  @Test
  void whatWouldRestIsSaidToRestAndToRunAgainWhenItWouldBeWoken() throws Exception {
    real.run();
    Observation runs = real.observe();
    try (AutoCloseable _ = dry.follow(told::add)) {
      dry.rest();
      assertThat(dry.observe()).isEqualTo(new Observation.Resting());
      dry.wake();
    }

    assertThat(dry.observe()).isEqualTo(runs);
    assertThat(told).containsExactly(runs, new Observation.Resting(), runs);
    assertThat(log).isEmpty();
    assertThat(real.asked).isEmpty();
  }

  @Test
  void whatRestsInTruthCannotBeWoken() {
    assertThatThrownBy(dry::wake)
        .isInstanceOf(WorkloadException.class)
        .hasMessage("cannot wake fake: nothing is changed in a dry run, and it rests");
    assertThat(real.asked).isEmpty();
  }
}
