package dev.ostler.benchmarks;

import java.util.List;

/**
 * Two processors for what is measured and the others for what loads it, this driver too: so neither
 * takes time from the other. On a machine with less than four all share all.
 */
final class Cores implements AutoCloseable {
  private static final int LEAST = 4;
  private static final String MEASURED = "0,1";

  private final String load;
  private final String all;
  private final boolean parted;

  private Cores(int count) {
    parted = count >= LEAST && Tools.find("taskset").isPresent();
    load = "2-" + (count - 1);
    all = "0-" + (count - 1);
  }

  /** Moves this driver to its processors, until closed. */
  static Cores part() throws BenchmarkException {
    Cores cores = new Cores(Runtime.getRuntime().availableProcessors());
    cores.move(cores.load);
    return cores;
  }

  /** What a command of a program that is measured begins with. */
  List<String> measured() {
    return parted ? List.of("taskset", "-c", MEASURED) : List.of();
  }

  /** What a command of a program that loads it begins with. */
  List<String> load() {
    return parted ? List.of("taskset", "-c", load) : List.of();
  }

  String title() {
    return parted ? " on two processors" : "";
  }

  private void move(String where) throws BenchmarkException {
    if (parted) {
      String pid = Long.toString(ProcessHandle.current().pid());
      String _ = Tools.run(List.of("taskset", "--all-tasks", "--pid", "--cpu-list", where, pid));
    }
  }

  @Override
  public void close() throws BenchmarkException {
    move(all);
  }
}
