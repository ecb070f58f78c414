package dev.ostler.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Repeated measurements of one thing, all in the same unit. At least one. */
final class Samples {
  private final double[] sorted;

  private Samples(double[] sorted) {
    if (sorted.length == 0) {
      throw new IllegalArgumentException("samples must not be empty");
    }
    this.sorted = sorted;
  }

  static Samples of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  static Samples of(List<Double> values) {
    return of(values.stream().mapToDouble(value -> value).toArray());
  }

  int count() {
    return sorted.length;
  }

  double min() {
    return sorted[0];
  }

  double max() {
    return sorted[sorted.length - 1];
  }

  /** The middle value; the mean of the two middle ones if the count is even. */
  double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The smallest value that at least this share of all values do not exceed (nearest rank).
   *
   * @param percent above 0, at most 100
   */
  double percentile(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent must be above 0 and at most 100, got " + percent);
    }
    return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
  }
}
