package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ImageArchive;
import dev.ostler.engine.Networking;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Carries out one task on one host, step after step, and goes back if the new one fails. */
final class TaskRun {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final int LAST_LINES = 10;

  private final Task task;
  private final HostEngine engine;
  private final Tools tools;
  private Family family;
  private String createdId = Family.PLANNED;
  private @Nullable String awaited;

  TaskRun(Task task, HostEngine engine, Tools tools) {
    this.task = task;
    this.engine = engine;
    this.tools = tools;
    family = task.family();
  }

  /**
   * What every run needs.
   *
   * @param fleet the fleet's name
   * @param nameOf names of containers by keys of workloads
   * @param journal what is remembered
   * @param patience the time
   * @param listener is told of every step
   * @param hooks what else is done, by key of the workload
   */
  record Tools(
      String fleet,
      UnaryOperator<String> nameOf,
      Journal journal,
      Patience patience,
      Consumer<FleetEvent> listener,
      Function<String, Hooks> hooks) {}

  /** How it ended, and what is there then. */
  record Ended(Family family, Optional<String> failure) {}

  /** Runs to the end; a failure is a value. */
  Ended run() throws InterruptedException {
    Member before = task.family().current();
    long start = tools.patience().nanos();
    try {
      reach(task.goal());
      tools.listener().accept(new FleetEvent.Done(task.host(), task.workload(), since(start)));
      return new Ended(family, Optional.empty());
    } catch (IOException e) {
      return new Ended(family, Optional.of(failed(e, before)));
    }
  }

  private String failed(IOException failure, @Nullable Member before) throws InterruptedException {
    String reason = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    tools
        .listener()
        .accept(new FleetEvent.Failed(task.host(), task.workload(), reason, lastLines()));
    if (before == null || !(task.goal() instanceof Goal.Present)) {
      return reason;
    }
    if (!wasReplaced(before)) {
      if (!Reconnection.isLostLink(failure)) {
        removeNext();
      }
      return reason;
    }
    try {
      reach(new Goal.Earlier(before.generation(), before.isLive()));
      tools
          .listener()
          .accept(new FleetEvent.RolledBack(task.host(), task.workload(), before.generation()));
      return reason + "; the container before is back";
    } catch (IOException again) {
      return reason + "; and the container before is not back: " + again.getMessage();
    }
  }

  /** A new one that never came to run is of no use, and may take the place that was lacking. */
  private void removeNext() throws InterruptedException {
    Member next = family.next();
    if (next != null) {
      try {
        carryOut(new Step.Remove(next.ref()), task.goal());
      } catch (IOException notToBeHad) {
        // The next run finds it and goes on with it, or removes it.
      }
    }
  }

  /** Whether another one has been started in its place, or was about to be. */
  private boolean wasReplaced(Member before) {
    Member now = family.member(before.id());
    Member next = family.next();
    return !now.name().equals(before.name())
        || now.state() != before.state()
        || (next != null && next.isLive());
  }

  private List<String> lastLines() {
    String container = awaited;
    if (container == null) {
      return List.of();
    }
    try {
      return engine.lastLines(container, LAST_LINES);
    } catch (IOException notToBeHad) {
      return List.of();
    }
  }

  private void reach(Goal goal) throws IOException, InterruptedException {
    try {
      go(goal);
    } catch (NotInPlaceException e) {
      go(((Goal.Present) goal).withoutChangesInPlace());
    }
  }

  private void go(Goal goal) throws IOException, InterruptedException {
    Optional<Step> step = FamilyMachine.next(family, goal);
    while (step.isPresent()) {
      carryOut(step.get(), goal);
      step = FamilyMachine.next(family, goal);
    }
  }

  private void carryOut(Step step, Goal goal) throws IOException, InterruptedException {
    long start = tools.patience().nanos();
    tools.listener().accept(new FleetEvent.Begun(task.host(), task.workload(), step));
    performInSpiteOfABrokenLink(step);
    family = FamilyMachine.after(family, step, createdId, goal);
    remember(step);
    tools
        .listener()
        .accept(new FleetEvent.Finished(task.host(), task.workload(), step, since(start)));
  }

  private Duration since(long start) {
    return Duration.ofNanos(tools.patience().nanos() - start);
  }

  private void performInSpiteOfABrokenLink(Step step) throws IOException, InterruptedException {
    try {
      perform(step);
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
        createdId = created.get();
      } else if (!Reconnection.isDone(step, seen)) {
        perform(step);
      }
    }
  }

  private void perform(Step step) throws IOException, InterruptedException {
    switch (step) {
      case Step.EnsureImage _ -> ensureImage(workload());
      case Step.Create create -> createdId = create(create);
      case Step.WriteFiles write -> write(write.container().id(), write.paths());
      case Step.Update update -> update(update.container());
      case Step.Attach attach -> attach(attach);
      case Step.Rename rename -> engine.rename(rename.container().id(), rename.name());
      case Step.Stop stop ->
          hooks().stop(stop.container().id(), () -> engine.stop(stop.container().id(), grace()));
      case Step.Start start -> start(start.container());
      case Step.Pause pause -> engine.pause(pause.container().id());
      case Step.Unpause unpause -> engine.unpause(unpause.container().id());
      case Step.Tell tell -> tell(tell);
      case Step.AwaitHealthy await -> await(await.container());
      case Step.Remove remove -> engine.remove(remove.container().id());
      case Step.RememberUnproven _, Step.RememberUntold _ -> {
        // Its effect is what is remembered after every step.
      }
    }
  }

  /** An engine can change nothing while a container lives. */
  private static final class NotInPlaceException extends IOException {
    private static final long serialVersionUID = 1;
  }

  private void update(Step.Ref container) throws IOException {
    ContainerSpec spec = workload().spec();
    if (!engine.update(container.id(), spec.lifecycle().restart(), spec.resources())) {
      throw new NotInPlaceException();
    }
  }

  private void ensureImage(Workload workload) throws IOException {
    Optional<ImageArchive> archive = workload.rollout().archive();
    if (archive.isPresent()) {
      engine.sendImage(workload.spec().image(), archive.get(), meter());
    } else {
      engine.ensureImage(workload.spec(), workload.rollout().pull(), meter());
    }
  }

  private PullMeter meter() {
    return new PullMeter(percent ->
        tools.listener().accept(new FleetEvent.Pulling(task.host(), task.workload(), percent)));
  }

  private Workload workload() {
    return task.desired()
        .orElseThrow(() -> new AssertionError("internal error: no workload for " + task.id()));
  }

  private Optional<Duration> grace() {
    return task.desired().flatMap(workload -> workload.spec().lifecycle().stopTimeout());
  }

  private String create(Step.Create create) throws IOException {
    new FilePlaces(engine, tools.fleet()).makeFolders(workload());
    Making.Label label =
        new Making.Label(tools.fleet(), create.generation(), ((Goal.Present) task.goal()).spec());
    return engine.create(create.name(), Making.spec(workload(), label, tools.nameOf()));
  }

  private void write(String container, List<String> keys) throws IOException {
    List<ManagedFile> files =
        workload().files().stream().filter(file -> keys.contains(file.key())).toList();
    Accounts accounts =
        files.stream().allMatch(file -> file.owner().isNumeric())
            ? Accounts.NONE
            : Observation.accounts(engine, container);
    new FilePlaces(engine, tools.fleet())
        .write(container, workload(), Making.files(files, accounts));
  }

  private void start(Step.Ref container) throws IOException, InterruptedException {
    awaited = container.id();
    Member member = family.member(container.id());
    if (hooks().isDueAfterStart(member)) {
      // Else a run after a kill would see it run, and not know that its hook has not.
      family = family.with(member.unhooked(true));
      note(container.id());
    }
    try {
      hooks().start(container.id(), member.state(), () -> engine.start(container.id()));
    } catch (IOException e) {
      // It may run all the same: the answer was lost, or only the hook has failed.
      family = family.with(family.member(container.id()).in(ContainerState.OTHER));
      throw e;
    }
  }

  private HookRun hooks() {
    return new HookRun(tools.hooks().apply(task.workload()), task.host(), task.workload());
  }

  private void attach(Step.Attach attach) throws IOException {
    Map<String, Networking.Attachment> wanted = workload().spec().networking().attachments();
    for (String network : attach.networks()) {
      engine.attach(
          attach.container().id(),
          network,
          wanted.getOrDefault(network, Networking.Attachment.PLAIN));
    }
  }

  private void tell(Step.Tell tell) throws IOException, InterruptedException {
    String container = tell.container().id();
    for (OnChange how : tell.how()) {
      switch (how) {
        case OnChange.Signal(String name) -> engine.signal(container, name);
        case OnChange.Restart _ -> {
          awaited = container;
          hooks()
              .start(container, ContainerState.RUNNING, () -> engine.restart(container, grace()));
        }
        case OnChange.Exec(List<String> command) -> {
          int status = engine.exec(container, command);
          if (status != 0) {
            throw new FleetException(
                FleetException.Kind.FAILED,
                "cannot make "
                    + tell.container()
                    + " take notice of its files: "
                    + String.join(" ", command)
                    + " ended with status "
                    + status);
          }
        }
        case OnChange.Nothing _, OnChange.Recreate _ -> {
          // The one needs nothing, the other is a replacement.
        }
      }
    }
  }

  private void await(Step.Ref container) throws IOException, InterruptedException {
    awaited = container.id();
    runForgottenHook(container);
    Workload.Rules rules = task.desired().map(Workload::rollout).orElse(Workload.Rules.usual());
    long start = tools.patience().nanos();
    while (true) {
      Duration elapsed = since(start);
      boolean answers = answers(container.id(), rules.health());
      switch (HealthVerdict.of(engine.status(container.id()), answers, elapsed, rules)) {
        case HealthVerdict.Works _ -> {
          return;
        }
        case HealthVerdict.Fails(String reason) ->
            throw new FleetException(
                FleetException.Kind.FAILED,
                "cannot bring " + container + " on " + task.host() + " to work: " + reason);
        case HealthVerdict.Unclear _ -> tools.patience().pause(BETWEEN_LOOKS);
      }
    }
  }

  private void runForgottenHook(Step.Ref container) throws IOException, InterruptedException {
    Member member = family.member(container.id());
    if (member.pending().unhooked()) {
      hooks().afterStart(container.id());
      family = family.with(member.unhooked(false));
      note(container.id());
    }
  }

  private boolean answers(String container, HealthProbe probe) throws IOException {
    return switch (probe) {
      case HealthProbe.Engine _ -> false;
      case HealthProbe.Exec exec -> engine.exec(container, exec.command()) == 0;
      case HealthProbe.Http _, HealthProbe.Tcp _ -> engine.answers(container, probe);
    };
  }

  /** Writes down what a later run could not see on the host. */
  private void remember(Step step) throws IOException {
    switch (step) {
      case Step.Create _ -> note(createdId);
      case Step.RememberUnproven(Step.Ref container) -> note(container.id());
      case Step.RememberUntold remember -> note(remember.container().id());
      case Step.Tell tell -> note(tell.container().id());
      case Step.AwaitHealthy await -> note(await.container().id());
      case Step.Start start -> {
        if (hooks().isAfterStart()) {
          note(start.container().id());
        }
      }
      case Step.Update update -> note(update.container().id());
      case Step.Remove remove ->
          change(recorded -> recorded.without(task.host(), remove.container().id()));
      case Step.EnsureImage _,
          Step.WriteFiles _,
          Step.Attach _,
          Step.Rename _,
          Step.Stop _,
          Step.Pause _,
          Step.Unpause _ -> {
        // The host itself shows these.
      }
    }
  }

  private void note(String container) throws IOException {
    Member member = family.member(container);
    change(recorded ->
        recorded.with(
            task.host(),
            container,
            new Recorded.Note(task.workload(), Optional.of(member.spec()), member.pending())));
  }

  private void change(UnaryOperator<Recorded> change) throws IOException {
    tools.journal().change(change);
  }
}
