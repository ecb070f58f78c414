package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.ImageArchive;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Resources;
import dev.ostler.engine.Restart;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Does the steps of one task on its host, each as if it were the only one. */
final class StepRun {
  private final Task task;
  private final HostEngine engine;
  private final TaskRun.Tools tools;
  private final Standing standing;
  private final FilesBack files;
  private Optional<String> awaited = Optional.empty();
  private Optional<String> ending = Optional.empty();

  StepRun(Task task, HostEngine engine, TaskRun.Tools tools, Standing standing, FilesBack files) {
    this.files = files;
    this.task = task;
    this.engine = engine;
    this.tools = tools;
    this.standing = standing;
  }

  /** The container that was last to come to work. */
  Optional<String> awaited() {
    return awaited;
  }

  /** The container that was last told to end without a certain answer. */
  Optional<String> ending() {
    return ending;
  }

  void perform(Step step, Goal goal) throws IOException, InterruptedException {
    switch (step) {
      case Step.EnsureImage _ -> ensureImage(workload());
      case Step.Create create -> standing.created(create(create));
      case Step.WriteFiles write -> write(write.container().id(), write.paths());
      case Step.PutBack back -> {
        String container = back.container().id();
        files.putBack(container, standing.member(container).generation());
      }
      case Step.Update update -> update(update.container());
      case Step.Attach attach -> attach(attach);
      case Step.Rename rename -> rename(rename.container().id(), rename.name());
      case Step.Stop stop -> stop(stop.container().id());
      case Step.Start start -> start(start.container());
      case Step.Pause pause -> engine.pause(pause.container().id());
      case Step.Unpause unpause -> engine.unpause(unpause.container().id());
      case Step.Tell tell -> tell(tell);
      case Step.AwaitHealthy await -> await(await.container(), goal);
      case Step.Remove remove -> remove(remove.container().id());
      case Step.RememberUnproven _, Step.RememberUntold _ -> {
        // Its effect is what is remembered after every step.
      }
    }
  }

  private void remove(String container) throws IOException {
    Optional<HostEngine.Image> image = engine.imageOf(container);
    if (image.isPresent()) {
      // Nobody could tell afterwards whose image it was.
      standing.spend(image.get());
    }
    engine.remove(container);
  }

  /** An engine can change nothing while a container lives. */
  static final class NotInPlaceException extends IOException {
    private static final long serialVersionUID = 1;
  }

  private void update(Step.Ref container) throws IOException {
    ContainerSpec spec = workload().spec();
    if (!engine.update(container.id(), spec.lifecycle().restart(), spec.resources())) {
      throw new NotInPlaceException();
    }
  }

  private void ensureImage(Workload workload) throws IOException, InterruptedException {
    PullMeter meter = meter();
    Optional<ImageArchive> archive = workload.rollout().archive();
    Transfer.Way way =
        archive.isPresent()
            ? () -> engine.sendImage(workload.spec().image(), archive.get(), meter)
            : () -> engine.ensureImage(workload.spec(), workload.rollout().pull(), meter);
    new Transfer(way, tools.patience()).run();
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
    FilePlaces places = places();
    footprints(places).beforeFolders(create.generation());
    places.makeFolders(workload());
    writeMounted(places, create.generation());
    Making.Label label =
        new Making.Label(tools.fleet(), create.generation(), ((Goal.Present) task.goal()).spec());
    return engine.create(create.name(), Making.spec(workload(), label, tools.nameOf()));
  }

  /** Engines make no container that mounts what is not there; who owns it is seen to later. */
  private void writeMounted(FilePlaces places, long generation) throws IOException {
    List<ManagedFile> missing = places.mountedAndMissing(workload());
    if (missing.isEmpty()) {
      return;
    }
    Map<ManagedFile, FileView> views = new TreeMap<>();
    missing.forEach(file -> views.put(file, new FileView(file.content(), file.mode(), 0, 0)));
    files.look("", missing);
    Footprints footprints = footprints(places);
    footprints.before(views, generation);
    places.write("", workload(), views);
    footprints.after(views);
  }

  private void write(String container, List<String> keys) throws IOException {
    List<ManagedFile> wanted =
        workload().files().stream().filter(file -> keys.contains(file.key())).toList();
    Accounts accounts =
        wanted.stream().allMatch(file -> file.owner().isNumeric())
            ? Accounts.NONE
            : Observation.accounts(engine, container);
    Map<ManagedFile, FileView> views = Making.files(wanted, accounts);
    files.look(container, wanted);
    FilePlaces places = places();
    Footprints footprints = footprints(places);
    footprints.before(views, standing.member(container).generation());
    places.write(container, workload(), views);
    footprints.after(views);
  }

  private FilePlaces places() {
    return new FilePlaces(engine, tools.fleet());
  }

  private Footprints footprints(FilePlaces places) {
    return new Footprints(task.host(), workload(), places, tools);
  }

  private void start(Step.Ref container) throws IOException, InterruptedException {
    awaited = Optional.of(container.id());
    Member member = standing.member(container.id());
    if (hooks().isDueAfterStart(member)) {
      // Else a run after a kill would see it run, and not know that its hook has not.
      standing.note(member.unhooked(true));
    }
    try {
      hooks().start(container.id(), member.state(), () -> engine.start(container.id()));
    } catch (IOException e) {
      // It may run all the same: the answer was lost, or only the hook has failed.
      standing.change(standing.member(container.id()).in(ContainerState.OTHER));
      throw e;
    }
  }

  /** What is kept is not to start with its engine, beside the one that has its place. */
  private void rename(String container, String name) throws IOException {
    Member member = standing.member(container);
    if (Family.isKept(member.name())) {
      // First: who is killed in between finds it kept yet.
      restartAs(member, member.spec().restart());
    }
    engine.rename(container, name);
    if (Family.isKept(name)) {
      restartAs(member, Restart.NO);
    }
  }

  private void restartAs(Member member, Restart how) throws IOException {
    if (member.spec().restart().equals(Restart.NO)) {
      return;
    }
    try {
      engine.update(member.id(), how, Resources.UNLIMITED);
    } catch (IOException e) {
      if (Reconnection.isLostLink(e)) {
        throw e;
      }
      // To come back matters more, and a plan sees one that is kept and runs.
    }
  }

  private void stop(String container) throws IOException, InterruptedException {
    hooks()
        .stop(
            container,
            () -> {
              end(container);
              // Should its hook fail: who goes back has to start it.
              standing.change(standing.member(container).in(ContainerState.EXITED));
            });
  }

  private void end(String container) throws IOException {
    try {
      engine.stop(container, grace());
    } catch (EngineException e) {
      if (!mayBeDoneYet(e)) {
        throw e;
      }
      ending = Optional.of(container);
      standing.change(standing.member(container).in(ContainerState.OTHER));
      endAgain(container, e);
    }
  }

  /** Whether it gave no answer in its time, or failed in the middle; a lost link is seen to. */
  private static boolean mayBeDoneYet(EngineException failure) {
    return switch (failure.kind()) {
      case UNKNOWN -> !Reconnection.isLostLink(failure);
      case REFUSED -> failure.status() >= 500;
      case UNREACHABLE, FAILED, NO_ANSWER, NOT_UNDERSTOOD -> false;
    };
  }

  /** A second call waits for the same end. */
  private void endAgain(String container, EngineException first) throws IOException {
    try {
      engine.stop(container, grace());
    } catch (IOException again) {
      if (!hasEnded(container)) {
        throw new FleetException(
            FleetException.Kind.FAILED, first.getMessage() + "; it may end yet", first);
      }
    }
  }

  private boolean hasEnded(String container) {
    try {
      ContainerState state = engine.status(container).state();
      return !standing.member(container).in(state).isLive();
    } catch (IOException notToBeHad) {
      return false;
    }
  }

  private HookRun hooks() {
    return tools.hooksOf(task);
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
          awaited = Optional.of(container);
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

  private void await(Step.Ref container, Goal goal) throws IOException, InterruptedException {
    awaited = Optional.of(container.id());
    runForgottenHook(container);
    Workload.Rules rules = task.desired().map(Workload::rollout).orElse(Workload.Rules.usual());
    String what = "cannot bring " + container + " on " + task.host() + " to work: ";
    try {
      Optional<String> failure =
          new HealthWatch(engine, container.id(), rules, tools.patience()).failure();
      if (failure.isPresent()) {
        throw new FleetException(FleetException.Kind.FAILED, what + failure.get());
      }
    } catch (CalledOffException e) {
      // One that comes back has worked before.
      if (!(goal instanceof Goal.Earlier)) {
        throw new CalledOffException(what + e.getMessage());
      }
    }
  }

  private void runForgottenHook(Step.Ref container) throws IOException, InterruptedException {
    Member member = standing.member(container.id());
    if (member.pending().unhooked()) {
      hooks().afterStart(container.id());
      standing.note(member.unhooked(false));
    }
  }
}
