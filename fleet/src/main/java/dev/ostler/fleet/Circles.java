package dev.ostler.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tasks that wait for each other, on one host or across hosts: none of them could ever begin. */
final class Circles {
  private final Map<Task.Id, Set<Task.Id>> waits;

  private Circles(Map<Task.Id, Set<Task.Id>> waits) {
    this.waits = waits;
  }

  /** Why tasks could never begin; empty if each can, when its turn has come. */
  static Map<Task.Id, String> obstacles(Collection<Task> tasks) {
    Map<Task.Id, Set<Task.Id>> left = new TreeMap<>(Waits.among(tasks));
    boolean removed = true;
    while (removed) {
      removed = left.values().removeIf(others -> others.stream().noneMatch(left::containsKey));
    }
    Circles circles = new Circles(left);
    Map<Task.Id, String> obstacles = new LinkedHashMap<>();
    for (Task.Id id : left.keySet()) {
      List<Task.Id> circle = circles.through(id);
      if (!circle.isEmpty()) { // else it only waits for those of a circle
        obstacles.put(id, text(circle));
      }
    }
    return obstacles;
  }

  /** The shortest way from one that a task waits for to the next and back to it. */
  private List<Task.Id> through(Task.Id id) {
    Map<Task.Id, Task.Id> waiting = new HashMap<>();
    Deque<Task.Id> next = new ArrayDeque<>(List.of(id));
    while (!next.isEmpty() && !waiting.containsKey(id)) {
      Task.Id one = next.removeFirst();
      for (Task.Id other : waits.getOrDefault(one, Set.of())) {
        if (waiting.putIfAbsent(other, one) == null) {
          next.add(other);
        }
      }
    }
    List<Task.Id> circle = new ArrayList<>();
    for (Task.Id at = waiting.get(id); at != null && !at.equals(id); at = waiting.get(at)) {
      circle.addFirst(at);
    }
    return circle;
  }

  private static String text(List<Task.Id> circle) {
    List<String> others = circle.stream().map(Task.Id::toString).toList();
    return "it could never begin: it waits for "
        + String.join(", that for ", others)
        + ", and that for it; apply to one of these hosts alone first, with --host: what leaves it"
        + " is not there until the next apply to all";
  }
}
