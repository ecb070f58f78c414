package dev.ostler.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.abuse.Disturbances.Of;
import org.junit.jupiter.api.Test;

class DisturbancesTest {
  private final Disturbances disturbances = new Disturbances();

  @Test
  void visitIsExcusedByWhatHappenedDuringIt() {
    long before = System.nanoTime();
    disturbances.begin(Of.APP).close();
    long after = System.nanoTime();

    assertThat(disturbances.met(Of.APP, before, after)).isTrue();
    assertThat(disturbances.met(Of.GATEWAY, before, after)).isFalse();
    assertThat(disturbances.met(Of.APP, before - 2, before - 1)).isFalse();
    assertThat(disturbances.met(Of.APP, after + 1, after + 2)).isFalse();
  }

  @Test
  void whatIsNotOverExcusesAllThatComes() {
    try (Disturbances.Disturbance _ = disturbances.begin(Of.GATEWAY)) {
      assertThat(disturbances.met(Of.GATEWAY, System.nanoTime(), Long.MAX_VALUE)).isTrue();
    }
  }
}
