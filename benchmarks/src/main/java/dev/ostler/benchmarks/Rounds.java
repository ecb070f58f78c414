package dev.ostler.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures in rounds: each contender once, then each once more. What disturbs the machine for a
 * while disturbs all of them alike.
 */
final class Rounds {
  private final int figures;
  private final Map<Contender, Sampler> samplers = new EnumMap<>(Contender.class);
  private final Map<Contender, List<double[]>> samples = new EnumMap<>(Contender.class);
  private final Map<Contender, Cell> troubles = new EnumMap<>(Contender.class);

  /**
   * Begins with nobody.
   *
   * @param figures how many values each sample has
   */
  Rounds(int figures) {
    this.figures = figures;
  }

  /** Lets a supervisor take part, or says how to get it if it is not here. */
  Rounds with(Supervisor supervisor, Sampler sampler) {
    supervisor
        .remedy()
        .ifPresentOrElse(
            remedy -> troubles.put(supervisor.contender(), new Cell.Absent(remedy)),
            () -> samplers.put(supervisor.contender(), sampler));
    return this;
  }

  /** Lets something take part that is always here. */
  Rounds with(Contender contender, Sampler sampler) {
    samplers.put(contender, sampler);
    return this;
  }

  /** Runs this many rounds, closes the samplers and returns the cells of each figure. */
  List<Map<Contender, Cell>> run(int rounds) throws InterruptedException {
    try {
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<Contender, Sampler> entry : samplers.entrySet()) {
          if (!troubles.containsKey(entry.getKey())) {
            sample(entry.getKey(), entry.getValue());
          }
        }
      }
    } finally {
      closeAll();
    }
    return cells();
  }

  private void sample(Contender contender, Sampler sampler) throws InterruptedException {
    try {
      samples.computeIfAbsent(contender, _ -> new ArrayList<>()).add(sampler.sample());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      // The others go on: one that fails must not cost their figures.
      troubles.put(contender, new Cell.Failed(String.valueOf(e.getMessage())));
    }
  }

  private void closeAll() {
    samplers.forEach((contender, sampler) -> {
      try {
        sampler.close();
      } catch (BenchmarkException e) {
        troubles.putIfAbsent(contender, new Cell.Failed("cannot end: " + e.getMessage()));
      }
    });
  }

  private List<Map<Contender, Cell>> cells() {
    List<Map<Contender, Cell>> all = new ArrayList<>();
    for (int figure = 0; figure < figures; figure++) {
      Map<Contender, Cell> cells = new EnumMap<>(troubles);
      for (Map.Entry<Contender, List<double[]>> entry : samples.entrySet()) {
        if (!troubles.containsKey(entry.getKey())) {
          values(entry.getValue(), figure)
              .ifPresent(samples -> cells.put(entry.getKey(), new Cell.Measured(samples)));
        }
      }
      all.add(cells);
    }
    return all;
  }

  private static Optional<Samples> values(List<double[]> samples, int figure) {
    double[] values =
        samples.stream()
            .mapToDouble(sample -> sample[figure])
            .filter(value -> !Double.isNaN(value))
            .toArray();
    return values.length == 0 ? Optional.empty() : Optional.of(Samples.of(values));
  }
}
