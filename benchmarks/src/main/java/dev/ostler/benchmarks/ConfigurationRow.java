package dev.ostler.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the renaming of an archive with one changed file to the signal in the child. */
final class ConfigurationRow implements Row {
  private static final double BEYOND_UNPACKING_MS = 1;

  @Override
  public String name() {
    return "configuration";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (int files : List.of(1, 10, 1000)) {
      figures.addAll(measure(bench, files));
    }
    figures.add(
        new Figure(
            name(),
            "start of a child that waits for an archive of 10 files, no syncing: exec to its first"
                + " instruction",
            "ms",
            Optional.empty(),
            firstStart(bench)));
    return figures;
  }

  private static Map<Contender, Cell> firstStart(Bench bench) throws Exception {
    Supervisor ostler = bench.supervisors().ostler();
    ConfigurationChange change = new ConfigurationChange(bench, 10);
    return new Rounds(1)
        .with(ostler, () -> new double[] {change.firstStart(ostler)})
        .run(bench.rounds(21, 3))
        .getFirst();
  }

  private List<Figure> measure(Bench bench, int files) throws Exception {
    int count = files > 100 ? bench.rounds(25, 3) : bench.rounds(100, 10);
    String title =
        "configuration of "
            + files
            + (files == 1 ? " file" : " files, one changed")
            + ": renamed in to SIGHUP in the child";
    Goal beyondUnpacking = Goal.aboveAtMost(BEYOND_UNPACKING_MS, "ms", Contender.FLOOR);
    Map<Contender, Cell> plain = plain(bench, files, count);
    Map<Contender, Cell> synced = synced(bench, files, count);
    return List.of(
        new Figure(
            name(),
            title + ", no syncing (floor: every file written by C)",
            "ms",
            Optional.of(beyondUnpacking.and(Goal.ratioAtMost(1, Contender.ENTRYPOINT_FRAMEWORK))),
            plain),
        new Figure(
            name(),
            title + ", synced to disk (floor: the changed file and its folders by C)",
            "ms",
            Optional.empty(),
            synced),
        new Figure(
            name(),
            "the same " + files + " by C: unchanged linked, one exchange, no syncing",
            "ms",
            Optional.empty(),
            linked(bench, files, count)));
  }

  private static Map<Contender, Cell> plain(Bench bench, int files, int count) throws Exception {
    Supervisors all = bench.supervisors();
    try (Folder folder = bench.newFolder()) {
      ConfigurationChange floor = new ConfigurationChange(bench, files);
      Rounds rounds =
          new Rounds(1)
              .with(Contender.FLOOR, () -> new double[] {floor.unpack(folder.path(), false)});
      for (Supervisor supervisor : List.of(all.ostler(), all.entrypointFramework())) {
        rounds.with(supervisor, sampler(bench, supervisor, files, false));
      }
      return rounds.run(count).getFirst();
    }
  }

  private static Map<Contender, Cell> synced(Bench bench, int files, int count) throws Exception {
    Supervisor ostler = bench.supervisors().ostler();
    try (Folder folder = bench.newFolder()) {
      ConfigurationChange floor = new ConfigurationChange(bench, files);
      return new Rounds(1)
          .with(Contender.FLOOR, () -> new double[] {floor.restage(folder.path(), true)})
          .with(ostler, sampler(bench, ostler, files, true))
          .run(count)
          .getFirst();
    }
  }

  private static Map<Contender, Cell> linked(Bench bench, int files, int count) throws Exception {
    try (Folder folder = bench.newFolder()) {
      ConfigurationChange floor = new ConfigurationChange(bench, files);
      return new Rounds(1)
          .with(Contender.FLOOR, () -> new double[] {floor.restage(folder.path(), false)})
          .run(count)
          .getFirst();
    }
  }

  private static Sampler sampler(Bench bench, Supervisor supervisor, int files, boolean sync) {
    ConfigurationChange change = new ConfigurationChange(bench, files);
    return new LiveSampler(
        () -> change.start(supervisor, sync), instance -> new double[] {change.apply(instance)});
  }
}
