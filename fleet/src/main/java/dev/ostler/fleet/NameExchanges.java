package dev.ostler.fleet;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Containers of one host that take a name which another one has and leaves. Each waits for the
 * other; where that leads back to it, nobody could begin.
 */
final class NameExchanges {
  private final List<Task> leaving;
  private final Collection<Task> tasks;

  NameExchanges(Collection<Task> tasks) {
    this.tasks = tasks;
    leaving = tasks.stream().filter(NameExchanges::leaves).toList();
  }

  private static boolean leaves(Task task) {
    Member current = task.family().current();
    return task.goal() instanceof Goal.Present
        && current != null
        && !current.name().equals(task.family().name());
  }

  /** Whether one is to have the name that another one has and leaves. */
  static boolean takesName(Task task, Task other) {
    Member current = other.family().current();
    return task.goal() instanceof Goal.Present
        && leaves(other)
        && current != null
        && task.host().equals(other.host())
        && current.name().equals(task.family().name());
  }

  /** Why a task could never begin; empty if it can. */
  Optional<String> obstacle(Task task) {
    return leaving.stream()
        .filter(other -> !other.id().equals(task.id()) && takesName(task, other))
        .filter(other -> isReached(task.id(), other.id()))
        .findFirst()
        .map(other ->
            "container "
                + other.workload()
                + " has the name "
                + task.family().name()
                + ", and cannot leave it before this one has done its part; give one of them a"
                + " name that nobody has, apply, and then the name that it should have");
  }

  private boolean isReached(Task.Id wanted, Task.Id from) {
    Map<Task.Id, Set<Task.Id>> waits = Waits.among(tasks);
    Set<Task.Id> seen = new HashSet<>();
    Deque<Task.Id> next = new ArrayDeque<>(List.of(from));
    while (!next.isEmpty()) {
      Task.Id id = next.removeFirst();
      if (id.equals(wanted)) {
        return true;
      }
      if (seen.add(id)) {
        next.addAll(waits.getOrDefault(id, Set.of()));
      }
    }
    return false;
  }
}
