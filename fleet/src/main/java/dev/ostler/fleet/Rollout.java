package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/*
 * Who may begin when. It knows of tasks only what they wait for and whether they take something
 * down; it neither waits nor works itself, but is told what has happened and answers with what to
 * do. Whoever carries the effects out tells each end exactly once.
 *
 * A run that is begun anew after a crash sees the hosts that are done as unchanged: they have no
 * task, and the rest goes on as if it had been the whole.
 */
/** Brings tasks into an order: dependencies, canaries, batches, and what follows from failures. */
final class Rollout {
  private final NavigableMap<Task.Id, Task> tasks = new TreeMap<>();
  private final Map<Task.Id, Set<Task.Id>> waits;
  private final Map<Task.Id, Set<Task.Id>> preparations;
  private final Set<Task.Id> toPrepare = new TreeSet<>();
  private final Map<Task.Id, Progress> progress = new HashMap<>();
  private final Set<String> looking = new TreeSet<>();
  private final Set<String> lookedAt = new TreeSet<>();
  private boolean cancelled;

  private enum Progress {
    WAITING,
    PREPARING,
    RUNNING,
    DONE,
    FAILED,
    UNDOING,
    UNDONE,
    SKIPPED
  }

  Rollout(Collection<Task> all) {
    all.forEach(task -> {
      tasks.put(task.id(), task);
      progress.put(task.id(), Progress.WAITING);
    });
    waits = Waits.among(tasks.values());
    preparations = Waits.preparations(tasks.values());
    preparations.values().forEach(toPrepare::addAll);
  }

  /** What has happened. */
  sealed interface Input {
    /** What a task can do beforehand is done. */
    record Prepared(Task.Id task) implements Input {}

    /** A task is done, or its undoing has ended. */
    record Finished(Task.Id task) implements Input {}

    /** A task has failed; its host is as before. */
    record Failed(Task.Id task) implements Input {}

    /** A task was broken off; its host is as before, and that says nothing about others. */
    record CalledOff(Task.Id task) implements Input {}

    /** The canaries of a workload have been looked at for long enough. */
    record Looked(String workload) implements Input {}

    /** Nothing more is to be begun. */
    record Cancelled() implements Input {}
  }

  /** What to do. */
  sealed interface Effect {
    /** Do of a task what takes nothing from others, and say that it is prepared. */
    record Prepare(Task task) implements Effect {}

    /** Begin a task. */
    record Begin(Task task) implements Effect {}

    /** Take a task back that is done. */
    record Undo(Task task) implements Effect {}

    /** Say when some time has passed. */
    record Look(String workload, Duration time) implements Effect {}

    /** Tell that a task is not begun. */
    record Skip(Task task, String reason) implements Effect {}
  }

  List<Effect> start() {
    return advance();
  }

  List<Effect> next(Input input) {
    List<Effect> effects = new ArrayList<>();
    switch (input) {
      case Input.Prepared(Task.Id id) -> progress.put(id, Progress.WAITING);
      case Input.Finished(Task.Id id) -> {
        progress.put(id, is(id, Progress.UNDOING) ? Progress.UNDONE : Progress.DONE);
        // Another host may have failed while this one was at work.
        effects.addAll(afterFailure(id.workload()));
      }
      case Input.Failed(Task.Id id) -> {
        progress.put(id, is(id, Progress.UNDOING) ? Progress.UNDONE : Progress.FAILED);
        effects.addAll(afterFailure(id.workload()));
      }
      case Input.CalledOff(Task.Id id) -> progress.put(id, Progress.SKIPPED);
      case Input.Looked(String workload) -> {
        looking.remove(workload);
        lookedAt.add(workload);
      }
      case Input.Cancelled _ -> cancelled = true;
    }
    effects.addAll(advance());
    return effects;
  }

  /** Canaries are looked at for those who come after them: once nobody waits, it is in vain. */
  boolean isOver() {
    return tasks.keySet().stream()
        .noneMatch(id ->
            is(id, Progress.WAITING)
                || is(id, Progress.PREPARING)
                || is(id, Progress.RUNNING)
                || is(id, Progress.UNDOING));
  }

  private boolean is(Task.Id id, Progress what) {
    return progress.get(id) == what;
  }

  /**
   * A version that does not work is taken back where it seemed to. Who could not be stopped or
   * removed says nothing about it, and what was to stop or go is not wanted back.
   */
  private List<Effect> afterFailure(String workload) {
    List<Effect> effects = new ArrayList<>();
    List<Task> versions =
        of(workload).stream().filter(task -> task.goal() instanceof Goal.Present).toList();
    if (failures(versions) > policy(workload).maxFailures()
        && policy(workload).onFailure() == UpdatePolicy.OnFailure.ROLLBACK) {
      for (Task task : versions) {
        if (is(task.id(), Progress.DONE) && task.family().current() != null) {
          progress.put(task.id(), Progress.UNDOING);
          effects.add(new Effect.Undo(task));
        }
      }
    }
    return effects;
  }

  private List<Task> of(String workload) {
    return tasks.values().stream().filter(task -> task.workload().equals(workload)).toList();
  }

  private long failures(List<Task> among) {
    return among.stream().filter(task -> is(task.id(), Progress.FAILED)).count();
  }

  private UpdatePolicy policy(String workload) {
    return of(workload)
        .getFirst()
        .desired()
        .map(w -> w.rollout().update())
        .orElse(UpdatePolicy.careful());
  }

  private List<Effect> advance() {
    List<Effect> effects = new ArrayList<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      NavigableSet<String> workloads = new TreeSet<>();
      tasks.values().forEach(task -> workloads.add(task.workload()));
      for (String workload : workloads) {
        List<Effect> more = advance(workload);
        changed |= !more.isEmpty();
        effects.addAll(more);
      }
    }
    effects.addAll(givingUp());
    return effects;
  }

  /** Plans have no circles of tasks; if there is one in spite of that, nobody waits for ever. */
  private List<Effect> givingUp() {
    boolean goesOn =
        !looking.isEmpty()
            || tasks.keySet().stream()
                .anyMatch(id ->
                    is(id, Progress.PREPARING)
                        || is(id, Progress.RUNNING)
                        || is(id, Progress.UNDOING));
    List<Effect> effects = new ArrayList<>();
    for (Task task : goesOn ? List.<Task>of() : tasks.values()) {
      if (is(task.id(), Progress.WAITING)) {
        progress.put(task.id(), Progress.SKIPPED);
        effects.add(
            new Effect.Skip(task, "its turn never comes: those that are left wait for each other"));
      }
    }
    return effects;
  }

  private List<Effect> advance(String workload) {
    List<Effect> effects = new ArrayList<>();
    List<Task> waiting =
        of(workload).stream()
            .filter(task -> is(task.id(), Progress.WAITING))
            .sorted(Comparator.comparing(Rollout::takesSomethingDown))
            .toList();
    for (Task task : waiting) {
      String obstacle = obstacle(task);
      if (obstacle != null) {
        progress.put(task.id(), Progress.SKIPPED);
        effects.add(new Effect.Skip(task, obstacle));
      } else if (isFree(task)) {
        progress.put(task.id(), Progress.RUNNING);
        effects.add(new Effect.Begin(task));
      } else if (toPrepare.remove(task.id())) {
        progress.put(task.id(), Progress.PREPARING);
        effects.add(new Effect.Prepare(task));
      }
    }
    lookAtCanaries(workload, effects);
    return effects;
  }

  /** Why a task will never be begun. */
  private @Nullable String obstacle(Task task) {
    if (cancelled) {
      return "the run was interrupted";
    }
    UpdatePolicy policy = policy(task.workload());
    if (failures(of(task.workload())) > policy.maxFailures()
        && policy.onFailure() != UpdatePolicy.OnFailure.CONTINUE) {
      return task.workload() + " failed on another host";
    }
    for (Task.Id other : waits.getOrDefault(task.id(), Set.of())) {
      if (willNotBe(other)) {
        return "it comes after " + other + ", which is not done";
      }
    }
    for (Task.Id successor : preparations.getOrDefault(task.id(), Set.of())) {
      if (willNotBe(successor)) {
        return "it stays, for " + successor + ", which takes its place, is not done";
      }
    }
    return null;
  }

  private boolean willNotBe(Task.Id id) {
    return is(id, Progress.FAILED) || is(id, Progress.SKIPPED) || is(id, Progress.UNDONE);
  }

  private boolean isPrepared(Task.Id id) {
    return !toPrepare.contains(id) && !is(id, Progress.PREPARING);
  }

  private boolean isFree(Task task) {
    boolean mustWait =
        waits.getOrDefault(task.id(), Set.of()).stream().anyMatch(id -> !is(id, Progress.DONE))
            || preparations.getOrDefault(task.id(), Set.of()).stream()
                .anyMatch(id -> !isPrepared(id));
    if (mustWait) {
      return false;
    }
    if (!takesSomethingDown(task)) {
      return true;
    }
    UpdatePolicy policy = policy(task.workload());
    List<Task> limited = of(task.workload()).stream().filter(Rollout::takesSomethingDown).toList();
    long running = limited.stream().filter(t -> is(t.id(), Progress.RUNNING)).count();
    long begun =
        limited.stream()
            .filter(t -> !is(t.id(), Progress.WAITING) && !is(t.id(), Progress.SKIPPED))
            .count();
    if (policy.canary() > 0 && !lookedAt.contains(task.workload())) {
      return begun < policy.canary();
    }
    return running < policy.batch().share(limited.size());
  }

  private void lookAtCanaries(String workload, List<Effect> effects) {
    UpdatePolicy policy = policy(workload);
    List<Task> limited = of(workload).stream().filter(Rollout::takesSomethingDown).toList();
    boolean areWaiting = limited.stream().anyMatch(task -> is(task.id(), Progress.WAITING));
    long ended =
        limited.stream()
            .filter(task -> is(task.id(), Progress.DONE) || is(task.id(), Progress.FAILED))
            .count();
    if (policy.canary() > 0
        && areWaiting
        && ended >= policy.canary()
        && !lookedAt.contains(workload)
        && looking.add(workload)) {
      effects.add(new Effect.Look(workload, policy.monitor()));
    }
  }

  /** Where nothing works yet, nothing can be lost: such hosts go first and all at once. */
  private static boolean takesSomethingDown(Task task) {
    Member current = task.family().current();
    return current != null
        && (current.state() == ContainerState.RUNNING || current.state() == ContainerState.PAUSED)
        && (task.goal() instanceof Goal.Present || task.goal() instanceof Goal.Earlier);
  }
}
