package dev.ostler.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a supervisor costs while nothing happens. All idle side by side, in the same minute. */
final class IdleRow implements Row {
  private static final double KILOBYTES_PER_MEGABYTE = 1024;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    Map<Contender, Cell> troubles = new EnumMap<>(Contender.class);
    Map<Contender, Instance> idle = new EnumMap<>(Contender.class);
    try {
      for (Supervisor supervisor : contenders(bench)) {
        start(bench, supervisor, idle, troubles);
      }
      return figures(observe(bench, idle, troubles), troubles);
    } finally {
      for (Instance instance : idle.values()) {
        instance.close();
      }
    }
  }

  private static List<Supervisor> contenders(Bench bench) throws Exception {
    Supervisors all = bench.supervisors();
    List<Supervisor> contenders = new ArrayList<>(all.all());
    contenders.add(all.emptyJvm());
    return contenders;
  }

  private static void start(
      Bench bench,
      Supervisor supervisor,
      Map<Contender, Instance> idle,
      Map<Contender, Cell> troubles)
      throws InterruptedException {
    if (supervisor.remedy().isPresent()) {
      troubles.put(supervisor.contender(), new Cell.Absent(supervisor.remedy().get()));
      return;
    }
    try {
      Instance instance = Instance.start(bench, supervisor, IdleRow::watchEverything);
      idle.put(supervisor.contender(), instance);
      instance.awaitChild();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      troubles.put(supervisor.contender(), new Cell.Failed(String.valueOf(e.getMessage())));
    }
  }

  /** One child, and an activation file and an archive to watch for those who can. */
  private static Job watchEverything(Path folder, List<String> child) throws IOException {
    Job.Archive archive = ConfigurationChange.archive(folder);
    Files.createDirectories(archive.file().getParent());
    Files.createDirectories(archive.target());
    Tar.writeGeneration(archive.file(), 10, 2048, 1);
    return Job.of(child)
        .activatedBy(Files.createFile(ActivationRow.file(folder)))
        .configuredBy(archive, false);
  }

  private static Map<Contender, double[]> observe(
      Bench bench, Map<Contender, Instance> idle, Map<Contender, Cell> troubles)
      throws InterruptedException {
    Duration settle = Duration.ofSeconds(bench.rounds(10, 2));
    Duration window = Duration.ofSeconds(bench.rounds(60, 10));
    Thread.sleep(settle);
    Map<Contender, Usage> before = usage(idle, troubles);
    Thread.sleep(window);
    Map<Contender, Usage> after = usage(idle, troubles);
    Map<Contender, double[]> values = new EnumMap<>(Contender.class);
    after.forEach((contender, last) -> {
      Usage first = before.get(contender);
      if (first != null) {
        values.put(contender, last.since(first, window));
      }
    });
    return values;
  }

  private static Map<Contender, Usage> usage(
      Map<Contender, Instance> idle, Map<Contender, Cell> troubles) {
    Map<Contender, Usage> usage = new EnumMap<>(Contender.class);
    idle.forEach((contender, instance) -> {
      try {
        usage.put(contender, Usage.of(instance.pid()));
      } catch (IOException e) {
        troubles.putIfAbsent(contender, new Cell.Failed("ended while idle"));
      }
    });
    return usage;
  }

  private List<Figure> figures(Map<Contender, double[]> values, Map<Contender, Cell> troubles) {
    Optional<Goal> none = Optional.empty();
    return List.of(
        figure(
            "idle: context switches of all threads",
            "/min",
            Optional.of(Goal.medianAtMost(40, "/min")),
            cells(values, troubles, 0)),
        figure(
            "idle: CPU time",
            "ms/min",
            Optional.of(Goal.aboveAtMost(1, "ms", Contender.FLOOR)),
            cells(values, troubles, 1)),
        figure("idle: resident memory", "MB", none, cells(values, troubles, 2)),
        figure(
            "idle: private memory (dirty: clean pages are files that any number may share)",
            "MB",
            Optional.of(
                Goal.medianAtMost(20, "MB").and(Goal.ratioAtMost(1, Contender.SUPERVISORD))),
            cells(values, troubles, 3)),
        figure("idle: proportional memory (PSS)", "MB", none, cells(values, troubles, 4)),
        figure("idle: threads", "", none, cells(values, troubles, 5)));
  }

  private Figure figure(
      String title, String unit, Optional<Goal> goal, Map<Contender, Cell> cells) {
    return new Figure(name(), title, unit, goal, cells);
  }

  private static Map<Contender, Cell> cells(
      Map<Contender, double[]> values, Map<Contender, Cell> troubles, int figure) {
    Map<Contender, Cell> cells = new EnumMap<>(Contender.class);
    values.forEach(
        (contender, all) -> cells.put(contender, new Cell.Measured(Samples.of(all[figure]))));
    cells.putAll(troubles);
    return cells;
  }

  /** What one process has used up to a moment. */
  private record Usage(
      long switches,
      long cpuNanos,
      long residentKb,
      long privateKb,
      long proportionalKb,
      long threads) {
    static Usage of(int pid) throws IOException {
      return new Usage(
          Proc.contextSwitches(pid),
          Proc.cpuNanos(pid),
          Proc.memory(pid, "Rss"),
          Proc.memory(pid, "Private_Dirty"),
          Proc.memory(pid, "Pss"),
          Proc.threads(pid));
    }

    double[] since(Usage first, Duration window) {
      double perMinute = 60.0 / window.toSeconds();
      return new double[] {
        (switches - first.switches) * perMinute,
        Millis.between(first.cpuNanos, cpuNanos) * perMinute,
        residentKb / KILOBYTES_PER_MEGABYTE,
        privateKb / KILOBYTES_PER_MEGABYTE,
        proportionalKb / KILOBYTES_PER_MEGABYTE,
        threads
      };
    }
  }
}
