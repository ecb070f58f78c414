package dev.ostler.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Carries out one task on one host, step after step, and goes back if the new one fails. */
final class TaskRun {
  private static final int LAST_LINES = 10;

  private final Task task;
  private final HostEngine engine;
  private final Tools tools;
  private final Standing standing;
  private final StepRun steps;

  TaskRun(Task task, HostEngine engine, Tools tools) {
    this.task = task;
    this.engine = engine;
    this.tools = tools;
    standing = new Standing(task, tools.journal(), tools.hooksOf(task).isAfterStart());
    steps = new StepRun(task, engine, tools, standing);
  }

  /**
   * What every run needs.
   *
   * @param fleet the fleet's name
   * @param nameOf names of containers by keys of workloads
   * @param journal what is remembered
   * @param hash tells contents apart
   * @param patience the time
   * @param listener is told of every step
   * @param hooks what else is done, by key of the workload
   */
  record Tools(
      String fleet,
      UnaryOperator<String> nameOf,
      Journal journal,
      SecretHash hash,
      Patience patience,
      Consumer<FleetEvent> listener,
      Function<String, Hooks> hooks) {

    HookRun hooksOf(Task task) {
      return new HookRun(hooks.apply(task.workload()), task.host(), task.workload());
    }
  }

  /** How it ended, and what is there then. */
  record Ended(Family family, Optional<String> failure) {}

  /** Runs to the end; a failure is a value. */
  Ended run() throws InterruptedException {
    long start = tools.patience().nanos();
    try {
      reach(task.goal());
      tools.listener().accept(new FleetEvent.Done(task.host(), task.workload(), since(start)));
      return new Ended(standing.family(), Optional.empty());
    } catch (IOException e) {
      String reason = failed(e);
      return new Ended(standing.family(), Optional.of(reason));
    }
  }

  private String failed(IOException failure) throws InterruptedException {
    String reason = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    tools
        .listener()
        .accept(new FleetEvent.Failed(task.host(), task.workload(), reason, lastLines()));
    Optional<Goal.Earlier> before = task.before();
    if (before.isEmpty() || !(task.goal() instanceof Goal.Present)) {
      return reason;
    }
    if (!wasReplaced(before.get())) {
      if (!Reconnection.isLostLink(failure)) {
        removeNext();
      }
      return reason;
    }
    try {
      reach(before.get());
      tools
          .listener()
          .accept(
              new FleetEvent.RolledBack(task.host(), task.workload(), before.get().generation()));
      return reason + "; the container before is back";
    } catch (IOException again) {
      return reason + "; and the container before is not back: " + again.getMessage();
    }
  }

  /** A new one that never came to run is of no use, and may take the place that was lacking. */
  private void removeNext() throws InterruptedException {
    Member next = standing.family().next();
    if (next != null) {
      try {
        carryOut(new Step.Remove(next.ref()), task.goal());
      } catch (IOException notToBeHad) {
        // The next run finds it and goes on with it, or removes it.
      }
    }
  }

  /** Whether another one has been started in its place, or was about to be. */
  private boolean wasReplaced(Goal.Earlier earlier) {
    Member before = task.family().current();
    if (before == null || before.generation() != earlier.generation()) {
      return true;
    }
    Member now = standing.member(before.id());
    Member next = standing.family().next();
    return before.isLive() != earlier.running()
        || !now.name().equals(before.name())
        || now.state() != before.state()
        || (next != null && next.isLive());
  }

  private List<String> lastLines() {
    Optional<String> container = steps.awaited();
    if (container.isEmpty()) {
      return List.of();
    }
    try {
      return engine.lastLines(container.get(), LAST_LINES);
    } catch (IOException notToBeHad) {
      return List.of();
    }
  }

  private void reach(Goal goal) throws IOException, InterruptedException {
    try {
      go(goal);
    } catch (StepRun.NotInPlaceException e) {
      go(((Goal.Present) goal).withoutChangesInPlace());
    }
  }

  private void go(Goal goal) throws IOException, InterruptedException {
    Optional<Step> step = FamilyMachine.next(standing.family(), goal);
    while (step.isPresent()) {
      carryOut(step.get(), goal);
      step = FamilyMachine.next(standing.family(), goal);
    }
  }

  private void carryOut(Step step, Goal goal) throws IOException, InterruptedException {
    long start = tools.patience().nanos();
    tools.listener().accept(new FleetEvent.Begun(task.host(), task.workload(), step));
    performInSpiteOfABrokenLink(step);
    standing.advance(step, goal);
    tools
        .listener()
        .accept(new FleetEvent.Finished(task.host(), task.workload(), step, since(start)));
  }

  private Duration since(long start) {
    return Duration.ofNanos(tools.patience().nanos() - start);
  }

  private void performInSpiteOfABrokenLink(Step step) throws IOException, InterruptedException {
    try {
      steps.perform(step);
    } catch (IOException e) {
      if (!Reconnection.isLostLink(e)) {
        throw e;
      }
      List<ContainerView> seen = Reconnection.ask(tools.patience(), Host.Retry.USUAL, engine::list);
      Optional<String> created =
          step instanceof Step.Create create
              ? Reconnection.created(create, task, tools.fleet(), seen)
              : Optional.empty();
      if (created.isPresent()) {
        standing.created(created.get());
      } else if (!Reconnection.isDone(step, seen)) {
        steps.perform(step);
      }
    }
  }
}
