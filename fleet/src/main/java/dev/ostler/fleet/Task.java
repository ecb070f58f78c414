package dev.ostler.fleet;

import java.util.Optional;

/**
 * What one workload on one host should come to.
 *
 * @param host name of the host
 * @param workload key of the workload
 * @param family what is there
 * @param goal what should be
 * @param desired the workload; absent if the file does not have it
 */
record Task(String host, String workload, Family family, Goal goal, Optional<Workload> desired) {
  /** Its name wherever tasks are looked up. */
  Id id() {
    return new Id(workload, host);
  }

  /** What was there before, for going back to it; empty if nothing was. */
  Optional<Goal.Earlier> before() {
    Member current = family.current();
    Optional<Member> kept = family.kept().stream().findFirst();
    // A run that was killed may have put a new one in its place, or nothing yet.
    if (current == null || (current.pending().untried() && kept.isPresent())) {
      return kept.map(member -> new Goal.Earlier(member.generation(), true));
    }
    // Only who runs is to be told of files: it has ended since.
    boolean ran =
        current.isLive() || family.next() != null || !current.pending().untold().isEmpty();
    return Optional.of(new Goal.Earlier(current.generation(), ran));
  }

  Task with(Goal other) {
    return new Task(host, workload, family, other, desired);
  }

  Task with(Family other) {
    return new Task(host, workload, other, goal, desired);
  }

  /**
   * Tells tasks apart.
   *
   * @param workload key of the workload
   * @param host name of the host
   */
  record Id(String workload, String host) implements Comparable<Id> {
    @Override
    public int compareTo(Id other) {
      int byWorkload = workload.compareTo(other.workload);
      return byWorkload != 0 ? byWorkload : host.compareTo(other.host);
    }

    @Override
    public String toString() {
      return workload + " on " + host;
    }
  }
}
