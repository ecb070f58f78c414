package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Reload;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/*
 * Each process and each configuration has a machine of its own. What they have to do with one
 * another is decided here, anew after every input, until nothing changes any more: who should run
 * and may start, who must wait to be stopped (Goals), whose end is the end of everything
 * (Departure).
 */
/**
 * Decides what to do with everything that one supervisor looks after. Reads no clock, file or
 * process: what has happened comes in, what to do goes out.
 */
final class Machine implements PipelineMachine.Users {
  private static final SetBy ITSELF = new SetBy.Itself();
  private static final int FAILED = 1;

  private final List<Effect> effects = new ArrayList<>();
  private final ProcessMachines processes;
  private final PipelineMachines pipelines;
  private final Departure departure;
  private final Goals goals;
  private Setup setup;
  private boolean active;
  private boolean settling;
  private boolean standbyToConfirm;

  /**
   * Nothing has happened yet.
   *
   * @param active whether the activation is there
   * @param configured the configurations whose users need not wait for them
   */
  Machine(Setup setup, boolean active, Set<String> configured, DoubleSupplier chance) {
    this.setup = setup;
    this.active = active;
    this.processes = new ProcessMachines(effects, chance);
    this.pipelines = new PipelineMachines(this, processes.attention(), effects);
    this.departure = new Departure(processes, effects);
    this.goals = new Goals(processes, pipelines, departure);
    processes.follow(setup.processes(), onStandby());
    pipelines.follow(setup.configurations(), configured);
  }

  private Set<String> activated() {
    return setup.activation().isPresent() ? setup.activation().get().processes() : Set.of();
  }

  private Set<String> onStandby() {
    return active ? Set.of() : activated();
  }

  Setup setup() {
    return setup;
  }

  Claims claims(String process) {
    return processes.claims(process);
  }

  ProcessMachine process(String name) {
    return processes.get(name);
  }

  /** The machine of a process of which something changes now. */
  ProcessMachine touch(String name) {
    return processes.touch(name);
  }

  /** Those of which the last input may have changed anything, in order. */
  List<String> touched() {
    return processes.attention().touched();
  }

  PipelineMachine pipeline(String name) {
    return pipelines.get(name);
  }

  /** All that are looked after, in order. */
  Set<String> processes() {
    return processes.names();
  }

  boolean isActive() {
    return active;
  }

  Goals goals() {
    return goals;
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
    if (!departure.isUnderWay()) {
      processes.revive(process);
      touch(process).restartOnRequest();
    }
  }

  @Override
  public boolean hasBeenReady(String process) {
    return process(process).hasBeenReady();
  }

  @Override
  public boolean isResting(String process) {
    return goals.isResting(process);
  }

  @Override
  public void askAnew(String process) {
    process(process).askAnew();
  }

  @Override
  public boolean areLeaving() {
    return departure.isUnderWay();
  }

  /** Takes one input; returns what to do, in order. */
  List<Effect> next(Input input) {
    effects.clear();
    processes.attention().begin();
    input.tell(this);
    converge();
    return List.copyOf(effects);
  }

  private void emit(Effect effect) {
    effects.add(effect);
  }

  private void converge() {
    do {
      pipelines.look();
      List<String> round = processes.attention().take();
      // An end may be the end of everything: that is known before anybody is started.
      for (String name : round) {
        if (regardEnd(name, process(name))) {
          touch(name);
        }
      }
      for (String name : round) {
        if (aim(name)) {
          touch(name);
        }
      }
    } while (!processes.attention().isEmpty());
    confirmStandby();
    processes.dropRemoved();
    departure.look(setup.end(), goals);
  }

  private boolean aim(String name) {
    ProcessMachine machine = process(name);
    if (goals.isWanted(name)) {
      machine.freeze(goals.isSuspended(name));
    }
    boolean turned =
        machine.isToRestart()
            && goals.of(name) == Goal.RUN
            && goals.mayRestart(name)
            && machine.restartIfDue();
    return machine.want(goals.of(name)) || turned;
  }

  /** A process that has ended for good may be the reason to end everything. */
  private boolean regardEnd(String name, ProcessMachine machine) {
    Optional<Integer> over = machine.state().over();
    if (over.isEmpty() || !claims(name).started().holds() || departure.isUnderWay()) {
      return false;
    }
    if (pipelines.isTrying(name)) {
      return false; // the version before may bring it back
    }
    if (machine.policy().restart().when() == RestartPolicy.When.ON_REQUEST
        && machine.hasCompleted()) {
      machine.renew();
      suspensionSet(Set.of(name), true, ITSELF);
      return true;
    }
    if (machine.isDone() && machine.policy().traits().autostart()) {
      return false;
    }
    processes.claim(name, claims(name).withStarted(false, ITSELF));
    if (machine.isDone()) {
      return true; // until somebody asks for it once more
    }
    if (machine.policy().traits().essential()) {
      if (!name.equals(Setup.ONLY)) {
        emit(new Say(name + " has ended for good, and with it everything"));
      }
      departure.leave(machine.policy().exits().passedOn(over.get()));
    } else {
      tellWhoWaits(machine);
    }
    return true;
  }

  private void tellWhoWaits(ProcessMachine former) {
    String name = former.name();
    for (ProcessMachine follower : processes.after(name)) {
      if (goals.isHeldBy(follower.name(), name)) {
        String what = "cannot start " + follower.name() + ": " + name + ", which it waits for, ";
        String how = "; start " + name + " by 'ostler ctl start " + name + "'";
        boolean reachable = setup.access().control().isPresent();
        emit(new Say(what + former.verdict() + (reachable ? how : "")));
      }
    }
  }

  private void confirmStandby() {
    if (standbyToConfirm && !active && activatedAreDown()) {
      standbyToConfirm = false;
      emit(new Say("on standby"));
    }
  }

  private boolean activatedAreDown() {
    for (String name : processes.names(activated())) {
      if (!state(name).isDown()) {
        return false;
      }
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
      departure.request(setup.signals().stopSignal(signal), setup.end());
    } else {
      Optional<Signal> forwarded = setup.signals().map().apply(signal);
      if (forwarded.isPresent()) {
        signalRequested(processes(), forwarded.get());
      }
    }
  }

  void signalRequested(Set<String> whom, Signal signal) {
    if (!departure.isAfterAll()) {
      for (String name : processes.names(whom)) {
        send(name, signal);
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
    for (String name : processes.names(activated())) {
      touch(name);
      processes.claim(name, claims(name).withActive(now, file));
      if (now) {
        processes.revive(name);
      }
    }
  }

  void suspensionSet(Set<String> whom, boolean suspended, SetBy by) {
    boolean changed = false;
    for (String name : processes.names(whom)) {
      Claims before = claims(name);
      Claims after = before.withSuspended(suspended, by);
      if (!after.equals(before)) {
        processes.claim(name, after);
        if (!process(name).isDone()) { // a job is not done again because there was a pause
          process(name).renew();
        }
        touch(name);
        changed = true;
      } else if (!suspended) {
        touch(name).hasten();
      }
    }
    if (changed) {
      emit(new Say(suspended ? "suspended" + names(whom) : "resumed" + names(whom)));
    }
  }

  /** Nothing for all of them. */
  private String names(Set<String> whom) {
    return whom.size() == processes().size()
        ? ""
        : " " + String.join(", ", whom.stream().sorted().toList());
  }

  void startSet(Set<String> whom, boolean started, SetBy by) {
    for (String name : processes.names(whom)) {
      processes.claim(name, claims(name).withStarted(started, by));
      ProcessMachine machine = touch(name);
      if (started) {
        machine.renew();
        machine.hasten();
      }
    }
  }

  void restartRequested(Set<String> whom, SetBy by) {
    startSet(whom, true, by);
    if (!departure.isUnderWay()) {
      for (String name : processes.names(whom)) {
        touch(name).restartInOrder();
      }
    }
  }

  void notAlive(String name, String reason) {
    if (!departure.isUnderWay() && touch(name).unhealthy(reason)) {
      leave(FAILED);
    }
  }

  void leave(int status) {
    departure.leave(status);
  }

  void nobodyLeft() {
    departure.nobodyLeft();
  }

  void deadlinePassed(Deadline deadline, Optional<String> trouble) {
    switch (deadline.kind()) {
      case PHASE -> touch(deadline.name()).deadlinePassed(departure.isUnderWay());
      case READY -> {
        if (!departure.isUnderWay()) {
          touch(deadline.name()).readyDeadlinePassed(trouble);
        }
      }
      case PIPELINE -> pipeline(deadline.name()).deadlinePassed();
      case ACTIVATION -> {
        settling = false;
        activate(!active);
      }
      case END -> departure.killEveryone();
    }
  }

  /**
   * Follows another setup from now on; what only one of them has is started or stopped.
   *
   * @param configured the configurations whose users need not wait for them
   */
  void follow(Setup other, Set<String> configured) {
    setup = other;
    processes.follow(other.processes(), onStandby());
    pipelines.follow(other.configurations(), configured);
  }

  /** A configuration was let go in the middle of something, and is watched anew. */
  void reopened(String configuration) {
    pipelines.reopened(configuration);
  }
}
