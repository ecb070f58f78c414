package dev.ostler.abuse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what was done and what was looked at, and keeps what was found. For any thread. */
final class Ledger {
  /** The first ones tell most; a fault that shows itself at every look must not fill the report. */
  private static final int MOST_FINDINGS = 10;

  private static final int LAST_FAULTS = 12;
  private static final int MOST_EVIDENCE = 1_000;

  private final Map<Invariant, Long> checks = new EnumMap<>(Invariant.class);
  private final Map<Invariant, Long> breaches = new EnumMap<>(Invariant.class);
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Map<Fault, String> absent = new EnumMap<>(Fault.class);
  private final Map<Level, Long> rounds = new EnumMap<>(Level.class);
  private final Map<Level, Long> current = new EnumMap<>(Level.class);
  private final Map<Level, String> notes = new EnumMap<>(Level.class);
  private final List<Finding> findings = new ArrayList<>();
  private final Deque<Fault> last = new ArrayDeque<>();

  /**
   * What did not hold.
   *
   * @param invariant which; empty if it was trouble that nobody had expected
   * @param round the number of the round
   * @param evidence what was seen
   * @param before the faults before it, oldest first
   */
  record Finding(
      Optional<Invariant> invariant, Level level, long round, String evidence, List<Fault> before) {
    Finding {
      before = List.copyOf(before);
    }
  }

  synchronized void beginRound(Level level, long number) {
    rounds.merge(level, 1L, Long::sum);
    current.put(level, number);
    last.clear();
  }

  synchronized void did(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
    last.addLast(fault);
    if (last.size() > LAST_FAULTS) {
      last.removeFirst();
    }
  }

  /** A fault that cannot be had here, and what to do so that it can. */
  synchronized void lacks(Fault fault, String remedy) {
    absent.put(fault, remedy);
  }

  /** A level that cannot be had here, or something to know of one that can. */
  synchronized void note(Level level, String text) {
    notes.put(level, text);
  }

  /** What was looked at holds, or does not. */
  void check(Invariant invariant, boolean holds, String evidence) {
    if (holds) {
      held(invariant);
    } else {
      broken(invariant, evidence);
    }
  }

  synchronized void held(Invariant invariant) {
    checks.merge(invariant, 1L, Long::sum);
  }

  synchronized void broken(Invariant invariant, String evidence) {
    checks.merge(invariant, 1L, Long::sum);
    breaches.merge(invariant, 1L, Long::sum);
    add(Optional.of(invariant), invariant.level(), evidence);
  }

  /** Something else went wrong: it is no proof of anything, and must not pass for one. */
  synchronized void trouble(Level level, String evidence) {
    add(Optional.empty(), level, evidence);
  }

  private void add(Optional<Invariant> invariant, Level level, String evidence) {
    long known = findings.stream().filter(one -> one.invariant().equals(invariant)).count();
    if (known >= MOST_FINDINGS) {
      return;
    }
    String enough = evidence.substring(0, Math.min(evidence.length(), MOST_EVIDENCE));
    Finding finding =
        new Finding(invariant, level, current.getOrDefault(level, 0L), enough, List.copyOf(last));
    findings.add(finding);
    System.err.println(
        "found in round "
            + finding.round()
            + " of "
            + level.word()
            + ": "
            + invariant.map(Invariant::claim).orElse("trouble")
            + ": "
            + evidence);
  }

  synchronized long rounds(Level level) {
    return rounds.getOrDefault(level, 0L);
  }

  synchronized long checks(Invariant invariant) {
    return checks.getOrDefault(invariant, 0L);
  }

  synchronized long breaches(Invariant invariant) {
    return breaches.getOrDefault(invariant, 0L);
  }

  synchronized long done(Fault fault) {
    return faults.getOrDefault(fault, 0L);
  }

  synchronized Optional<String> remedy(Fault fault) {
    return Optional.ofNullable(absent.get(fault));
  }

  synchronized Optional<String> note(Level level) {
    return Optional.ofNullable(notes.get(level));
  }

  synchronized List<Finding> findings() {
    return List.copyOf(findings);
  }
}
