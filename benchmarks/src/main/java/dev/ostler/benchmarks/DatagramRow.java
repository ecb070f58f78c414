package dev.ostler.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands by datagram: how soon the first is obeyed, and whether many at once are lost. */
final class DatagramRow implements Row {
  private static final Duration SETTLE = Duration.ofMillis(50);

  @Override
  public String name() {
    return "datagram";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    Supervisors all = bench.supervisors();
    Form run = new Form(all.ostler(), "ostler run --socket", folder -> folder.resolve("control"));
    Form containerRun =
        new Form(all.ostlerContainerRun(), "ostler container-run", Supervisors::containerRunSocket);
    Form quarks = new Form(all.quarksContainerRun(), "", Supervisors::containerRunSocket);
    return List.of(
        latency(bench, run, quarks),
        latency(bench, containerRun, quarks),
        burst(bench, run, quarks),
        burst(bench, containerRun, quarks));
  }

  /** A supervisor and where it listens. */
  private record Form(Supervisor supervisor, String title, SocketPath socket) {}

  private interface SocketPath {
    Path in(Path folder);
  }

  private Figure latency(Bench bench, Form ours, Form theirs) throws Exception {
    Rounds rounds = new Rounds(1);
    for (Form form : List.of(ours, theirs)) {
      rounds.with(
          form.supervisor(),
          new LiveSampler(() -> start(bench, form), instance -> stopOnce(bench, form, instance)));
    }
    return new Figure(
        name(),
        ours.title() + ": STOP sent to SIGTERM in the child",
        "ms",
        Optional.of(Goal.medianAtMost(1, "ms")),
        rounds.run(bench.rounds(200, 10)).getFirst());
  }

  private Figure burst(Bench bench, Form ours, Form theirs) throws Exception {
    int count = bench.rounds(10_000, 1_000);
    Rounds rounds = new Rounds(1);
    for (Form form : List.of(ours, theirs)) {
      rounds.with(
          form.supervisor(),
          new LiveSampler(
              () -> start(bench, form), instance -> lost(bench, form, instance, count)));
    }
    List<Map<Contender, Cell>> cells = rounds.run(1);
    return new Figure(
        name(),
        ours.title()
            + ": lost of "
            + count
            + " datagrams back to back (QUIT refused; or all, if the last, STOP, is not obeyed)",
        "",
        Optional.of(Goal.maxAtMost(0, "")),
        cells.getFirst());
  }

  private static Instance start(Bench bench, Form form) throws Exception {
    Instance instance =
        Instance.start(
            bench,
            form.supervisor(),
            (folder, child) -> Job.of(child).listeningOn(form.socket().in(folder)));
    instance.awaitChild();
    Path socket = form.socket().in(instance.folder());
    long deadline = System.nanoTime() + Instance.PATIENCE.toNanos();
    while (!Files.exists(socket)) {
      if (System.nanoTime() > deadline) {
        instance.close();
        throw new BenchmarkException("no socket at " + socket);
      }
      Thread.sleep(1);
    }
    return instance;
  }

  private static double[] stopOnce(Bench bench, Form form, Instance instance) throws Exception {
    Path socket = form.socket().in(instance.folder());
    long sent = bench.agent().send(socket, "STOP");
    double took = Millis.between(sent, instance.awaitSignal(Signal.TERM).nanos());
    // A START that meets a child which is still ending makes quarks-container-run give up.
    Thread.sleep(SETTLE);
    bench.agent().send(socket, "START");
    instance.awaitChild();
    Thread.sleep(SETTLE);
    return new double[] {took};
  }

  /**
   * Signals of one kind merge while they wait, so the child cannot count them: a datagram is lost
   * if the sender is refused, and the last one is obeyed only if all before it were taken.
   */
  private static double[] lost(Bench bench, Form form, Instance instance, int count)
      throws Exception {
    Path socket = form.socket().in(instance.folder());
    long accepted = bench.agent().burst(socket, "QUIT", count - 1, "STOP");
    boolean obeyed =
        instance.events().next(Signal.TERM::arrivedIn, Duration.ofSeconds(5)).isPresent();
    return new double[] {obeyed ? count - accepted : count};
  }
}
