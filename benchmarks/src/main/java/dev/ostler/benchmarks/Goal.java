package dev.ostler.benchmarks;

import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A promise about one figure.
 *
 * @param text as the table prints it
 */
record Goal(String text, Check check) {
  /** Whether the promise is kept; empty if what it speaks of was not measured. */
  interface Check {
    Optional<Boolean> isMet(Map<Contender, Samples> measured);
  }

  static Goal medianAtMost(double limit, String unit) {
    return atMost("median", Samples::median, limit, unit);
  }

  static Goal medianAtLeast(double limit, String unit) {
    return new Goal(
        "median ≥ " + Numbers.text(limit) + " " + unit,
        measured ->
            Optional.ofNullable(measured.get(Contender.OSTLER))
                .map(ours -> ours.median() >= limit));
  }

  static Goal p95AtMost(double limit, String unit) {
    return atMost("p95", samples -> samples.percentile(95), limit, unit);
  }

  static Goal p99AtMost(double limit, String unit) {
    return atMost("p99", samples -> samples.percentile(99), limit, unit);
  }

  static Goal maxAtMost(double limit, String unit) {
    return atMost("max", Samples::max, limit, unit);
  }

  /** Ostler's median is at most this many times another's. */
  static Goal ratioAtMost(double limit, Contender other) {
    return new Goal(
        "≤ " + Numbers.text(limit) + " × " + other.title(),
        measured -> pair(measured, other, (ours, theirs) -> ours <= limit * theirs));
  }

  /**
   * Ostler's median is at most this many times the floor's, and what the least that does the same
   * takes more than the floor.
   */
  static Goal ratioAtMostBesideLeast(double limit) {
    return new Goal(
        "≤ %s × floor + (least Java − floor)".formatted(Numbers.text(limit)),
        measured -> {
          Samples least = measured.get(Contender.LEAST);
          return least == null
              ? Optional.empty()
              : pair(
                  measured,
                  Contender.FLOOR,
                  (ours, floor) -> ours <= limit * floor + least.median() - floor);
        });
  }

  /** Ostler's median is at most this much above another's. */
  static Goal aboveAtMost(double limit, String unit, Contender other) {
    return new Goal(
        "≤ " + other.title() + " + " + Numbers.text(limit) + " " + unit,
        measured -> pair(measured, other, (ours, theirs) -> ours <= theirs + limit));
  }

  /** Both; missed as soon as one of them is, whatever is known of the other. */
  Goal and(Goal other) {
    return new Goal(
        text + ", " + other.text,
        measured -> {
          Optional<Boolean> first = check.isMet(measured);
          Optional<Boolean> second = other.check.isMet(measured);
          boolean missed = first.equals(Optional.of(false)) || second.equals(Optional.of(false));
          boolean known = first.isPresent() && second.isPresent();
          return missed ? Optional.of(false) : known ? Optional.of(true) : Optional.empty();
        });
  }

  private static Goal atMost(
      String what, ToDoubleFunction<Samples> statistic, double limit, String unit) {
    return new Goal(
        what + " ≤ " + Numbers.text(limit) + " " + unit,
        measured ->
            Optional.ofNullable(measured.get(Contender.OSTLER))
                .map(ours -> statistic.applyAsDouble(ours) <= limit));
  }

  private static Optional<Boolean> pair(
      Map<Contender, Samples> measured, Contender other, Comparison comparison) {
    Samples ours = measured.get(Contender.OSTLER);
    Samples theirs = measured.get(other);
    return ours == null || theirs == null
        ? Optional.empty()
        : Optional.of(comparison.holds(ours.median(), theirs.median()));
  }

  private interface Comparison {
    boolean holds(double ours, double theirs);
  }
}
