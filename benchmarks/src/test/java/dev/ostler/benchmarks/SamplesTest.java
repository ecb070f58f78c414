package dev.ostler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void medianOfAnOddCountIsTheMiddleValue() {
    assertThat(Samples.of(9, 1, 5).median()).isEqualTo(5);
  }

  @Test
  void medianOfAnEvenCountIsBetweenTheMiddleValues() {
    assertThat(Samples.of(4, 1, 2, 100).median()).isEqualTo(3);
  }

  @Test
  void percentileIsOneOfTheValues() {
    Samples samples = Samples.of(IntStream.rangeClosed(1, 1000).mapToObj(Double::valueOf).toList());

    assertThat(samples.percentile(99)).isEqualTo(990);
    assertThat(samples.percentile(100)).isEqualTo(1000);
    assertThat(samples.percentile(0.01)).isEqualTo(1);
  }

  @Test
  void oneSampleIsAllOfItsStatistics() {
    Samples samples = Samples.of(7);

    assertThat(samples.min()).isEqualTo(7);
    assertThat(samples.median()).isEqualTo(7);
    assertThat(samples.percentile(99)).isEqualTo(7);
    assertThat(samples.max()).isEqualTo(7);
    assertThat(samples.count()).isEqualTo(1);
  }

  @Test
  void nothingMeasuredIsRefused() {
    assertThatThrownBy(() -> Samples.of())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("samples must not be empty");
  }

  @Test
  void percentileOutsideItsRangeIsRefused() {
    assertThatThrownBy(() -> Samples.of(1).percentile(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("percent must be above 0 and at most 100, got 0.0");
  }
}
