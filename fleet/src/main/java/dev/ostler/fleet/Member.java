package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import java.util.List;

/**
 * One container of a workload on one host.
 *
 * @param id the engine's
 * @param name the engine's
 * @param generation which one after the others
 * @param spec what it was made from
 * @param state what it is doing
 * @param differences what about it is not as it should be, beside what it was made from
 * @param pending what is not yet finished about it
 */
record Member(
    String id,
    String name,
    long generation,
    SpecFields spec,
    ContainerState state,
    Differences differences,
    Pending pending) {

  /**
   * What of a container can go astray while it lives.
   *
   * @param stale files in it that are not as they should be, by path
   * @param detached networks that it should be in and is not
   * @param cutOff workloads that are started after it, so that it has the namespaces that they had
   *     before
   */
  record Differences(List<String> stale, List<String> detached, List<String> cutOff) {
    static final Differences NONE = new Differences(List.of(), List.of());

    Differences {
      stale = List.copyOf(stale);
      detached = List.copyOf(detached);
      cutOff = List.copyOf(cutOff);
    }

    Differences(List<String> stale, List<String> detached) {
      this(stale, detached, List.of());
    }
  }

  /**
   * What is remembered over a crash.
   *
   * @param unproven whether it was made or restarted and has not yet been seen to work
   * @param untold files that have changed without its having been told
   * @param unhooked whether the hook after its start has yet to run
   * @param untried whether it was never seen to work since it was made
   */
  record Pending(boolean unproven, List<String> untold, boolean unhooked, boolean untried) {
    static final Pending NOTHING = new Pending(false, List.of(), false, false);

    /** Of one that was never started. */
    static final Pending UNSTARTED = new Pending(true, List.of(), true, true);

    Pending {
      untold = List.copyOf(untold);
    }
  }

  Member named(String other) {
    return new Member(id, other, generation, spec, state, differences, pending);
  }

  Member in(ContainerState other) {
    return new Member(id, name, generation, spec, other, differences, pending);
  }

  Member with(SpecFields other) {
    return new Member(id, name, generation, other, state, differences, pending);
  }

  Member with(Differences other) {
    return new Member(id, name, generation, spec, state, other, pending);
  }

  Member with(Pending other) {
    return new Member(id, name, generation, spec, state, differences, other);
  }

  Member written() {
    return with(new Differences(List.of(), differences.detached(), differences.cutOff()));
  }

  Member attached() {
    return with(new Differences(differences.stale(), List.of(), differences.cutOff()));
  }

  Member cutOff(List<String> from) {
    return with(new Differences(differences.stale(), differences.detached(), from));
  }

  Member proven() {
    return with(new Pending(false, pending.untold(), pending.unhooked(), false));
  }

  Member unproven() {
    return with(new Pending(true, pending.untold(), pending.unhooked(), pending.untried()));
  }

  Member unhooked(boolean other) {
    return with(new Pending(pending.unproven(), pending.untold(), other, pending.untried()));
  }

  Member untold(List<String> files) {
    return with(new Pending(pending.unproven(), files, pending.unhooked(), pending.untried()));
  }

  List<String> stale() {
    return differences.stale();
  }

  boolean isCutOff() {
    return isLive() && !differences.cutOff().isEmpty();
  }

  /** Whether it may have processes, so that it must be stopped before it is removed. */
  boolean isLive() {
    return switch (state) {
      case RUNNING, RESTARTING, PAUSED, OTHER -> true;
      case CREATED, EXITED, REMOVING, DEAD -> false;
    };
  }

  /** Whether nothing can be made of it any more. */
  boolean isLost() {
    return state == ContainerState.REMOVING || state == ContainerState.DEAD;
  }

  Step.Ref ref() {
    return new Step.Ref(id, name);
  }
}
