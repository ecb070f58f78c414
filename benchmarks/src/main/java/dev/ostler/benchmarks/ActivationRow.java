package dev.ostler.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the appearance of the activation file to the start of the child, and back. */
final class ActivationRow implements Row {
  private static final Duration SETTLE = Duration.ofMillis(20);

  @Override
  public String name() {
    return "activation";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    Supervisors all = bench.supervisors();
    Rounds rounds = new Rounds(2);
    for (Supervisor supervisor : List.of(all.ostler(), all.entrypointFramework())) {
      rounds.with(
          supervisor,
          new LiveSampler(() -> start(bench, supervisor), instance -> onAndOff(bench, instance)));
    }
    List<Map<Contender, Cell>> cells = rounds.run(bench.rounds(200, 10));
    return List.of(
        new Figure(
            name(),
            "activation file created to the child's first instruction",
            "ms",
            Optional.empty(),
            cells.get(0)),
        new Figure(
            name(),
            "activation file removed to SIGTERM in the child",
            "ms",
            Optional.empty(),
            cells.get(1)));
  }

  static Path file(Path folder) throws IOException {
    return Files.createDirectories(folder.resolve("active")).resolve("flag");
  }

  private static Instance start(Bench bench, Supervisor supervisor) throws Exception {
    // The file is there at first: the child's start tells that it is watched.
    Instance instance =
        Instance.start(
            bench,
            supervisor,
            (folder, child) -> Job.of(child).activatedBy(Files.createFile(file(folder))));
    instance.awaitChild();
    deactivate(bench, instance);
    return instance;
  }

  private static double[] onAndOff(Bench bench, Instance instance) throws Exception {
    long created = bench.agent().create(file(instance.folder()));
    double started = Millis.between(created, instance.awaitChild().nanos());
    Thread.sleep(SETTLE);
    return new double[] {started, deactivate(bench, instance)};
  }

  private static double deactivate(Bench bench, Instance instance) throws Exception {
    long removed = bench.agent().unlink(file(instance.folder()));
    double stopped = Millis.between(removed, instance.awaitSignal(Signal.TERM).nanos());
    Thread.sleep(SETTLE);
    return stopped;
  }
}
