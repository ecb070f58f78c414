package dev.ostler.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When a workload of a cluster rests that the gateway does not see the use of.
 *
 * @param most how much of the CPU that it may use it may use at most to count as idle, in percent
 * @param awakeAtLeast how long it stays awake after a wake
 * @param missingIsIdle whether one of which nobody knows how much it uses counts as idle
 */
record IdleRule(double most, Duration awakeAtLeast, boolean missingIsIdle) {
  static final double USUAL_MOST = 10;

  /** Refuses what makes no sense. */
  IdleRule {
    if (!(most >= 0 && most <= 100)) {
      throw new IllegalArgumentException("a share of the CPU is 0 to 100 percent, got " + most);
    }
    if (awakeAtLeast.isNegative()) {
      throw new IllegalArgumentException("awakeAtLeast must not be negative, got " + awakeAtLeast);
    }
  }

  /**
   * What is known of a workload.
   *
   * @param service whether it has a Service that can be pointed at the gateway
   * @param cpu how much of its CPU it uses; empty if nobody knows
   * @param owners who else decides on it, in words
   */
  record Facts(
      KubernetesScalable workload, boolean service, Optional<Double> cpu, List<Owner> owners) {
    Facts {
      owners = List.copyOf(owners);
    }
  }

  /**
   * Somebody else who decides on a workload.
   *
   * @param fights whether it would undo a rest
   * @param words what it does, and what can be done about it
   */
  record Owner(boolean fights, String words) {}

  /** What is not known never puts to rest, unless that is asked for. */
  IdleDecision decide(Facts facts, Instant now) {
    KubernetesScalable workload = facts.workload();
    if (workload.isGoal(KubernetesMarks.RESTING)) {
      return new IdleDecision.Rest("its rest was begun and not finished");
    }
    if (workload.replicas() == 0 || workload.isMarked()) {
      return new IdleDecision.Leave("it rests already");
    }
    if (workload.isGoal(KubernetesMarks.AWAKE)) {
      return new IdleDecision.Leave("it is being woken");
    }
    Optional<String> tooEarly = tooEarly(workload, now);
    if (tooEarly.isPresent()) {
      return new IdleDecision.Leave(tooEarly.get());
    }
    Optional<Owner> fighter = facts.owners().stream().filter(Owner::fights).findFirst();
    if (fighter.isPresent()) {
      return new IdleDecision.Leave(fighter.get().words());
    }
    return facts.service()
        ? byUse(facts)
        : new IdleDecision.Leave("it has no Service that could be pointed at the gateway");
  }

  private Optional<String> tooEarly(KubernetesScalable workload, Instant now) {
    Optional<Instant> kept = workload.time(KubernetesMarks.KEEP_AWAKE_UNTIL);
    if (kept.filter(now::isBefore).isPresent()) {
      return Optional.of("it is to be kept awake until " + kept.get());
    }
    Optional<Instant> used = workload.time(KubernetesMarks.USED_UNTIL);
    if (used.filter(now::isBefore).isPresent()) {
      return Optional.of("it is used through a gateway, which leaves it awake until " + used.get());
    }
    Optional<Instant> woken = workload.time(KubernetesMarks.WOKEN_AT);
    return woken
        .filter(time -> now.isBefore(time.plus(awakeAtLeast)))
        .map(time -> "it was woken at " + time + ", not long ago");
  }

  /** Why one that others see the use of must not rest all the same; empty if it may. */
  static Optional<String> restraint(Optional<IdleRule> cpu, Facts facts) {
    Optional<String> fighter =
        facts.owners().stream().filter(Owner::fights).map(Owner::words).findFirst();
    return fighter.or(() ->
        cpu.map(rule -> rule.byUse(facts))
            .filter(IdleDecision.Leave.class::isInstance)
            .map(IdleDecision::why));
  }

  private IdleDecision byUse(Facts facts) {
    String others =
        facts.owners().stream().map(owner -> "; " + owner.words()).reduce("", String::concat);
    if (facts.cpu().isEmpty()) {
      return missingIsIdle
          ? new IdleDecision.Rest("nobody knows how much CPU it uses" + others)
          : new IdleDecision.Leave("nobody knows how much CPU it uses");
    }
    String used = String.format(Locale.ROOT, "it uses %.1f %% of its CPU, ", facts.cpu().get());
    String limit = String.format(Locale.ROOT, "%.1f %%", most);
    return facts.cpu().get() <= most
        ? new IdleDecision.Rest(used + "at most " + limit + others)
        : new IdleDecision.Leave(used + "more than " + limit);
  }
}
