package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import java.util.Map;
import java.util.Optional;

/** What is wanted of each process as things are: who should run, who may start, who waits. */
final class Goals {
  private final ProcessMachines processes;
  private final PipelineMachines pipelines;
  private final Departure departure;

  Goals(ProcessMachines processes, PipelineMachines pipelines, Departure departure) {
    this.processes = processes;
    this.pipelines = pipelines;
    this.departure = departure;
  }

  /** What is wanted of a process. */
  Goal of(String name) {
    if (!isWanted(name)) {
      return isNeeded(name) ? Goal.HOLD : Goal.REST;
    }
    if (processes.get(name).state().isDown()
        && (isSuspended(name) || !pipelines.isConfigured(name) || !mayFollow(name))) {
      return Goal.HOLD;
    }
    return Goal.RUN;
  }

  boolean isSuspended(String name) {
    return processes.claims(name).suspended().holds();
  }

  /** Suspending those that are frozen by it does not end them. */
  boolean isWanted(String name) {
    Claims claims = processes.claims(name);
    boolean rests =
        isSuspended(name) && !processes.get(name).policy().traits().frozenBySuspending();
    return claims.started().holds()
        && claims.active().holds()
        && !rests
        && !departure.isUnderWay()
        && processes.isInSetup(name);
  }

  /** Whether it would run but for those that it follows, or its configuration. */
  boolean isHeldBack(String name) {
    return processes.get(name).state().goal() == Goal.HOLD && isWanted(name);
  }

  /** Whether it would run if another had come far enough. */
  boolean isHeldBy(String name, String former) {
    Milestone milestone = processes.before(name).get(former);
    return isWanted(name)
        && processes.get(name).state().isDown()
        && processes.get(name).state().over().isEmpty()
        && milestone != null
        && !hasReached(processes.get(former), milestone);
  }

  /** Whether it waits for another that has ended for good, or waits itself for such a one. */
  boolean isHeldForGood(String name) {
    return whoHoldsForGood(name).isPresent();
  }

  /** Whom a process waits for though that one has ended for good; empty if there is none. */
  Optional<String> whoHoldsForGood(String name) {
    if (!isHeldBack(name) || processes.get(name).state().phase() != Phase.DOWN) {
      return Optional.empty();
    }
    Optional<String> former = restingFormer(name);
    boolean over =
        former.isPresent() && processes.claims(former.get()).started().by() instanceof SetBy.Itself;
    return over ? former : Optional.empty();
  }

  /** Whether somebody wants it not to run. */
  boolean isResting(String name) {
    return !isWanted(name) || isSuspended(name);
  }

  /** Whether it is not to run as things are. */
  boolean isToRest(String name) {
    return isResting(name) || processes.get(name).hasCompleted();
  }

  /** Whether one that follows it, and is to end too, is still there: who came last goes first. */
  private boolean isNeeded(String name) {
    if (departure.isHurried() || processes.get(name).state().isDown()) {
      return false;
    }
    for (ProcessMachine follower : processes.after(name)) {
      if (!follower.state().isDown() && !follower.isStuck() && !isWanted(follower.name())) {
        return true;
      }
    }
    return false;
  }

  /** Whom a process waits for though that one is to rest; empty if it need only wait. */
  Optional<String> restingFormer(String name) {
    for (Map.Entry<String, Milestone> former : processes.before(name).entrySet()) {
      String other = former.getKey();
      if (!hasReached(processes.get(other), former.getValue())) {
        if (isToRest(other)) {
          return Optional.of(other);
        }
        Optional<String> further =
            processes.get(other).state().isDown() ? restingFormer(other) : Optional.empty();
        if (further.isPresent()) {
          return further;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whether those that follow a process, and are to end or restart too, are down: last in, first
   * out.
   */
  boolean mayRestart(String name) {
    for (ProcessMachine follower : processes.after(name)) {
      boolean ends = follower.isToRestart() || follower.state().isEnding();
      if (!follower.state().isDown() && (ends || !isWanted(follower.name()))) {
        return false;
      }
    }
    return true;
  }

  /** Whether those that a process follows have come far enough, and are to stay. */
  private boolean mayFollow(String name) {
    for (Map.Entry<String, Milestone> former : processes.before(name).entrySet()) {
      ProcessMachine machine = processes.get(former.getKey());
      boolean stays =
          machine.hasCompleted() || (isWanted(former.getKey()) && !machine.isToRestart());
      if (!stays || !hasReached(machine, former.getValue())) {
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
}
