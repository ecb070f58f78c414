package dev.ostler.fleet;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Containers that the file has on other hosts by now. They go when they work there: while that
 * cannot be known, they stay, for they may be the only ones.
 */
final class Moves {
  private final Scope scope;
  private final Set<String> unknown;

  Moves(Scope scope, Set<String> unknown) {
    this.scope = scope;
    this.unknown = Set.copyOf(unknown);
  }

  /** What becomes of a workload's containers where the file does not have it. */
  Goal goal(Optional<Workload> workload) {
    return hosts(workload, unknown::contains).isEmpty()
        ? new Goal.Absent()
        : new Goal.Tidy(Integer.MAX_VALUE);
  }

  boolean stays(Task task) {
    return isMove(task) && !hosts(task.desired(), unknown::contains).isEmpty();
  }

  /** What is to be said of one beside that the file does not have it on its host. */
  Optional<String> reason(Task task) {
    if (!isMove(task)) {
      return Optional.empty();
    }
    List<String> away = hosts(task.desired(), unknown::contains);
    List<String> leftOut = hosts(task.desired(), host -> !scope.includesHost(host));
    if (!away.isEmpty()) {
      return Optional.of("the file has it on " + String.join(", ", away) + are(away) + "unknown");
    }
    return leftOut.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the file has it on "
                + String.join(", ", leftOut)
                + are(leftOut)
                + "left out: it goes whether it works there or not");
  }

  /** Why one cannot have the place that it needs, among the tasks of its host. */
  Optional<String> obstacle(Task task, Collection<Task> all) {
    return task.desired()
        .filter(_ -> task.goal() instanceof Goal.Present)
        .flatMap(workload ->
            all.stream().filter(other -> stays(other) && hasPlaceOf(workload, other)).findFirst())
        .map(other ->
            "container "
                + other.workload()
                + " has its place, and stays while a host is unknown on which the file has it");
  }

  private static boolean hasPlaceOf(Workload workload, Task other) {
    Member current = other.family().current();
    return current != null && Waits.hasPlaceOf(workload, current);
  }

  private boolean isMove(Task task) {
    return scope.aim() == Operator.Aim.APPLY
        && task.desired().map(workload -> !workload.hosts().contains(task.host())).orElse(false);
  }

  private static List<String> hosts(Optional<Workload> workload, Predicate<String> which) {
    return workload.map(Workload::hosts).orElse(List.of()).stream().filter(which).toList();
  }

  private static String are(List<String> hosts) {
    return hosts.size() == 1 ? ", which is " : ", which are ";
  }
}
