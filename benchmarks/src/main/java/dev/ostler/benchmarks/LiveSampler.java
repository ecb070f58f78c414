package dev.ostler.benchmarks;

import org.jspecify.annotations.Nullable;

/** Measures one instance over and over. It is started before the first sample. */
final class LiveSampler implements Sampler {
  private final Starter starter;
  private final Measurement measurement;
  private @Nullable Instance instance;

  LiveSampler(Starter starter, Measurement measurement) {
    this.starter = starter;
    this.measurement = measurement;
  }

  /** Starts the instance and waits until it can be measured. */
  interface Starter {
    Instance start() throws Exception;
  }

  /** One sample. */
  interface Measurement {
    double[] sample(Instance instance) throws Exception;
  }

  @Override
  public double[] sample() throws Exception {
    if (instance == null) {
      instance = starter.start();
    }
    return measurement.sample(instance);
  }

  @Override
  public void close() throws BenchmarkException {
    if (instance != null) {
      instance.close();
    }
  }
}
