package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lives of workloads by chance; a failure names its seed. */
class MachineWorldTest {
  private static final int LIVES = 20_000;
  private static final int MOMENTS = 60;

  @Test
  void everyLifeKeepsTheRulesAndEndsWithTheRightStatus() {
    List<Policy> policies = Policies.all();
    for (int seed = 0; seed < LIVES; seed++) {
      World world = new World(new Random(seed), policies.get(seed % policies.size()));

      OptionalInt status = world.live(MOMENTS);

      assertThat(status).as("seed %d ends: %s", seed, world).isPresent();
      assertThat(status).as("seed %d: %s", seed, world).hasValue(world.expectedStatus());
    }
  }
}
