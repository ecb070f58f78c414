package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
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
  private final TaskJournal journal;
  private final Standing standing;
  private final FilesBack files;
  private final StepRun steps;

  TaskRun(Task task, HostEngine engine, Tools tools) {
    this.task = task;
    this.engine = engine;
    journal = new TaskJournal(tools.journal());
    this.tools = tools.with(journal);
    standing = new Standing(task, journal, tools.hooksOf(task).isAfterStart());
    files = new FilesBack(task, engine, this.tools);
    steps = new StepRun(task, engine, this.tools, standing, files);
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
   * @param former what files were like before they were written
   */
  record Tools(
      String fleet,
      UnaryOperator<String> nameOf,
      Journal journal,
      SecretHash hash,
      Patience patience,
      Consumer<FleetEvent> listener,
      Function<String, Hooks> hooks,
      FormerFiles former) {

    HookRun hooksOf(Task task) {
      return new HookRun(hooks.apply(task.workload()), task.host(), task.workload());
    }

    private Tools with(Journal other) {
      return new Tools(fleet, nameOf, other, hash, patience, listener, hooks, former);
    }
  }

  /** Goes on with what {@link #prepare} has done. */
  TaskRun goingOnFrom(Family prepared) {
    standing.goOnFrom(prepared);
    return this;
  }

  /** How it ended, what is there then, and what a failure comes from. */
  record Ended(Family family, Optional<String> failure, From from) {
    /** Where it lies. */
    enum From {
      HOST,
      /** There was only no more time. */
      CALLED_OFF,
      /** Only this machine could not write it down. */
      JOURNAL;

      private static From of(IOException failure) {
        return switch (failure) {
          case CalledOffException _ -> CALLED_OFF;
          case TaskJournal.UnwrittenException _ -> JOURNAL;
          default -> HOST;
        };
      }
    }

    private Ended(Family family) {
      this(family, Optional.empty(), From.HOST);
    }

    boolean isCalledOff() {
      return from == From.CALLED_OFF;
    }

    boolean isUnwritten() {
      return from == From.JOURNAL;
    }
  }

  /** Runs to the end; a failure is a value. */
  Ended run() throws InterruptedException {
    long start = tools.patience().nanos();
    try {
      files.recall();
      if (task.goal() instanceof Goal.Earlier earlier) {
        journal.goOnInAnyCase();
        putFilesBackIfReplaced(earlier);
      }
      reach(task.goal());
      files.forget();
      if (journal.unwritten().isPresent()) {
        throw journal.unwritten().get();
      }
      tools.listener().accept(new FleetEvent.Done(task.host(), task.workload(), since(start)));
      return new Ended(standing.family());
    } catch (IOException e) {
      String reason = failed(e);
      return new Ended(standing.family(), Optional.of(reason), Ended.From.of(e));
    }
  }

  /** Does beforehand what takes nothing from others; a failure is a value. */
  Ended prepare() throws InterruptedException {
    try {
      files.recall();
      Optional<Step> step = preparation();
      while (step.isPresent()) {
        carryOut(step.get(), task.goal());
        step = preparation();
      }
      return new Ended(standing.family());
    } catch (IOException e) {
      String reason = failed(e);
      return new Ended(standing.family(), Optional.of(reason), Ended.From.of(e));
    }
  }

  private Optional<Step> preparation() {
    // Who shares with others is tied to the containers that are there when it is made.
    boolean isAlone =
        task.desired().map(workload -> Sharing.providers(workload).isEmpty()).orElse(true);
    return FamilyMachine.next(standing.family(), task.goal())
        .filter(step ->
            step instanceof Step.EnsureImage
                || (isAlone && FamilyMachine.isPreparation(standing.family(), step)));
  }

  private String failed(IOException failure) throws InterruptedException {
    String reason = reason(failure);
    tools
        .listener()
        .accept(new FleetEvent.Failed(task.host(), task.workload(), reason, lastLines(failure)));
    Optional<Goal.Earlier> before = before();
    if (before.isEmpty() || !(task.goal() instanceof Goal.Present) || isThere()) {
      return reason;
    }
    boolean isTouched = isTouched(before.get());
    if (!isTouched && Reconnection.isLostLink(failure)) {
      return reason;
    }
    journal.goOnInAnyCase();
    String back = goBack(before.get(), isTouched);
    return reason + back + journal.unwritten().map(also -> "; and " + also.getMessage()).orElse("");
  }

  /** Whether what was wanted works, so that only less than that has failed. */
  private boolean isThere() {
    return FamilyMachine.isThere(standing.family(), task.goal());
  }

  /** Whose files were changed by a run that was killed worked when that began. */
  private Optional<Goal.Earlier> before() {
    return task.before()
        .map(before -> files.areLeft() ? new Goal.Earlier(before.generation(), true) : before);
  }

  /** As it was before, as far as that is possible; says how far. */
  private String goBack(Goal.Earlier before, boolean isTouched) throws InterruptedException {
    boolean wasReplaced =
        standing.family().members().stream()
            .anyMatch(member -> member.generation() > before.generation());
    String ofFiles = putFilesBack(before);
    if (!isTouched && ofFiles.isEmpty()) {
      removeNext();
      return "";
    }
    try {
      lookAt(before);
      reach(before);
      files.forgetIfBack();
      return ofFiles + (wasReplaced && isTouched ? backInItsPlace(before) : stillThere(before));
    } catch (IOException again) {
      return ofFiles + "; and the container before is not back: " + again.getMessage();
    }
  }

  /** Of one whose stop got no certain answer nobody knows what it does. */
  private void lookAt(Goal.Earlier before) throws IOException {
    Member target = standing.family().ofGeneration(before.generation());
    if (target != null
        && target.state() == ContainerState.OTHER
        && steps.ending().equals(Optional.of(target.id()))) {
      standing.change(target.in(engine.status(target.id()).state()));
    }
  }

  private String backInItsPlace(Goal.Earlier before) {
    tools
        .listener()
        .accept(
            new FleetEvent.RolledBack(
                task.host(), task.workload(), before.generation(), before.running()));
    return "; the container before is back" + (before.running() ? "" : ", stopped as it was");
  }

  /** Of one that was in its place all the time. */
  private String stillThere(Goal.Earlier before) throws IOException {
    Member member = standing.family().ofGeneration(before.generation());
    if (member == null) {
      return "";
    }
    boolean runs = engine.status(member.id()).state() == ContainerState.RUNNING;
    if (before.running()) {
      return runs ? "; it runs as before" : "; it does not run";
    }
    return runs ? "; it was stopped before, and runs now" : "; it is stopped, as it was";
  }

  /**
   * For a container that comes back; what was written for one that stays is not taken back, unless
   * a run that was killed has left it.
   */
  private void putFilesBackIfReplaced(Goal.Earlier earlier)
      throws IOException, InterruptedException {
    Member current = task.family().current();
    Member target = standing.family().ofGeneration(earlier.generation());
    if (target == null || (target.equals(current) && !files.areLeft())) {
      return;
    }
    List<String> keys = files.keys(target.id());
    if (!keys.isEmpty()) {
      carryOut(new Step.PutBack(target.ref(), keys), earlier);
    }
  }

  /** Says so, if there were any. */
  private String putFilesBack(Goal.Earlier before) throws InterruptedException {
    Member target = standing.family().ofGeneration(before.generation());
    if (target == null) {
      return "";
    }
    List<String> keys = files.keys(target.id());
    if (keys.isEmpty()) {
      return files.exceptions();
    }
    try {
      carryOut(new Step.PutBack(target.ref(), keys), before);
    } catch (IOException notToBeHad) {
      return "; and the files before are not back: " + notToBeHad.getMessage();
    }
    String back = "; the files before are back" + files.exceptions();
    try {
      if (before.running() && files.wereWrittenFor(target.id())) {
        tellOfFormer(target, before, keys);
      }
      return back;
    } catch (IOException untold) {
      return back + "; and it has not taken notice of them: " + untold.getMessage();
    }
  }

  /** A container that stays, and may have ended over its files. */
  private void tellOfFormer(Member target, Goal.Earlier before, List<String> keys)
      throws IOException, InterruptedException {
    ContainerState state = engine.status(target.id()).state();
    standing.change(standing.member(target.id()).in(state));
    List<OnChange> how =
        switch (state) {
          case RUNNING -> ((Goal.Present) task.goal()).reactions(keys);
          case RESTARTING -> List.of(new OnChange.Restart());
          default -> List.of(); // who is started reads them
        };
    if (!how.isEmpty()) {
      carryOut(new Step.Tell(target.ref(), how), before);
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

  /** Whether it is not as it was, or another one has been started in its place. */
  private boolean isTouched(Goal.Earlier earlier) {
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

  private List<String> lastLines(IOException failure) {
    Optional<String> container = steps.awaited();
    if (container.isEmpty() || failure instanceof TaskJournal.UnwrittenException) {
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
    try {
      Optional<Step> step = FamilyMachine.next(standing.family(), goal);
      while (step.isPresent()) {
        carryOut(step.get(), goal);
        step = FamilyMachine.next(standing.family(), goal);
      }
    } catch (IOException e) {
      boolean isOfTidying = FamilyMachine.isThere(standing.family(), goal);
      if (!isOfTidying || e instanceof TaskJournal.UnwrittenException) {
        throw e;
      }
      // What works is not to suffer from what an engine cannot remove.
      tools.listener().accept(new FleetEvent.LeftOver(task.host(), task.workload(), reason(e)));
    }
  }

  private static String reason(IOException failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
  }

  private void carryOut(Step step, Goal goal) throws IOException, InterruptedException {
    long start = tools.patience().nanos();
    tools.listener().accept(new FleetEvent.Begun(task.host(), task.workload(), step));
    performInSpiteOfABrokenLink(step, goal);
    standing.advance(step, goal);
    tools
        .listener()
        .accept(new FleetEvent.Finished(task.host(), task.workload(), step, since(start)));
  }

  private Duration since(long start) {
    return Duration.ofNanos(tools.patience().nanos() - start);
  }

  private void performInSpiteOfABrokenLink(Step step, Goal goal)
      throws IOException, InterruptedException {
    try {
      steps.perform(step, goal);
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
        steps.perform(step, goal);
      }
    }
  }
}
