package dev.ostler.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Compares what should be with what is. Reads no clock, file or engine. */
final class Planner {
  private final Fleet fleet;
  private final Recorded recorded;
  private final SecretHash hash;

  Planner(Fleet fleet, Recorded recorded, SecretHash hash) {
    this.fleet = fleet;
    this.recorded = recorded;
    this.hash = hash;
  }

  /**
   * What would be done.
   *
   * @param plan what people see
   * @param tasks what is done, in the plan's order, without those that are blocked or need nothing
   */
  record Outcome(Plan plan, List<Task> tasks) {
    /** Without what is not wanted. */
    Outcome only(Predicate<Plan.Item> wanted) {
      List<Plan.Item> items = plan.items().stream().filter(wanted).toList();
      Set<Task.Id> ids =
          items.stream()
              .map(item -> new Task.Id(item.workload(), item.host()))
              .collect(Collectors.toSet());
      return new Outcome(
          new Plan(plan.fleet(), items, plan.unknown()),
          tasks.stream().filter(task -> ids.contains(task.id())).toList());
    }
  }

  /** Plans that the hosts should be as the file says. */
  Outcome plan(Map<String, HostView> views) {
    Map<String, String> unknown = new TreeMap<>();
    List<Plan.Item> items = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    new TreeMap<>(views)
        .forEach((host, view) -> {
          switch (view) {
            case HostView.Unknown(String reason) -> unknown.put(host, reason);
            case HostView.Observed(List<ContainerView> containers) -> {
              Families families = families(host, containers);
              for (Task task : tasks(host, families)) {
                Plan.Item item = item(task, families);
                items.add(item);
                if (item.isChange()) {
                  tasks.add(task);
                }
              }
            }
          }
        });
    return new Outcome(new Plan(fleet.name(), items, unknown), tasks);
  }

  Families families(String host, List<ContainerView> containers) {
    return new Families(new Families.Site(fleet.name(), host, containers), recorded, hash);
  }

  private List<Task> tasks(String host, Families families) {
    Map<String, Workload> wanted =
        fleet.on(host).stream().collect(Collectors.toMap(Workload::key, Function.identity()));
    Map<String, Task> tasks = new TreeMap<>();
    for (String key : families.workloads()) {
      if (!wanted.containsKey(key)) {
        tasks.put(
            key,
            new Task(host, key, families.ofUnwanted(key), new Goal.Absent(), fleet.workload(key)));
      }
    }
    for (Workload workload : Sharing.providersFirst(List.copyOf(wanted.values()))) {
      Family family = families.of(workload);
      Goal goal = present(workload, SpecFields.of(workload, hash), tasks);
      tasks.put(
          workload.key(), new Task(host, workload.key(), family, goal, Optional.of(workload)));
    }
    return List.copyOf(tasks.values());
  }

  private static Goal.Present present(
      Workload workload, SpecFields fields, Map<String, Task> before) {
    SpecFields spec = fields;
    // Who shares another's namespace must be made anew with it: the engine ties it to that very
    // container.
    for (String provider : Sharing.providers(workload)) {
      Task task = before.get(provider);
      if (task != null) {
        Member then = Simulation.end(task.family(), task.goal()).current();
        spec =
            spec.with("shares." + provider, then == null ? "" : "generation " + then.generation());
      }
    }
    Map<String, OnChange> files = new TreeMap<>();
    workload.files().forEach(file -> files.put(file.path(), file.onChange()));
    Workload.Rules rules = workload.rollout();
    return new Goal.Present(
        spec, workload.spec().image(), files, rules.update().order(), rules.mayRest());
  }

  private static Plan.Item item(Task task, Families families) {
    List<String> obstacles = obstacles(task);
    if (!obstacles.isEmpty()) {
      return new Plan.Item(
          task.host(), task.workload(), Plan.Action.BLOCKED, obstacles, List.of(), List.of());
    }
    List<Step> steps = Simulation.steps(task.family(), task.goal());
    Explanation why = new Explanation(task, steps, families);
    return new Plan.Item(
        task.host(), task.workload(), why.action(), why.reasons(), why.changes(), steps);
  }

  private static List<String> obstacles(Task task) {
    if (!(task.goal() instanceof Goal.Present goal)) {
      return List.of();
    }
    List<String> obstacles = new ArrayList<>();
    task.family()
        .foreign()
        .ifPresent(id ->
            obstacles.add(
                "container "
                    + id.substring(0, Math.min(12, id.length()))
                    + " has the name "
                    + task.family().name()
                    + " and is not ours; adopt it with 'ostler fleet adopt', or give one of"
                    + " them another name"));
    boolean replaces =
        Simulation.steps(task.family(), goal).stream()
            .anyMatch(step -> step instanceof Step.Create);
    if (goal.order() == UpdatePolicy.Order.START_FIRST
        && replaces
        && task.family().current() != null) {
      task.desired()
          .ifPresent(workload ->
              Clashes.withItsSuccessor(workload)
                  .forEach(clash ->
                      obstacles.add(
                          "the new container cannot start first: "
                              + clash
                              + "; use order: stop-first")));
    }
    return obstacles;
  }
}
