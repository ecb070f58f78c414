package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Exit;
import dev.ostler.supervisor.Effect.Reload;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalEveryone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Each process and each configuration has a machine of its own. What they have to do with one
 * another is decided here, anew after every input, until nothing changes any more: who should run
 * and may start, who must wait to be stopped, whose end is the end of everything.
 */
/**
 * Decides what to do with everything that one supervisor looks after. Reads no clock, file or
 * process: what has happened comes in, what to do goes out.
 */
final class Machine implements PipelineMachine.Users {
  private static final SetBy SETUP = new SetBy.Configuration();
  private static final SetBy ITSELF = new SetBy.Itself();
  private static final int FAILED = 1;

  private enum Ending {
    /** Processes run, or are being stopped. */
    NOT_YET,
    /** All processes have ended; whatever else is left was asked to. */
    ASKED,
    /** It was killed. */
    KILLED
  }

  /**
   * How to end.
   *
   * @param status the status to end with; empty for that of the only process, which may yet run
   * @param request what asks the processes to end because somebody asked us to
   */
  record Leaving(Optional<Integer> status, Optional<Signal> request) {}

  private final List<Effect> effects = new ArrayList<>();
  private final DoubleSupplier chance;
  private final Map<String, ProcessMachine> processes = new LinkedHashMap<>();
  private final Map<String, Claims> claims = new LinkedHashMap<>();
  private final Map<String, PipelineMachine> pipelines = new LinkedHashMap<>();
  private Setup setup;
  private Order order;
  private boolean active;
  private boolean settling;
  private boolean standbyToConfirm;
  private Optional<Leaving> leaving = Optional.empty();
  private Ending ending = Ending.NOT_YET;

  /**
   * Nothing has happened yet.
   *
   * @param active whether the activation is there
   * @param configured the configurations whose users need not wait for them
   */
  Machine(Setup setup, boolean active, Set<String> configured, DoubleSupplier chance) {
    this.setup = setup;
    this.order = new Order(setup.processes());
    this.active = active;
    this.chance = chance;
    for (ProcessSetup process : setup.processes()) {
      add(process);
    }
    for (ConfigurationSetup configuration : setup.configurations()) {
      add(configuration, configured.contains(configuration.name()));
    }
  }

  private void add(ProcessSetup process) {
    processes.put(
        process.name(), new ProcessMachine(process, ProcessState.initial(), effects, chance));
    claims.put(process.name(), Claims.initial(active || !isActivated(process.name()), SETUP));
  }

  private void add(ConfigurationSetup configuration, boolean configured) {
    pipelines.put(
        configuration.name(),
        new PipelineMachine(configuration, PipelineState.initial(configured), this, effects));
  }

  private boolean isActivated(String process) {
    return setup.activation().isPresent() && setup.activation().get().processes().contains(process);
  }

  Setup setup() {
    return setup;
  }

  Claims claims(String process) {
    return known(claims.get(process), process);
  }

  ProcessMachine process(String name) {
    return known(processes.get(name), name);
  }

  PipelineMachine pipeline(String name) {
    return known(pipelines.get(name), name);
  }

  private static <T> T known(@Nullable T found, String name) {
    if (found == null) {
      throw new IllegalArgumentException("internal error: nothing is called '" + name + "'");
    }
    return found;
  }

  /** All that are looked after, in order. */
  Set<String> processes() {
    return processes.keySet();
  }

  boolean isActive() {
    return active;
  }

  /** Whether it would run but for those that it follows, or its configuration. */
  boolean isHeldBack(String name) {
    return state(name).goal() == Goal.HOLD && isWanted(name);
  }

  /** Whether it is not to run as things are. */
  boolean isToRest(String name) {
    return !isWanted(name) || claims(name).suspended().holds() || process(name).hasCompleted();
  }

  Optional<Leaving> leaving() {
    return leaving;
  }

  @Override
  public ProcessState state(String process) {
    return process(process).state();
  }

  @Override
  public void send(String process, Signal signal) {
    process(process).signalRequested(signal);
  }

  @Override
  public void restart(String process) {
    if (leaving.isEmpty()) {
      revive(process);
      process(process).restartOnRequest();
    }
  }

  @Override
  public boolean isResting(String process) {
    return !isWanted(process) || claims(process).suspended().holds();
  }

  @Override
  public void askAnew(String process) {
    process(process).askAnew();
  }

  @Override
  public boolean areLeaving() {
    return leaving.isPresent();
  }

  /** Takes one input; returns what to do, in order. */
  List<Effect> next(Input input) {
    effects.clear();
    input.tell(this);
    converge();
    return List.copyOf(effects);
  }

  private void emit(Effect effect) {
    effects.add(effect);
  }

  private void converge() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (PipelineMachine pipeline : pipelines.values()) {
        pipeline.look();
      }
      for (Map.Entry<String, ProcessMachine> process : processes.entrySet()) {
        changed |= process.getValue().want(goal(process.getKey()));
        changed |= regardEnd(process.getKey(), process.getValue());
      }
    }
    confirmStandby();
    dropRemoved();
    endIfDone();
  }

  /** What is wanted of a process as things are. */
  private Goal goal(String name) {
    ProcessMachine machine = process(name);
    if (!isWanted(name)) {
      return isNeeded(name) ? Goal.HOLD : Goal.REST;
    }
    boolean frozen = claims(name).suspended().holds();
    machine.freeze(frozen);
    if (machine.state().isDown() && (frozen || !isConfigured(name) || !mayFollow(name))) {
      return Goal.HOLD;
    }
    return Goal.RUN;
  }

  /** Suspending those that are frozen by it does not end them. */
  private boolean isWanted(String name) {
    Claims needs = claims(name);
    boolean rests =
        needs.suspended().holds() && !process(name).policy().traits().frozenBySuspending();
    return needs.started().holds()
        && needs.active().holds()
        && !rests
        && leaving.isEmpty()
        && order.names(name);
  }

  /** Whether one that follows it, and is to end too, is still there: who came last goes first. */
  private boolean isNeeded(String name) {
    if (process(name).state().isDown()) {
      return false;
    }
    for (String follower : order.after(name)) {
      ProcessMachine last = process(follower);
      if (!last.state().isDown() && !last.isStuck() && !isWanted(follower)) {
        return true;
      }
    }
    return false;
  }

  private boolean isConfigured(String name) {
    for (PipelineMachine pipeline : pipelines.values()) {
      if (pipeline.setup().users().contains(name) && !pipeline.state().configured()) {
        return false;
      }
    }
    return true;
  }

  /** Whether those that a process follows have come far enough. */
  private boolean mayFollow(String name) {
    for (Map.Entry<String, Milestone> former : order.before(name).entrySet()) {
      if (!hasReached(process(former.getKey()), former.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasReached(ProcessMachine machine, Milestone milestone) {
    return switch (milestone) {
      case STARTED -> machine.state().phase() == Phase.UP || machine.hasCompleted();
      case READY -> machine.state().ready();
      case COMPLETED -> machine.hasCompleted();
    };
  }

  /** A process that has ended for good may be the reason to end everything. */
  private boolean regardEnd(String name, ProcessMachine machine) {
    Optional<Integer> over = machine.state().over();
    if (over.isEmpty() || !claims(name).started().holds() || leaving.isPresent()) {
      return false;
    }
    if (pipelines.values().stream().anyMatch(pipeline -> pipeline.isTrying(name))) {
      return false; // the version before may bring it back
    }
    if (machine.policy().restart().when() == RestartPolicy.When.ON_REQUEST
        && machine.hasCompleted()) {
      machine.renew();
      suspensionSet(Set.of(name), true, ITSELF);
      return true;
    }
    if (machine.policy().traits().oneShot() && machine.hasCompleted()) {
      return false;
    }
    claims.put(name, claims(name).withStarted(false, ITSELF));
    if (machine.policy().traits().essential()) {
      if (!name.equals(Setup.ONLY)) {
        emit(new Say(name + " has ended for good, and with it everything"));
      }
      leave(machine.policy().exits().passedOn(over.get()));
    }
    return true;
  }

  private void confirmStandby() {
    if (standbyToConfirm && !active && activatedAreDown()) {
      standbyToConfirm = false;
      emit(new Say("on standby"));
    }
  }

  private boolean activatedAreDown() {
    for (Map.Entry<String, ProcessMachine> process : processes.entrySet()) {
      if (isActivated(process.getKey()) && !process.getValue().state().isDown()) {
        return false;
      }
    }
    return true;
  }

  /** Processes that the file does not name any more are forgotten when they are down. */
  private void dropRemoved() {
    if (processes.size() > setup.processes().size()) {
      processes
          .entrySet()
          .removeIf(
              process -> !order.names(process.getKey()) && process.getValue().state().isDown());
      claims.keySet().retainAll(processes.keySet());
    }
  }

  private void endIfDone() {
    if (leaving.isEmpty() && setup.end().whenIdle() && isIdle()) {
      leave(0);
    }
    if (leaving.isPresent() && ending == Ending.NOT_YET && areAllDown()) {
      endEveryone();
    }
  }

  private boolean isIdle() {
    for (Map.Entry<String, ProcessMachine> process : processes.entrySet()) {
      boolean over =
          process.getValue().state().over().isPresent()
              || !claims(process.getKey()).started().holds();
      if (!over || !process.getValue().state().isDown()) {
        return false;
      }
    }
    return true;
  }

  /** Those whom not even KILL ends are nobody that one could wait for. */
  private boolean areAllDown() {
    boolean stuck = false;
    for (ProcessMachine process : processes.values()) {
      if (!process.state().isDown()) {
        if (!process.isStuck()) {
          return false;
        }
        stuck = true;
      }
    }
    if (stuck) {
      killEveryone();
      return false;
    }
    return true;
  }

  void begun() {
    standbyToConfirm = !active && setup.activation().isPresent();
  }

  void signalArrived(Signal signal) {
    if (setup.signals().reloading().contains(signal)) {
      emit(new Reload());
    } else if (setup.signals().stopping().contains(signal)) {
      stopRequested(setup.signals().stopSignal(signal));
    } else {
      Optional<Signal> forwarded = setup.signals().map().apply(signal);
      if (forwarded.isPresent()) {
        signalRequested(processes.keySet(), forwarded.get());
      }
    }
  }

  /** The first request stops in order, a further one hurries. */
  private void stopRequested(Optional<Signal> signal) {
    if (leaving.isPresent() && leaving.get().request().isPresent()) {
      hurry();
      return;
    }
    Optional<Integer> status = leaving.isPresent() ? leaving.get().status() : statusWhenStopped();
    leaving = Optional.of(new Leaving(status, Optional.of(signal.orElse(Signal.TERM))));
    if (signal.isPresent()) {
      for (ProcessMachine process : processes.values()) {
        process.stopBy(signal.get());
      }
    }
  }

  /** A process that we had suspended or put on standby has no status that would tell anything. */
  private Optional<Integer> statusWhenStopped() {
    if (setup.end().status().isPresent()) {
      return setup.end().status();
    }
    ProcessMachine first = processes.values().iterator().next();
    return processes.size() > 1 || first.state().isEnding() ? Optional.of(0) : Optional.empty();
  }

  private void hurry() {
    if (ending == Ending.NOT_YET) {
      for (ProcessMachine process : processes.values()) {
        process.hurry();
      }
    } else if (ending == Ending.ASKED) {
      killEveryone();
    }
  }

  void signalRequested(Set<String> whom, Signal signal) {
    if (ending == Ending.NOT_YET) {
      for (Map.Entry<String, ProcessMachine> process : processes.entrySet()) {
        if (whom.contains(process.getKey())) {
          process.getValue().signalRequested(signal);
        }
      }
    }
  }

  void activationSet(boolean now) {
    Deadline deadline = new Deadline(Deadline.Kind.ACTIVATION, "");
    if (settling) {
      emit(new ClearDeadline(deadline));
      settling = false;
    }
    if (now != active && setup.activation().isPresent()) {
      if (setup.activation().get().settle().isZero()) {
        activate(now);
      } else {
        emit(new SetDeadline(deadline, setup.activation().get().settle()));
        settling = true;
      }
    }
  }

  private void activate(boolean now) {
    active = now;
    standbyToConfirm = !now;
    if (now) {
      emit(new Say("active"));
    }
    SetBy file = new SetBy.ActivationFile(setup.activation().orElseThrow().file().toString());
    for (Map.Entry<String, ProcessMachine> process : processes.entrySet()) {
      if (isActivated(process.getKey())) {
        claims.put(process.getKey(), claims(process.getKey()).withActive(now, file));
        if (now) {
          revive(process.getKey());
        }
      }
    }
  }

  /** What has ended for good by itself gets another chance. */
  private void revive(String name) {
    if (claims(name).started().by().equals(ITSELF)) {
      claims.put(name, claims(name).withStarted(true, SETUP));
    }
    process(name).renew();
  }

  void suspensionSet(Set<String> whom, boolean suspended, SetBy by) {
    boolean changed = false;
    for (String name : whom) {
      Claims before = claims(name);
      Claims after = before.withSuspended(suspended, by);
      if (!after.equals(before)) {
        claims.put(name, after);
        process(name).renew();
        changed = true;
      }
    }
    if (changed) {
      emit(new Say(suspended ? "suspended" + names(whom) : "resumed" + names(whom)));
    }
  }

  /** Nothing for all of them. */
  private String names(Set<String> whom) {
    return whom.size() == processes.size()
        ? ""
        : " " + String.join(", ", whom.stream().sorted().toList());
  }

  void startSet(Set<String> whom, boolean started, SetBy by) {
    for (String name : whom) {
      claims.put(name, claims(name).withStarted(started, by));
      if (started) {
        process(name).renew();
      }
    }
  }

  void restartRequested(Set<String> whom, SetBy by) {
    startSet(whom, true, by);
    for (String name : whom) {
      restart(name);
    }
  }

  void notAlive(String name, String reason) {
    if (leaving.isEmpty() && process(name).unhealthy(reason)) {
      leave(FAILED);
    }
  }

  /** The first reason to leave decides the status. */
  void leave(int status) {
    if (leaving.isEmpty()) {
      leaving = Optional.of(new Leaving(Optional.of(status), Optional.empty()));
    }
  }

  void deadlinePassed(Deadline deadline) {
    switch (deadline.kind()) {
      case PHASE -> process(deadline.name()).deadlinePassed(leaving.isPresent());
      case READY -> {
        if (leaving.isEmpty()) {
          process(deadline.name()).readyDeadlinePassed();
        }
      }
      case PIPELINE -> pipeline(deadline.name()).deadlinePassed();
      case ACTIVATION -> {
        settling = false;
        activate(!active);
      }
      case END -> killEveryone();
    }
  }

  /**
   * Whatever the processes left behind outside their groups is ours by now, and outlives us not.
   */
  private void endEveryone() {
    emit(new SignalEveryone(Signal.TERM));
    emit(new SetDeadline(endDeadline(), setup.end().grace()));
    ending = Ending.ASKED;
  }

  private void killEveryone() {
    emit(new SignalEveryone(Signal.KILL));
    emit(new ClearDeadline(endDeadline()));
    ending = Ending.KILLED;
  }

  private static Deadline endDeadline() {
    return new Deadline(Deadline.Kind.END, "");
  }

  void nobodyLeft() {
    if (ending != Ending.NOT_YET) {
      emit(new Exit(status()));
    }
  }

  private int status() {
    Optional<Integer> decided = leaving.flatMap(Leaving::status);
    if (decided.isPresent()) {
      return decided.get();
    }
    ProcessMachine only = processes.values().iterator().next();
    return only.state().lastExit().isPresent()
        ? only.policy().exits().passedOn(only.state().lastExit().get().shellStatus())
        : 0;
  }

  /**
   * Follows another setup from now on; what only one of them has is started or stopped.
   *
   * @param configured the configurations whose users need not wait for them
   */
  void follow(Setup other, Set<String> configured) {
    Setup before = setup;
    setup = other;
    order = new Order(other.processes());
    for (ProcessSetup process : other.processes()) {
      if (processes.containsKey(process.name())) {
        adopt(before, process);
      } else {
        add(process);
      }
    }
    Map<String, PipelineMachine> former = new LinkedHashMap<>(pipelines);
    pipelines.clear();
    for (ConfigurationSetup configuration : other.configurations()) {
      PipelineMachine same = former.get(configuration.name());
      if (same != null && same.setup().equals(configuration)) {
        pipelines.put(configuration.name(), same);
        former.remove(configuration.name());
      } else {
        boolean known = same != null && same.state().configured();
        add(configuration, known || configured.contains(configuration.name()));
      }
    }
    former.keySet().forEach(this::clearPipelineDeadline);
  }

  private void clearPipelineDeadline(String configuration) {
    emit(new ClearDeadline(new Deadline(Deadline.Kind.PIPELINE, configuration)));
  }

  /** A configuration was let go in the middle of something, and is watched anew. */
  void reopened(String configuration) {
    PipelineMachine former = pipeline(configuration);
    clearPipelineDeadline(configuration);
    add(former.setup(), former.state().configured());
  }

  private void adopt(Setup before, ProcessSetup process) {
    ProcessMachine machine = process(process.name());
    machine.follow(process.policy());
    boolean restarts =
        before.processes().stream()
            .anyMatch(old ->
                old.name().equals(process.name()) && SetupDifferences.needsRestart(old, process));
    if (restarts) {
      machine.restartOnRequest();
    }
  }
}
