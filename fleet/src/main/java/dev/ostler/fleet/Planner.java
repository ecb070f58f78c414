package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
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
   * @param seen all containers of the fleet
   */
  record Outcome(Plan plan, List<Task> tasks, List<Checked.Seen> seen) {
    /** Without what is not wanted. */
    private Outcome only(Scope scope) {
      List<Plan.Item> items =
          plan.items().stream()
              .filter(item -> scope.includes(item.host(), item.workload()))
              .toList();
      Set<Task.Id> ids =
          items.stream()
              .map(item -> new Task.Id(item.workload(), item.host()))
              .collect(Collectors.toCollection(TreeSet::new));
      Map<String, String> unknown = new TreeMap<>(plan.unknown());
      unknown.keySet().removeIf(host -> !scope.includesHost(host));
      return new Outcome(
          new Plan(plan.fleet(), items, plan.leftovers(), unknown),
          tasks.stream().filter(task -> ids.contains(task.id())).toList(),
          seen.stream().filter(it -> ids.contains(new Task.Id(it.workload(), it.host()))).toList());
    }

    /** With those blocked that wait for each other, of the ones that would be done. */
    private Outcome withoutCircles() {
      Map<Task.Id, String> obstacles = Circles.obstacles(tasks);
      List<Plan.Item> items =
          plan.items().stream()
              .map(item -> {
                String why = obstacles.get(new Task.Id(item.workload(), item.host()));
                return why == null ? item : blocked(item.host(), item.workload(), List.of(why));
              })
              .toList();
      return new Outcome(
          new Plan(plan.fleet(), items, plan.leftovers(), plan.unknown()),
          tasks.stream().filter(task -> !obstacles.containsKey(task.id())).toList(),
          seen);
    }
  }

  /** Plans what is asked for. */
  Outcome plan(Scope scope, Map<String, HostView> views) {
    Map<String, String> unknown = unknown(views);
    Moves moves = new Moves(scope, unknown.keySet());
    List<Plan.Item> items = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    List<Checked.Seen> seen = new ArrayList<>();
    List<Leftover> leftovers = new ArrayList<>();
    for (Map.Entry<String, HostView> host : new TreeMap<>(views).entrySet()) {
      if (host.getValue() instanceof HostView.Observed observed) {
        Families families = families(host.getKey(), observed.containers());
        List<Task> all = tasks(scope, host.getKey(), families, moves);
        leftovers.addAll(leftovers(scope, host.getKey(), observed, all));
        List<Task> toDo = new ArrayList<>();
        List<Plan.Item> ofHost = new ArrayList<>();
        Surroundings around = new Surroundings(all, families, new NameExchanges(all), moves);
        for (Task task : all) {
          Plan.Item item = item(task, around);
          ofHost.add(item);
          seen.addAll(seen(task));
          if (item.isChange()) {
            toDo.add(task);
          }
        }
        items.addAll(withSuccessors(ofHost, toDo));
        tasks.addAll(toDo);
      }
    }
    return new Outcome(new Plan(fleet.name(), items, leftovers, unknown), tasks, seen)
        .only(scope)
        .withoutCircles();
  }

  private static Map<String, String> unknown(Map<String, HostView> views) {
    Map<String, String> unknown = new TreeMap<>();
    views.forEach((host, view) -> {
      if (view instanceof HostView.Unknown(String reason)) {
        unknown.put(host, reason);
      }
    });
    return unknown;
  }

  /** Files and folders of a host, the helper that reaches them, and images. */
  private List<Leftover> leftovers(
      Scope scope, String host, HostView.Observed observed, List<Task> tasks) {
    List<Leftover> files = files(scope, host, observed.remnants(), tasks);
    List<Leftover> leftovers = new ArrayList<>(files);
    if (scope.aim() == Operator.Aim.DESTROY
        || (scope.prunesFiles() && files.stream().allMatch(Leftover::isChange))) {
      Leftovers.helper(fleet, host, scope, observed.containers()).ifPresent(leftovers::add);
    }
    if (scope.aim() == Operator.Aim.PRUNE) {
      leftovers.addAll(
          new SpentImages(host, recorded.imagesOn(host), scope)
              .of(observed.containers(), tasks, leftovers));
    }
    return leftovers;
  }

  private List<Leftover> files(
      Scope scope, String host, Map<String, Remnant> remnants, List<Task> tasks) {
    NavigableMap<String, Trace> unwanted = Leftovers.unwanted(fleet, host, recorded, scope);
    Map<String, List<Member>> needing = new TreeMap<>();
    if (!unwanted.isEmpty()) {
      tasks.forEach(task -> needing.put(task.workload(), needing(task)));
    }
    return new Leftovers(host, unwanted, hash).of(remnants, needing);
  }

  /** Those that will still be there, and of whose files this file says nothing. */
  private static List<Member> needing(Task task) {
    Family end = Simulation.end(task.family(), task.goal());
    boolean isWanted =
        task.desired().map(workload -> workload.hosts().contains(task.host())).orElse(false);
    return isWanted ? end.kept() : end.members();
  }

  private static List<Checked.Seen> seen(Task task) {
    return task.family().members().stream()
        .map(member ->
            new Checked.Seen(
                task.host(),
                task.workload(),
                member.id(),
                member.name(),
                member.generation(),
                member.state(),
                member.spec().values().getOrDefault("image", "")))
        .toList();
  }

  private List<Task> tasks(Scope scope, String host, Families families, Moves moves) {
    return switch (scope.aim()) {
      case APPLY -> applying(host, families, moves);
      case DESTROY -> all(host, families, _ -> new Goal.Absent());
      case ROLL_BACK -> all(host, families, Planner::before);
      case START -> all(host, families, _ -> new Goal.InState(ContainerState.RUNNING));
      case STOP -> all(host, families, _ -> new Goal.InState(ContainerState.EXITED));
      case PAUSE -> all(host, families, _ -> new Goal.InState(ContainerState.PAUSED));
      case PRUNE -> all(host, families, _ -> new Goal.Tidy(scope.keep()));
    };
  }

  private List<Task> all(String host, Families families, Function<Family, Goal> goal) {
    List<Task> tasks = new ArrayList<>();
    for (String key : families.workloads()) {
      Optional<Workload> workload = fleet.workload(key);
      Family family = workload.map(families::of).orElseGet(() -> families.ofUnwanted(key));
      tasks.add(new Task(host, key, family, goal.apply(family), workload));
    }
    return tasks;
  }

  /** Back to the newest that is kept; where none is, there is nothing to do. */
  private static Goal before(Family family) {
    Member current = family.current();
    long now = current == null ? Long.MAX_VALUE : current.generation();
    return new Goal.Earlier(
        family.kept().stream()
            .mapToLong(Member::generation)
            .filter(generation -> generation < now)
            .max()
            .orElse(now),
        true);
  }

  Families families(String host, List<ContainerView> containers) {
    return new Families(new Families.Site(fleet.name(), host, containers), recorded, hash);
  }

  private List<Task> applying(String host, Families families, Moves moves) {
    Map<String, Workload> wanted =
        fleet.on(host).stream().collect(Collectors.toMap(Workload::key, Function.identity()));
    Map<String, Task> tasks = new TreeMap<>();
    for (String key : families.workloads()) {
      if (!wanted.containsKey(key)) {
        Optional<Workload> elsewhere = fleet.workload(key);
        tasks.put(
            key, new Task(host, key, families.ofUnwanted(key), moves.goal(elsewhere), elsewhere));
      }
    }
    for (Workload workload : Sharing.providersFirst(List.copyOf(wanted.values()))) {
      Family family = new Ties(workload, tasks).of(families.of(workload), families);
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
        spec = then == null ? spec.with(Ties.field(provider), "") : Ties.to(provider, then, spec);
      }
    }
    Map<String, OnChange> files = new TreeMap<>();
    workload.files().forEach(file -> files.put(file.key(), reaction(workload, file)));
    Workload.Rules rules = workload.rollout();
    return new Goal.Present(
        spec, workload.spec().image(), files, rules.update().order(), rules.mayRest(), true);
  }

  /**
   * A mount of a single file stays with the file that was there when the container started: it sees
   * the new one after a restart, whatever it is told.
   */
  private static OnChange reaction(Workload workload, ManagedFile file) {
    boolean isMounted =
        file.place() == ManagedFile.Place.HOST
            && workload.spec().storage().mounts().stream()
                .anyMatch(
                    mount -> mount instanceof Mount.Bind bind && bind.source().equals(file.path()));
    return isMounted && !(file.onChange() instanceof OnChange.Recreate)
        ? new OnChange.Restart()
        : file.onChange();
  }

  /** What makes room for another one says so, for it goes only when that is prepared. */
  private static List<Plan.Item> withSuccessors(List<Plan.Item> items, List<Task> tasks) {
    Map<Task.Id, Set<Task.Id>> successors = Waits.preparations(tasks);
    return items.stream()
        .map(item -> {
          Set<Task.Id> ofItem =
              successors.getOrDefault(new Task.Id(item.workload(), item.host()), Set.of());
          List<String> reasons = new ArrayList<>(item.reasons());
          ofItem.forEach(successor ->
              reasons.add("it goes when " + successor.workload() + " is ready to take its place"));
          return new Plan.Item(
              item.host(), item.workload(), item.action(), reasons, item.changes(), item.steps());
        })
        .toList();
  }

  /** What is on a host beside a task, or moves away from it. */
  private record Surroundings(
      List<Task> tasks, Families families, NameExchanges exchanges, Moves moves) {}

  private static Plan.Item item(Task task, Surroundings around) {
    List<String> obstacles = new ArrayList<>(obstacles(task));
    around.exchanges().obstacle(task).ifPresent(obstacles::add);
    around.moves().obstacle(task, around.tasks()).ifPresent(obstacles::add);
    if (!obstacles.isEmpty()) {
      return blocked(task.host(), task.workload(), obstacles);
    }
    List<Step> steps = Simulation.steps(task.family(), task.goal());
    Explanation why = new Explanation(task, steps, around.families());
    List<String> reasons = new ArrayList<>(why.reasons());
    around.moves().reason(task).ifPresent(reasons::add);
    Plan.Action action = around.moves().stays(task) ? Plan.Action.STAY : why.action();
    return new Plan.Item(task.host(), task.workload(), action, reasons, why.changes(), steps);
  }

  private static Plan.Item blocked(String host, String workload, List<String> obstacles) {
    return new Plan.Item(host, workload, Plan.Action.BLOCKED, obstacles, List.of(), List.of());
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
          .flatMap(Clashes::withItsSuccessor)
          .ifPresent(clash ->
              obstacles.add(
                  "the new container cannot start first: " + clash + "; use order: stop-first"));
    }
    return obstacles;
  }
}
