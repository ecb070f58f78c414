package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in words what some steps come to, and why they are needed. */
final class Explanation {
  private final Task task;
  private final List<Step> steps;
  private final Families families;
  private final @Nullable Member current;

  Explanation(Task task, List<Step> steps, Families families) {
    this.task = task;
    this.steps = steps;
    this.families = families;
    current = task.family().current();
  }

  Plan.Action action() {
    if (steps.isEmpty()) {
      return Plan.Action.NOTHING;
    }
    return switch (task.goal()) {
      case Goal.Absent _ -> Plan.Action.REMOVE;
      case Goal.Tidy _ -> Plan.Action.PRUNE;
      case Goal.Earlier _ -> Plan.Action.ROLL_BACK;
      case Goal.InState(ContainerState state) ->
          state == ContainerState.RUNNING ? Plan.Action.START : Plan.Action.REST;
      case Goal.Present goal -> present(goal);
    };
  }

  private Plan.Action present(Goal.Present goal) {
    if (current == null || !FamilyMachine.isMadeFrom(current, goal)) {
      return task.family().members().isEmpty() ? Plan.Action.CREATE : Plan.Action.REPLACE;
    }
    if (steps.stream().allMatch(this::isOfAnother)) {
      return Plan.Action.PRUNE;
    }
    boolean changes =
        current.isCutOff()
            || steps.stream()
                .anyMatch(step ->
                    step instanceof Step.WriteFiles
                        || step instanceof Step.Update
                        || step instanceof Step.Attach
                        || step instanceof Step.Rename
                        || step instanceof Step.Tell);
    return changes ? Plan.Action.UPDATE : Plan.Action.START;
  }

  private boolean isOfAnother(Step step) {
    String id = current == null ? "" : current.id();
    return switch (step) {
      case Step.Remove remove -> !remove.container().id().equals(id);
      case Step.Stop stop -> !stop.container().id().equals(id);
      case Step.Unpause unpause -> !unpause.container().id().equals(id);
      case Step.EnsureImage _,
          Step.Create _,
          Step.WriteFiles _,
          Step.PutBack _,
          Step.Update _,
          Step.Attach _,
          Step.Rename _,
          Step.Start _,
          Step.Pause _,
          Step.Tell _,
          Step.AwaitHealthy _,
          Step.RememberUnproven _,
          Step.RememberUntold _ ->
          false;
    };
  }

  List<FieldChange> changes() {
    return current != null && task.goal() instanceof Goal.Present goal
        ? current.spec().changesTo(goal.spec())
        : List.of();
  }

  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    if (steps.isEmpty()) {
      return reasons;
    }
    switch (task.goal()) {
      case Goal.Absent _ ->
          reasons.add(isInFile() ? "asked for" : "the file does not have it on this host");
      case Goal.Earlier(long generation, boolean _) ->
          reasons.add("back to generation " + generation);
      case Goal.InState _, Goal.Tidy _ -> reasons.add("asked for");
      case Goal.Present _ -> whyPresent(reasons);
    }
    return reasons;
  }

  private boolean isInFile() {
    return task.desired().map(workload -> workload.hosts().contains(task.host())).orElse(false);
  }

  private void whyPresent(List<String> reasons) {
    if (task.family().next() != null) {
      reasons.add("an earlier run did not finish");
    }
    if (current == null) {
      reasons.add("it is not there");
      return;
    }
    changes().forEach(change -> reasons.add(differs(change)));
    task.desired()
        .ifPresent(workload ->
            families
                .fileReasons(workload, current)
                .forEach((path, what) -> reasons.add("file " + path + " differs: " + what)));
    if (!current.name().equals(task.family().name())) {
      reasons.add("it was renamed to " + current.name());
    }
    current.differences().detached().forEach(net -> reasons.add("it is not in network " + net));
    current
        .differences()
        .cutOff()
        .forEach(provider ->
            reasons.add(
                "its namespaces are those that " + provider + " had before it was started anew"));
    whyPending(reasons, current);
    if (task.family().kept().stream().anyMatch(FamilyMachine::runs)) {
      reasons.add("an earlier container runs again");
    }
    if (reasons.isEmpty()) {
      reasons.add("earlier containers are no longer needed");
    }
  }

  static String differs(FieldChange change) {
    return change.field() + " differs";
  }

  private static void whyPending(List<String> reasons, Member current) {
    switch (current.state()) {
      case CREATED -> reasons.add("it was never started");
      case EXITED -> reasons.add("it is stopped");
      case PAUSED -> reasons.add("it is paused");
      case DEAD, REMOVING -> reasons.add("its removal has begun");
      case RUNNING, RESTARTING, OTHER -> {
        if (current.pending().unproven()) {
          reasons.add("it was not yet seen to work");
        }
      }
    }
    if (!current.pending().untold().isEmpty()) {
      reasons.add("it has not yet taken notice of its files");
    }
  }
}
