package dev.ostler.benchmarks;

import dev.ostler.testing.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A supervisor that runs, with the pipe of its probes. Ended, if it still runs, when closed. */
final class Instance implements AutoCloseable {
  /** Python starts in a second; a machine under load takes several. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration SLICE = Duration.ofMillis(100);
  private static final Duration END_PATIENCE = Duration.ofSeconds(30);

  private final Agent agent;
  private final Folder folder;
  private final Events events;
  private final int pid;
  private final long executedAt;
  private boolean ended;

  private Instance(Agent agent, Folder folder, Events events, int pid) throws Exception {
    this.agent = agent;
    this.folder = folder;
    this.events = events;
    this.pid = pid;
    this.executedAt = await("start of the supervisor", Event.Kind.EXEC).nanos();
  }

  /** What the driver calls to set up a job inside the instance's folder. */
  interface Setup {
    Job job(Path folder, List<String> child) throws IOException, BenchmarkException;
  }

  /** Starts a supervisor over the pausing child, with nothing to do but that. */
  static Instance start(Bench bench, Supervisor supervisor) throws Exception {
    return start(bench, supervisor, (_, child) -> Job.of(child));
  }

  static Instance start(Bench bench, Supervisor supervisor, Setup setup) throws Exception {
    return start(bench, supervisor, List.of(), bench.probes().child(), List.of(), setup);
  }

  /**
   * Starts a supervisor.
   *
   * @param world what wraps the launch, such as a command that makes namespaces
   * @param program the child, which gets the pipe and then its own arguments
   */
  static Instance start(
      Bench bench,
      Supervisor supervisor,
      List<String> world,
      Path program,
      List<String> arguments,
      Setup setup)
      throws Exception {
    if (supervisor.remedy().isPresent()) {
      throw new BenchmarkException(supervisor.remedy().get());
    }
    Folder folder = bench.newFolder();
    Events events = null;
    try {
      Path pipe = folder.path().resolve("events");
      bench.agent().makePipe(pipe);
      events = new Events(pipe);
      List<String> child = new ArrayList<>(List.of(program.toString(), pipe.toString()));
      child.addAll(arguments);
      Launch launch = supervisor.launcher().launch(folder.path(), setup.job(folder.path(), child));
      List<String> command = new ArrayList<>(world);
      command.addAll(launch.prefix());
      command.addAll(List.of(bench.probes().stamp().toString(), pipe.toString()));
      command.addAll(launch.command());
      int pid = bench.agent().spawn(folder.path(), output(folder), command);
      return new Instance(bench.agent(), folder, events, pid);
    } catch (Exception e) {
      if (events != null) {
        events.close();
      }
      bench.agent().reset();
      folder.close();
      throw e;
    }
  }

  /** The process that was started; the supervisor itself, unless namespaces wrap it. */
  int pid() {
    return pid;
  }

  /** When the supervisor was executed. */
  long executedAt() {
    return executedAt;
  }

  Path folder() {
    return folder.path();
  }

  Events events() {
    return events;
  }

  /** The next first instruction of a child. */
  Event awaitChild() throws BenchmarkException, InterruptedException, IOException {
    return await("first instruction of the child", Event.Kind.FIRST);
  }

  Event awaitSignal(Signal signal) throws BenchmarkException, InterruptedException, IOException {
    return await("SIG" + signal + " in the child", signal::arrivedIn);
  }

  Event await(String what, Event.Kind kind)
      throws BenchmarkException, InterruptedException, IOException {
    return await(what, event -> event.kind() == kind);
  }

  /** Ends the supervisor by TERM; returns how long until it was gone. */
  Duration stop() throws BenchmarkException {
    Duration took = agent.end(pid, Signal.TERM, END_PATIENCE);
    ended = true;
    return took;
  }

  /** Ends the supervisor without a question, for one that has nothing to clean up. */
  void kill() throws BenchmarkException {
    agent.end(pid, Signal.KILL, END_PATIENCE);
    ended = true;
  }

  @Override
  public void close() throws BenchmarkException {
    try {
      if (!ended && isAlive()) {
        agent.end(pid, Signal.TERM, END_PATIENCE);
      }
    } finally {
      events.close();
      folder.close();
    }
  }

  private Event await(String what, Predicate<Event> wanted)
      throws BenchmarkException, InterruptedException, IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      // Asked before waiting: what it told as its last deed is still in the pipe.
      boolean alive = isAlive();
      Optional<Event> event = events.next(wanted, SLICE);
      if (event.isPresent()) {
        return event.get();
      }
      if (!alive) {
        throw new BenchmarkException("ended before the " + what + lastWords());
      }
    }
    throw new BenchmarkException(
        "no " + what + " within " + PATIENCE.toSeconds() + " s" + lastWords());
  }

  private boolean isAlive() {
    return ProcFs.isAlive(pid);
  }

  private String lastWords() throws IOException {
    return Files.readString(output(folder))
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((_, last) -> last)
        .map(last -> ": " + last.strip())
        .orElse("");
  }

  private static Path output(Folder folder) {
    return folder.path().resolve("output");
  }
}
