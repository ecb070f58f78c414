package dev.ostler.supervisor;

import dev.ostler.control.Answer;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.ErrorCode;
import dev.ostler.control.Failure;
import dev.ostler.control.Metrics;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.ProcessChange.Outcome;
import dev.ostler.control.Reloaded;
import dev.ostler.control.SetBy;
import dev.ostler.control.Status;
import dev.ostler.control.Verb;
import dev.ostler.linux.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Does what control clients ask for, and tells them when it is done. */
final class ControlCommands implements Commands {
  /** Somebody who waits for a process to be as asked for. */
  private record Waiter(Verb verb, String process, Consumer<ProcessChange> told) {}

  private final Supervision supervision;
  private final StatusBoard board;
  private final Outputs outputs;
  private final RunMetrics metrics;
  private final List<Waiter> waiters = new ArrayList<>();

  ControlCommands(Supervision supervision, StatusBoard board, Outputs outputs, RunMetrics metrics) {
    this.supervision = supervision;
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
  public void change(
      Verb verb, List<String> processes, SetBy.Control by, Consumer<ProcessChange> told) {
    Set<String> all = Set.copyOf(processes);
    Set<String> unchanged = new HashSet<>();
    for (String process : all) {
      if (isSo(verb, process) && isWanted(verb, process)) {
        unchanged.add(process);
      }
    }
    supervision.take(input(verb, all, by));
    for (String process : processes) {
      if (unchanged.contains(process) && verb != Verb.RESTART) {
        told.accept(ProcessChange.of(process, Outcome.UNCHANGED));
      } else {
        waiters.add(new Waiter(verb, process, told));
      }
    }
    decided();
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

  /** Whether a process is as it should be after a request. */
  private boolean isSo(Verb verb, String process) {
    ProcessState state = supervision.machine().state(process);
    return switch (verb) {
      case STOP -> state.isDown();
      case SUSPEND -> state.isDown() || state.frozen();
      case START, RESUME, RESTART ->
          (state.phase() == Phase.UP && (state.ready() || isOneShot(process)))
              || (state.isDown() && supervision.machine().isToRest(process));
    };
  }

  private boolean isOneShot(String process) {
    return supervision.machine().process(process).policy().traits().oneShot();
  }

  /** Something has changed: somebody may have waited for it. */
  void decided() {
    for (Waiter waiter : List.copyOf(waiters)) {
      if (!supervision.machine().processes().contains(waiter.process())) {
        tell(waiter, ProcessChange.failed(waiter.process(), "it is not configured any more"));
      } else if (hasFailed(waiter)) {
        tell(
            waiter,
            ProcessChange.failed(
                waiter.process(),
                "cannot " + word(waiter.verb()) + " it: it has ended for good; see its last exit"));
      } else if (isSo(waiter.verb(), waiter.process())) {
        tell(waiter, ProcessChange.of(waiter.process(), Outcome.DONE));
      }
    }
  }

  private static String word(Verb verb) {
    return verb.name().toLowerCase(Locale.ROOT);
  }

  private boolean hasFailed(Waiter waiter) {
    ProcessMachine machine = supervision.machine().process(waiter.process());
    return switch (waiter.verb()) {
      case START, RESUME, RESTART -> machine.state().over().isPresent() && !machine.hasCompleted();
      case STOP, SUSPEND -> false;
    };
  }

  private void tell(Waiter waiter, ProcessChange change) {
    if (waiters.remove(waiter)) {
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
  public void reload(
      boolean dryRun, SetBy.Control by, Consumer<Answer> told, Consumer<Answer> done) {
    Supervision.Reloading reloading = supervision.reload(dryRun);
    if (reloading.problem().isPresent()) {
      told.accept(Failure.of(ErrorCode.FAILED, reloading.problem().get()));
    } else {
      Reloaded reloaded = new Reloaded(!dryRun, reloading.differences());
      told.accept(reloaded);
      if (!dryRun && !reloading.differences().isEmpty()) {
        done.accept(reloaded);
      }
    }
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
    Subscription subscription = outputs.follow(named(processes), line -> told.accept(shown(line)));
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
