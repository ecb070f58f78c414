package dev.ostler.supervisor;

import dev.ostler.control.Answer;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.Metrics;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.ProcessChange.Outcome;
import dev.ostler.control.SetBy;
import dev.ostler.control.Status;
import dev.ostler.control.Verb;
import dev.ostler.linux.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Does what control clients ask for, and tells them when it is done. */
final class ControlCommands implements Commands {
  /** Somebody who waits for a process to be as asked for. */
  private record Waiter(Verb verb, String process, Consumer<ProcessChange> told) {}

  private final Supervision supervision;
  private final Progress progress;
  private final Reloads reloads;
  private final StatusBoard board;
  private final Outputs outputs;
  private final RunMetrics metrics;
  private final Map<String, List<Waiter>> waiters = new HashMap<>();

  ControlCommands(Supervision supervision, StatusBoard board, Outputs outputs, RunMetrics metrics) {
    this.supervision = supervision;
    this.progress = new Progress(supervision);
    this.reloads = new Reloads(supervision, progress);
    this.board = board;
    this.outputs = outputs;
    this.metrics = metrics;
  }

  @Override
  public Status status() {
    return board.status(process -> supervision.unit(process).process().pid());
  }

  @Override
  public Metrics metrics() {
    return new Metrics(metrics.write(Exposition.Format.PROMETHEUS));
  }

  @Override
  public Runnable change(
      Verb verb, List<String> processes, SetBy.Control by, Consumer<ProcessChange> told) {
    Set<String> all = Set.copyOf(processes);
    Set<String> unchanged = new HashSet<>();
    for (String process : all) {
      if (progress.isSo(verb, process) && isWanted(verb, process)) {
        unchanged.add(process);
      }
    }
    supervision.take(input(verb, all, by));
    for (String process : processes) {
      if (unchanged.contains(process) && verb != Verb.RESTART) {
        told.accept(ProcessChange.of(process, Outcome.UNCHANGED));
      } else {
        waiters
            .computeIfAbsent(process, _ -> new ArrayList<>())
            .add(new Waiter(verb, process, told));
        look(process);
      }
    }
    decided();
    return () -> waiters.values().forEach(those -> those.removeIf(one -> one.told().equals(told)));
  }

  private static Input input(Verb verb, Set<String> processes, SetBy.Control by) {
    return switch (verb) {
      case START -> new Input.StartSet(processes, true, by);
      case STOP -> new Input.StartSet(processes, false, by);
      case RESTART -> new Input.RestartRequested(processes, by);
      case SUSPEND -> new Input.SuspensionSet(processes, true, by);
      case RESUME -> new Input.SuspensionSet(processes, false, by);
    };
  }

  /** Whether that was asked for already. */
  private boolean isWanted(Verb verb, String process) {
    Claims claims = supervision.machine().claims(process);
    return switch (verb) {
      case START -> claims.started().holds();
      case STOP -> !claims.started().holds();
      case RESTART -> false;
      case SUSPEND -> claims.suspended().holds();
      case RESUME -> !claims.suspended().holds();
    };
  }

  /** Something has changed: somebody may have waited for it. */
  void decided() {
    reloads.decided();
    if (waiters.isEmpty()) {
      return;
    }
    List<String> touched = supervision.machine().touched();
    // When processes are gone all others were touched.
    boolean all = touched.size() == supervision.machine().processes().size();
    (all ? List.copyOf(waiters.keySet()) : touched).forEach(this::look);
  }

  /** Tells those who have waited for a process what has become of it. */
  private void look(String process) {
    for (Waiter waiter : List.copyOf(waiters.getOrDefault(process, List.of()))) {
      if (!supervision.machine().processes().contains(process)) {
        tell(waiter, ProcessChange.failed(process, "it is not configured any more"));
      } else if (isRefused(waiter)) {
        tell(
            waiter,
            ProcessChange.failed(
                process, "cannot " + word(waiter.verb()) + " it: everything ends"));
      } else if (progress.isSo(waiter.verb(), process)) {
        tell(waiter, ProcessChange.of(process, Outcome.DONE));
      } else {
        whyNot(waiter).ifPresent(why -> tell(waiter, ProcessChange.failed(process, why)));
      }
    }
  }

  private static String word(Verb verb) {
    return verb.name().toLowerCase(Locale.ROOT);
  }

  private boolean isRefused(Waiter waiter) {
    return switch (waiter.verb()) {
      case START, RESUME, RESTART -> supervision.machine().areLeaving();
      case STOP, SUSPEND -> false;
    };
  }

  /** Empty if it may be done yet. */
  private Optional<String> whyNot(Waiter waiter) {
    return switch (waiter.verb()) {
      case START, RESUME, RESTART ->
          progress
              .whyNotUp(waiter.process())
              .map(why -> "cannot " + word(waiter.verb()) + " it: " + why);
      case STOP, SUSPEND -> Optional.empty();
    };
  }

  private void tell(Waiter waiter, ProcessChange change) {
    List<Waiter> others = waiters.get(waiter.process());
    if (others != null && others.remove(waiter)) {
      if (others.isEmpty()) {
        waiters.remove(waiter.process());
      }
      waiter.told().accept(change);
    }
  }

  @Override
  public ProcessChange signal(Signal signal, String process, SetBy.Control by) {
    if (supervision.unit(process).process().pid().isEmpty()) {
      return ProcessChange.failed(process, "it does not run");
    }
    supervision.take(new Input.SignalRequested(Set.of(process), signal));
    board.tell(ControlEvent.Kind.SIGNALLED, process, "sent " + signal);
    return ProcessChange.of(process, Outcome.DONE);
  }

  @Override
  public String awaited(String process) {
    return progress.awaited(process);
  }

  @Override
  public Supplier<String> reload(
      boolean dryRun, SetBy.Control by, Consumer<Answer> told, Consumer<Answer> done) {
    return reloads.reload(dryRun, told, done);
  }

  /** What became of a new version of a configuration is known. */
  void configured(String configuration, Services.Outcome outcome) {
    reloads.configured(configuration, outcome);
  }

  @Override
  public List<dev.ostler.control.LogLine> logs(Predicate<String> processes, int lines) {
    Set<String> named = named(processes);
    return named.isEmpty()
        ? List.of()
        : outputs.last(named, lines).stream().map(ControlCommands::shown).toList();
  }

  @Override
  public Runnable followLogs(
      Predicate<String> processes, Consumer<dev.ostler.control.LogLine> told) {
    Predicate<String> others = name -> !name.equals(LogLine.OURSELVES);
    Subscription subscription =
        outputs.follow(others.and(processes), line -> told.accept(shown(line)));
    return subscription::close;
  }

  private Set<String> named(Predicate<String> processes) {
    Set<String> named = new HashSet<>(supervision.machine().processes());
    named.removeIf(name -> !processes.test(name));
    return named;
  }

  private static dev.ostler.control.LogLine shown(LogLine line) {
    return new dev.ostler.control.LogLine(
        line.process(),
        switch (line.stream()) {
          case STDOUT -> dev.ostler.control.LogLine.Stream.STDOUT;
          case STDERR -> dev.ostler.control.LogLine.Stream.STDERR;
        },
        line.time(),
        line.text());
  }

  @Override
  public Runnable followEvents(Consumer<ControlEvent> told) {
    return board.follow(told);
  }
}
