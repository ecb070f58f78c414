package dev.ostler.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An archive of ten thousand files with one change: how long, and how many open files. */
final class ManyFilesRow implements Row {
  private static final int FILES = 10_000;

  @Override
  public String name() {
    return "many-files";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    Supervisors all = bench.supervisors();
    try (Folder folder = bench.newFolder()) {
      ConfigurationChange floor = new ConfigurationChange(bench, FILES);
      Rounds rounds =
          new Rounds(2)
              .with(
                  Contender.FLOOR,
                  () -> new double[] {floor.unpack(folder.path(), false), Double.NaN});
      for (Supervisor supervisor : List.of(all.ostler(), all.entrypointFramework())) {
        ConfigurationChange change = new ConfigurationChange(bench, FILES);
        rounds.with(
            supervisor,
            new LiveSampler(
                () -> change.start(supervisor, false), instance -> twoUpdates(change, instance)));
      }
      List<Map<Contender, Cell>> cells = rounds.run(bench.rounds(7, 1));
      return List.of(
          new Figure(
              name(),
              "configuration of 10,000 files, one changed: renamed in to SIGHUP in the child, no"
                  + " syncing (floor: every file written by C)",
              "ms",
              Optional.of(Goal.medianAtMost(1000, "ms")),
              cells.get(0)),
          new Figure(
              name(),
              "descriptors open at once during that",
              "",
              Optional.of(Goal.maxAtMost(64, "")),
              cells.get(1)));
    }
  }

  /** Two, because counting its open files slows a process down. */
  private static double[] twoUpdates(ConfigurationChange change, Instance instance)
      throws Exception {
    double took = change.apply(instance);
    try (PeakFiles peak = new PeakFiles(instance.pid())) {
      change.apply(instance);
      return new double[] {took, peak.most()};
    }
  }
}
