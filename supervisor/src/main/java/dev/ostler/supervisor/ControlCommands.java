package dev.ostler.supervisor;

import dev.ostler.control.Answer;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.ErrorCode;
import dev.ostler.control.Failure;
import dev.ostler.control.Metrics;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.ProcessChange.Outcome;
import dev.ostler.control.Reloaded;
import dev.ostler.control.Reloaded.Difference;
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

/** Does what control clients ask for, and tells them when it is done. */
final class ControlCommands implements Commands {
  /** Somebody who waits for a process to be as asked for. */
  private record Waiter(Verb verb, String process, Consumer<ProcessChange> told) {}

  /** Somebody who waits for all to be as the file says. */
  private record Follower(Reloaded reloaded, Consumer<Answer> done) {}

  private final Supervision supervision;
  private final StatusBoard board;
  private final Outputs outputs;
  private final RunMetrics metrics;
  private final Map<String, List<Waiter>> waiters = new HashMap<>();
  private final List<Follower> followers = new ArrayList<>();

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
  public Runnable change(
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

  /** Whether a process is as it should be after a request. */
  private boolean isSo(Verb verb, String process) {
    ProcessState state = supervision.machine().state(process);
    return switch (verb) {
      case STOP -> state.isDown();
      case SUSPEND -> state.isDown() || state.frozen();
      case START, RESUME, RESTART ->
          (state.phase() == Phase.UP && (state.ready() || isOneShot(process)))
              || (state.isDown() && supervision.machine().goals().isToRest(process));
    };
  }

  private boolean isOneShot(String process) {
    return supervision.machine().process(process).policy().traits().oneShot();
  }

  /** Something has changed: somebody may have waited for it. */
  void decided() {
    for (Follower follower : List.copyOf(followers)) {
      if (isFollowed(follower.reloaded()) && followers.remove(follower)) {
        follower.done().accept(follower.reloaded());
      }
    }
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
      } else if (isSo(waiter.verb(), process)) {
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
          whyNotUp(waiter.process()).map(why -> "cannot " + word(waiter.verb()) + " it: " + why);
      case STOP, SUSPEND -> Optional.empty();
    };
  }

  private Optional<String> whyNotUp(String process) {
    Machine machine = supervision.machine();
    if (machine.state(process).over().isPresent()) {
      return Optional.of("it has ended for good; see its last exit");
    }
    if (!machine.state(process).isDown()) {
      return Optional.empty();
    }
    return machine
        .goals()
        .restingFormer(process)
        .map(former ->
            "it waits for %s, which %s; it starts when %s does"
                .formatted(former, rest(machine.claims(former)), former));
  }

  private static String rest(Claims claims) {
    if (!claims.started().holds()) {
      return "is stopped";
    }
    return claims.active().holds() ? "is suspended" : "is on standby";
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
  public void reload(
      boolean dryRun, SetBy.Control by, Consumer<Answer> told, Consumer<Answer> done) {
    Reloader.Outcome reloading = supervision.reload(dryRun);
    if (reloading.problem().isPresent()) {
      told.accept(Failure.of(ErrorCode.FAILED, reloading.problem().get()));
    } else {
      Reloaded reloaded = new Reloaded(!dryRun, reloading.differences());
      told.accept(reloaded);
      if (!dryRun) {
        followers.add(new Follower(reloaded, done));
        decided();
      }
    }
  }

  /** Whether all that differed is as the file says, or has ended for good. */
  private boolean isFollowed(Reloaded reloaded) {
    for (Difference difference : reloaded.differences()) {
      String process = difference.subject();
      boolean there = supervision.machine().processes().contains(process);
      boolean followed =
          switch (difference.action()) {
            case REMOVE -> !there;
            case ADD, RESTART ->
                !there || isSo(Verb.START, process) || whyNotUp(process).isPresent();
            case ADJUST, NOT_POSSIBLE -> true;
          };
      if (!followed) {
        return false;
      }
    }
    return true;
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
