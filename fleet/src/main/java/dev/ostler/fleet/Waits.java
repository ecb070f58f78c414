package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Networking.Port;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which task must be done before which. */
final class Waits {
  private Waits() {}

  static Map<Task.Id, Set<Task.Id>> among(Collection<Task> tasks) {
    Map<Task.Id, Set<Task.Id>> waits = new HashMap<>();
    for (Task task : tasks) {
      Set<Task.Id> before = new TreeSet<>();
      for (Task other : tasks) {
        if (!task.id().equals(other.id()) && mustWait(task, other)) {
          before.add(other.id());
        }
      }
      waits.put(task.id(), before);
    }
    return waits;
  }

  /**
   * Tasks that must be prepared before a container goes whose place they take: else nothing would
   * be there if an image cannot be had.
   */
  static Map<Task.Id, Set<Task.Id>> preparations(Collection<Task> tasks) {
    Map<Task.Id, Set<Task.Id>> prepared = new HashMap<>();
    for (Task task : tasks) {
      for (Task successor : tasks) {
        if (!brings(task)
            && successor.goal() instanceof Goal.Present
            && takesItsPlace(successor, task)) {
          prepared.computeIfAbsent(task.id(), _ -> new TreeSet<>()).add(successor.id());
        }
      }
    }
    return prepared;
  }

  private static boolean mustWait(Task task, Task other) {
    if (brings(task)) {
      return brings(other)
          ? isAfter(task, other) || NameExchanges.takesName(task, other)
          : takesItsPlace(task, other);
    }
    // What goes, goes when its successor works elsewhere, and after those that need it.
    return brings(other)
        ? task.workload().equals(other.workload()) && !task.host().equals(other.host())
        : isAfter(other, task);
  }

  private static boolean brings(Task task) {
    return !(task.goal() instanceof Goal.Absent
        || task.goal() instanceof Goal.Tidy
        || (task.goal() instanceof Goal.InState state && state.state() != ContainerState.RUNNING));
  }

  private static boolean isAfter(Task task, Task other) {
    return task.desired()
        .map(workload ->
            workload.rollout().after().contains(other.workload())
                || (task.host().equals(other.host())
                    && Sharing.providers(workload).contains(other.workload())))
        .orElse(false);
  }

  /** Whether it needs a name or a port that the other one leaves. */
  private static boolean takesItsPlace(Task task, Task other) {
    Optional<Workload> workload = task.desired();
    return task.host().equals(other.host())
        && workload.isPresent()
        && other.family().members().stream().anyMatch(it -> hasPlaceOf(workload.get(), it));
  }

  /** Whether a container has a name or a port that a workload needs. */
  static boolean hasPlaceOf(Workload workload, Member member) {
    return member.name().equals(workload.name())
        || !Ports.clashes(workload.spec().networking().ports(), ports(member)).isEmpty();
  }

  private static List<Port> ports(Member member) {
    String text = member.spec().values().getOrDefault("ports", "");
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(", ", -1)).flatMap(port -> Ports.parse(port).stream()).toList();
  }
}
