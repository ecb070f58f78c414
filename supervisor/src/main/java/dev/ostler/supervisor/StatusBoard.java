package dev.ostler.supervisor;

import dev.ostler.control.Activation;
import dev.ostler.control.ConfigurationStatus;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.ControlEvent.Kind;
import dev.ostler.control.Instance;
import dev.ostler.control.Intent;
import dev.ostler.control.LastExit;
import dev.ostler.control.Life;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Readiness;
import dev.ostler.control.Setting;
import dev.ostler.control.Status;
import dev.ostler.linux.ChildExit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * What is told is what differs between two looks at the machine. So nothing that it decides can be
 * forgotten here, and the machine knows nothing of those who watch it.
 */
/** Shows what a machine's processes do, since when, and tells what changes. */
final class StatusBoard {
  /** What was seen of one process last. */
  private static final class Seen {
    private Claims claims;
    private ProcessState state;
    private Instant started;
    private Instant active;
    private Instant suspended;
    private Instant ready;
    private Optional<LastExit> lastExit = Optional.empty();
    private Optional<Instant> nextStart = Optional.empty();
    private Optional<String> says = Optional.empty();

    Seen(Claims claims, ProcessState state, Instant now) {
      this.claims = claims;
      this.state = state;
      this.started = now;
      this.active = now;
      this.suspended = now;
      this.ready = now;
    }
  }

  private final Machine machine;
  private final InstantSource clock;
  private final Instance instance;
  private final Map<String, Seen> processes = new LinkedHashMap<>();
  private final Map<String, ConfigurationBoard> configurations = new LinkedHashMap<>();
  private final Set<Consumer<ControlEvent>> followers = new LinkedHashSet<>();
  private boolean active = true;
  private Instant activeSince;
  private boolean ending;

  StatusBoard(Machine machine, InstantSource clock, Instance instance) {
    this.machine = machine;
    this.clock = clock;
    this.instance = instance;
    this.activeSince = clock.instant();
    this.active = machine.isActive();
    for (String name : machine.processes()) {
      processes.put(name, seen(name));
    }
  }

  private Seen seen(String name) {
    return new Seen(machine.claims(name), machine.state(name), clock.instant());
  }

  /** Where a configuration's own story is kept. */
  ConfigurationBoard configuration(String name) {
    return configurations.computeIfAbsent(name, _ -> new ConfigurationBoard(clock));
  }

  /** Forgets all others; returns their names. */
  Set<String> retainConfigurations(Set<String> names) {
    Set<String> gone = new LinkedHashSet<>(configurations.keySet());
    gone.removeAll(names);
    configurations.keySet().removeAll(gone);
    return gone;
  }

  Runnable follow(Consumer<ControlEvent> told) {
    followers.add(told);
    return () -> followers.remove(told);
  }

  /** A process will be started again at a time. */
  void backingOff(String name, Duration delay) {
    Seen seen = processes.get(name);
    if (seen != null) {
      seen.nextStart = Optional.of(clock.instant().plus(delay));
    }
  }

  /** A process has ended; what the machine knows of it does not say when. */
  void ended(String name, ChildExit exit, Duration ran) {
    Seen seen = processes.get(name);
    if (seen != null) {
      seen.lastExit = Optional.of(lastExit(exit, ran));
      seen.says = Optional.empty();
      tell(Kind.ENDED, name, exit.description());
    }
  }

  /** What a process says of itself counts until it says something else, or has ended. */
  void says(String name, String text) {
    Seen seen = processes.get(name);
    if (seen != null) {
      seen.says = text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
  }

  private LastExit lastExit(ChildExit exit, Duration ran) {
    return switch (exit.cause()) {
      case ChildExit.Exited exited ->
          new LastExit(OptionalInt.of(exited.status()), Optional.empty(), clock.instant(), ran);
      case ChildExit.Killed killed ->
          new LastExit(
              OptionalInt.empty(), Optional.of(killed.signal().toString()), clock.instant(), ran);
    };
  }

  /** Looks at what has changed, and tells those who follow. */
  void look() {
    for (String name : machine.touched()) {
      Seen seen = processes.get(name);
      if (seen == null) {
        processes.put(name, seen(name));
      } else {
        lookAtClaims(name, seen);
        lookAtState(name, seen);
      }
    }
    if (processes.size() > machine.processes().size()) {
      processes.keySet().retainAll(machine.processes());
    }
    lookAtWhole();
  }

  private void lookAtClaims(String name, Seen seen) {
    Claims now = machine.claims(name);
    if (now.equals(seen.claims)) {
      return;
    }
    if (!now.started().equals(seen.claims.started())) {
      seen.started = clock.instant();
      if (!now.started().holds()) {
        tell(Kind.STOPPED, name, "is not to run any more");
      }
    }
    if (!now.active().equals(seen.claims.active())) {
      seen.active = clock.instant();
    }
    if (!now.suspended().equals(seen.claims.suspended())) {
      seen.suspended = clock.instant();
      boolean suspended = now.suspended().holds();
      tell(suspended ? Kind.SUSPENDED : Kind.RESUMED, name, suspended ? "suspended" : "resumed");
    }
    seen.claims = now;
  }

  private void lookAtState(String name, Seen seen) {
    ProcessState before = seen.state;
    ProcessState now = machine.state(name);
    if (now.equals(before)) {
      return;
    }
    seen.state = now;
    if (now.phase() != before.phase()) {
      tellPhase(name, before.phase(), now.phase());
    }
    if (isReady(now) != isReady(before)) {
      seen.ready = clock.instant();
      if (isReady(now)) {
        tell(Kind.READY, name, "ready");
      } else if (now.phase() == Phase.UP) {
        tell(Kind.NOT_READY, name, "not ready any more");
      }
    }
  }

  /** Who is frozen answers nobody. */
  private static boolean isReady(ProcessState state) {
    return state.ready() && !state.frozen();
  }

  private void tellPhase(String name, Phase before, Phase now) {
    switch (now) {
      case UP -> tell(Kind.STARTED, name, "started");
      case DRAINING -> tell(Kind.STOPPING, name, "draining before it is stopped");
      case STOPPING -> {
        if (before == Phase.UP) {
          tell(Kind.STOPPING, name, "asked to end");
        }
      }
      case WAITING -> tell(Kind.BACKING_OFF, name, "waits for its restart");
      case DOWN -> {
        if (before == Phase.STARTING) {
          tell(Kind.START_FAILED, name, "could not be started");
        }
      }
      case STARTING, CLEARING, KILLING, CLEARING_BY_KILL -> {}
    }
  }

  private void lookAtWhole() {
    if (machine.isActive() != active) {
      active = machine.isActive();
      activeSince = clock.instant();
      tell(active ? Kind.ACTIVE : Kind.STANDBY, null, active ? "active" : "going on standby");
    }
    if (!ending && machine.areLeaving()) {
      ending = true;
      tell(Kind.ENDING, null, "everything ends");
    }
  }

  /** Tells those who follow. */
  void tell(Kind kind, @Nullable String process, String message) {
    tell(
        new ControlEvent(
            clock.instant(), kind, Optional.ofNullable(process), Optional.empty(), message));
  }

  /** Tells those who follow of a configuration. */
  void tellConfiguration(Kind kind, String configuration, String message) {
    tell(
        new ControlEvent(
            clock.instant(), kind, Optional.empty(), Optional.of(configuration), message));
  }

  private void tell(ControlEvent event) {
    for (Consumer<ControlEvent> follower : List.copyOf(followers)) {
      follower.accept(event);
    }
  }

  /** Everything as it is now. */
  Status status(Pids pids) {
    List<ProcessStatus> all = new ArrayList<>();
    processes.forEach((name, seen) -> all.add(process(name, seen, pids.of(name))));
    List<ConfigurationStatus> kept = new ArrayList<>();
    for (ConfigurationSetup setup : machine.setup().configurations()) {
      kept.add(configuration(setup.name()).status(setup, machine.pipeline(setup.name()).state()));
    }
    return new Status(instance(), activation(), all, kept);
  }

  /** Finds the numbers of running processes. */
  @FunctionalInterface
  interface Pids {
    OptionalInt of(String process);
  }

  private Instance instance() {
    return new Instance(
        instance.release(),
        instance.pid(),
        instance.file(),
        instance.started(),
        Duration.between(instance.started(), clock.instant()).abs(),
        ending);
  }

  private Optional<Activation> activation() {
    return machine
        .setup()
        .activation()
        .map(setup -> new Activation(setup.file().toString(), active, activeSince));
  }

  private ProcessStatus process(String name, Seen seen, OptionalInt pid) {
    Intent intent =
        new Intent(
            setting(seen.claims.started(), seen.started),
            setting(seen.claims.active(), seen.active),
            setting(seen.claims.suspended(), seen.suspended));
    ProcessPhase phase = phase(name, seen, pid);
    Life life =
        new Life(
            phase,
            pid,
            new Readiness(readiness(name, seen), seen.ready, says(name, seen)),
            seen.state.restarts(),
            seen.lastExit,
            phase == ProcessPhase.BACKING_OFF ? Optional.of(untilStart(seen)) : Optional.empty());
    return new ProcessStatus(
        name, machine.process(name).policy().traits().autostart(), intent, life);
  }

  /** Its own words, or why it does not run though nobody stopped it. */
  private Optional<String> says(String name, Seen seen) {
    ProcessMachine process = machine.process(name);
    if (seen.state.over().isPresent() && process.fault().isPresent()) {
      return Optional.of(process.verdict() + ": " + process.fault().get());
    }
    return machine
        .goals()
        .whoHoldsForGood(name)
        .map(former -> "waits for " + former + ", which " + machine.process(former).verdict())
        .or(() -> seen.says);
  }

  private Duration untilStart(Seen seen) {
    Duration rest = Duration.between(clock.instant(), seen.nextStart.orElse(clock.instant()));
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  private static Setting setting(Claim claim, Instant since) {
    return new Setting(claim.holds(), claim.by(), since);
  }

  private ProcessPhase phase(String name, Seen seen, OptionalInt pid) {
    return switch (seen.state.phase()) {
      case DOWN -> machine.goals().isHeldBack(name) ? ProcessPhase.WAITING : ProcessPhase.DOWN;
      case WAITING -> ProcessPhase.BACKING_OFF;
      case STARTING -> ProcessPhase.STARTING;
      case UP -> pid.isPresent() ? ProcessPhase.RUNNING : ProcessPhase.STOPPING;
      case DRAINING, STOPPING, CLEARING, KILLING, CLEARING_BY_KILL -> ProcessPhase.STOPPING;
    };
  }

  private Readiness.State readiness(String name, Seen seen) {
    boolean asked = machine.process(name).policy().readyWithin().isPresent();
    if (isReady(seen.state)) {
      return Readiness.State.YES;
    }
    boolean unknown = !asked && seen.state.phase() == Phase.UP && !seen.state.frozen();
    return unknown ? Readiness.State.UNKNOWN : Readiness.State.NO;
  }
}
