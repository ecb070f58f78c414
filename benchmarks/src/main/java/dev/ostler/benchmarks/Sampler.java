package dev.ostler.benchmarks;

/** Makes one measurement after another of one contender. */
interface Sampler extends AutoCloseable {
  /** Returns one value for each figure of the row, in its unit; NaN where it takes no part. */
  double[] sample() throws Exception;

  @Override
  default void close() throws BenchmarkException {}
}
