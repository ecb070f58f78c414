package dev.ostler.cli;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.fleet.Checked;
import dev.ostler.fleet.Connector;
import dev.ostler.fleet.Fleet;
import dev.ostler.fleet.FleetException;
import dev.ostler.fleet.FleetFile;
import dev.ostler.fleet.LockHolder;
import dev.ostler.fleet.Locks;
import dev.ostler.fleet.Operator;
import dev.ostler.fleet.Plan;
import dev.ostler.fleet.PlanMarkdown;
import dev.ostler.fleet.PlanText;
import dev.ostler.fleet.Report;
import dev.ostler.fleet.SavedPlan;
import dev.ostler.fleet.Scope;
import dev.ostler.fleet.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code ostler fleet}: containers and their files on many hosts. */
final class FleetCommand {
  private static final int FAILED = 1;
  private static final int CHANGES = 2;
  private static final int BAD_INPUT = 65;
  private static final int UNAVAILABLE = 69;
  private static final int LOCKED = 75;

  /** An engine ends what a run that was killed has begun: in milliseconds, between two looks. */
  private static final List<Integer> PAUSES = List.of(100, 200, 400, 800);

  private final CommandLine line;
  private final Path file;
  private final FleetProgress progress;
  private Set<String> workloads = Set.of();
  private boolean isTimed;

  private FleetCommand(CommandLine line) throws UsageException {
    this.line = line;
    file = line.path("file").orElse(Path.of("fleet.yaml"));
    progress = new FleetProgress(line.isJson());
  }

  static int run(List<String> arguments) throws UsageException, IOException {
    if (arguments.isEmpty()) {
      throw new UsageException(
          "a command is required: ostler fleet COMMAND [OPTION...]; see ostler fleet --help");
    }
    CommandLine line = parse(arguments.getFirst(), arguments.subList(1, arguments.size()));
    int permitted =
        switch (arguments.getFirst()) {
          case "apply" -> 1;
          case "adopt", "exec", "logs" -> Integer.MAX_VALUE;
          default -> 0;
        };
    if (line.operands().size() > permitted) {
      throw new UsageException(
          "unexpected argument '"
              + line.operands().get(permitted)
              + "'; options choose the file (-f), hosts (--host) and containers (--only)");
    }
    try {
      return new FleetCommand(line).run(arguments.getFirst());
    } catch (InvalidConfigurationException e) {
      Console.message(String.valueOf(e.getMessage()));
      return BAD_INPUT;
    } catch (FleetException e) {
      Console.failure(e);
      return status(e);
    } catch (InterruptedException e) {
      throw new AssertionError("internal error: nobody interrupts this thread", e);
    }
  }

  private static CommandLine parse(String name, List<String> arguments) throws UsageException {
    if (name.startsWith("-")) {
      CommandLine.parse(List.of(name), Option.COMMON);
    }
    for (Command command : FleetCommands.ALL) {
      if (command.name().equals(name)) {
        // What follows the container's name is a command line of its own.
        return name.equals("exec")
            ? CommandLine.parse(arguments, command.options())
            : CommandLine.parseAnywhere(arguments, command.options());
      }
    }
    throw Help.unknown("fleet ", name, FleetCommands.ALL);
  }

  private static int status(FleetException e) {
    return switch (e.kind()) {
      case BAD_FILE -> BAD_INPUT;
      case UNREACHABLE -> UNAVAILABLE;
      case LOCKED -> LOCKED;
      case FAILED, OUTDATED -> FAILED;
    };
  }

  private int run(String command)
      throws UsageException, IOException, InvalidConfigurationException, InterruptedException {
    return switch (command) {
      case "plan" -> plan();
      case "apply" -> carryOut(Operator.Aim.APPLY);
      case "destroy" -> carryOut(Operator.Aim.DESTROY);
      case "rollback" -> carryOut(Operator.Aim.ROLL_BACK);
      case "start", "unpause" -> carryOut(Operator.Aim.START);
      case "stop" -> carryOut(Operator.Aim.STOP);
      case "pause" -> carryOut(Operator.Aim.PAUSE);
      case "status" -> status();
      case "unlock" -> unlock();
      case "prune" -> carryOut(Operator.Aim.PRUNE);
      case "convert" -> FleetFiles.convert(existing(), line.path("out"));
      case "export" -> {
        try (Operator operator = operator()) {
          yield FleetFiles.export(operator, file, line.path("out"));
        }
      }
      case "adopt" -> {
        try (Operator operator = operator()) {
          yield FleetFiles.adopt(operator, line, scope(Operator.Aim.APPLY));
        }
      }
      case "logs", "exec", "events" -> follow(command);
      default -> throw new AssertionError("internal error: no command " + command);
    };
  }

  private int follow(String command)
      throws UsageException, IOException, InvalidConfigurationException, InterruptedException {
    try (Operator operator = operator()) {
      FleetFollowing following = new FleetFollowing(operator, line, line.isJson());
      // What is looked at for this needs no more than the list.
      Scope scope = scope(Operator.Aim.START);
      return switch (command) {
        case "logs" -> following.logs(scope);
        case "exec" -> following.exec(scope);
        default -> following.events(scope);
      };
    }
  }

  private Path existing() throws UsageException {
    if (!Files.exists(file)) {
      throw new UsageException("cannot read " + file + ": it is not there; name it with -f FILE");
    }
    return file;
  }

  private Operator operator() throws UsageException, IOException, InvalidConfigurationException {
    Fleet fleet = FleetFile.read(existing());
    workloads = fleet.workloads().keySet();
    for (String host : line.all("host")) {
      require("host", host, fleet.hosts().keySet());
    }
    Operator.Limits usual = Operator.Limits.USUAL;
    int parallel =
        line.has("parallel") ? Numbers.parse(line, "parallel", 10, 1, 1000) : usual.hosts();
    Duration wait =
        line.has("lock-wait")
            ? Durations.parse("lock-wait", line.value("lock-wait").orElseThrow())
            : Duration.ZERO;
    return new Operator(
        fleet,
        line.path("state").orElse(Path.of(file + ".state")),
        Connector.byAddress(),
        new Operator.Limits(parallel, usual.perHost(), wait));
  }

  private Scope scope(Operator.Aim aim) throws UsageException {
    Scope scope =
        Scope.of(aim)
            .onHosts(Set.copyOf(line.all("host")))
            .onlyContainers(Set.copyOf(line.all("only")));
    if (line.has("keep")) {
      scope = scope.keeping(Numbers.parse(line, "keep", 10, 0, 1000));
    }
    scope = line.has("prune") ? scope.withFiles() : scope;
    return line.has("deep") ? scope.deeply() : scope;
  }

  /** A name that neither the file nor any host has would be found as it should be. */
  private Checked look(Operator operator, Operator.Aim aim)
      throws UsageException, IOException, InterruptedException {
    Checked checked = operator.check(scope(aim));
    Set<String> known = new TreeSet<>(workloads);
    checked.containers().forEach(container -> known.add(container.workload()));
    checked.plan().items().forEach(item -> known.add(item.workload()));
    if (checked.plan().unknown().isEmpty()) {
      for (String container : line.all("only")) {
        require("container", container, known);
      }
    }
    return checked;
  }

  private void require(String kind, String name, Set<String> known) throws UsageException {
    if (!known.contains(name)) {
      throw new UsageException(
          "cannot choose the "
              + kind
              + " '"
              + name
              + "': "
              + file
              + " has none of this name, only "
              + String.join(", ", new TreeSet<>(known)));
    }
  }

  private int plan()
      throws UsageException, IOException, InvalidConfigurationException, InterruptedException {
    try (Operator operator = operator()) {
      Checked checked = look(operator, Operator.Aim.APPLY);
      Console.result(shown(checked.plan()));
      Optional<Path> out = line.path("out");
      if (out.isPresent()) {
        Files.writeString(out.get(), SavedPlan.of(checked) + "\n");
      }
      return status(checked.plan());
    }
  }

  private static int status(Plan plan) {
    if (!plan.blocked().isEmpty()) {
      return FAILED;
    }
    return plan.hasChanges() ? CHANGES : plan.unknown().isEmpty() ? 0 : UNAVAILABLE;
  }

  private String shown(Plan plan) {
    return switch (line.value("output").orElse("text")) {
      case "json" -> PlanText.json(plan, Main.version());
      case "markdown" -> PlanMarkdown.of(plan);
      default -> PlanText.text(plan);
    };
  }

  private int carryOut(Operator.Aim aim)
      throws UsageException, IOException, InvalidConfigurationException, InterruptedException {
    try (Operator operator = operator()) {
      for (int pause : PAUSES) {
        try {
          return carryOut(operator, aim);
        } catch (FleetException e) {
          boolean saved = !line.operands().isEmpty();
          if (e.kind() != FleetException.Kind.OUTDATED || saved) {
            throw e;
          }
        }
        Console.note("the hosts have changed since they were looked at; looking again");
        Thread.sleep(pause);
      }
      return carryOut(operator, aim);
    }
  }

  private int carryOut(Operator operator, Operator.Aim aim)
      throws UsageException, IOException, InterruptedException {
    Checked checked = check(operator, aim);
    Plan plan = checked.plan();
    if (line.has("dry-run")) {
      Console.result(shown(plan));
      return status(plan);
    }
    progress.plan(plan);
    if (!mayRemove(plan)) {
      return FAILED;
    }
    // Who is looking or is asked has begun nothing: Ctrl-C ends that at once.
    try (Interruption _ = Interruption.cancelling(operator)) {
      Report report = deploy(operator, checked);
      progress.report(report);
      return report.isSuccess() ? 0 : FAILED;
    }
  }

  private Report deploy(Operator operator, Checked checked)
      throws UsageException, IOException, InterruptedException {
    if (line.has("timeout") && !isTimed) {
      isTimed = true; // whoever looks again has no more time than before
      Interruption.after(Durations.parse("timeout", line.value("timeout").orElseThrow()), operator);
    }
    progress.begin(checked.plan());
    try (FleetProgress drawing = progress) {
      return line.has("skip-unreachable")
          ? checked.deploySkippingUnknown(drawing::accept)
          : checked.deploy(drawing::accept);
    }
  }

  /** What is to be done; exactly what a plan says that was made before, if one is named. */
  private Checked check(Operator operator, Operator.Aim aim)
      throws UsageException, IOException, InterruptedException {
    if (line.operands().isEmpty()) {
      return look(operator, aim);
    }
    if (line.has("host") || line.has("only") || line.has("deep") || line.has("prune")) {
      throw new UsageException("a plan says itself what is to be done; leave the options out");
    }
    Path saved = Path.of(line.files().getFirst());
    if (!Files.exists(saved)) {
      throw new UsageException(
          "cannot read the plan "
              + saved
              + ": it is not there; make it with ostler fleet plan --out");
    }
    SavedPlan plan = SavedPlan.read(saved);
    Checked checked = operator.check(plan.scope());
    plan.requireUnchanged(checked);
    return checked;
  }

  @SuppressWarnings("SystemConsoleNull") // it is where Java has no line editor
  private boolean mayRemove(Plan plan) throws UsageException {
    List<String> removed =
        plan.items().stream().flatMap(item -> FleetCommand.removed(item).stream()).toList();
    if (removed.isEmpty() || line.has("yes")) {
      return true;
    }
    java.io.Console terminal = System.console();
    if (terminal == null || !terminal.isTerminal()) {
      throw new UsageException(
          "this would remove " + String.join(", ", removed) + "; say --yes if it should");
    }
    String answer = terminal.readLine("Remove %s? [y/N] ", String.join(", ", removed));
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }

  /** What somebody may not want to lose; earlier containers go when enough of them are kept. */
  private static Optional<String> removed(Plan.Item item) {
    String name = item.workload() + " on " + item.host();
    return switch (item.action()) {
      case REMOVE -> Optional.of(name);
      // The one before takes the place of the present one, which is not kept.
      case ROLL_BACK ->
          item.steps().stream().anyMatch(step -> step instanceof Step.Remove)
              ? Optional.of("the present container of " + name)
              : Optional.empty();
      case NOTHING, CREATE, REPLACE, UPDATE, START, PRUNE, REST, STAY, BLOCKED -> Optional.empty();
    };
  }

  private int status()
      throws UsageException, IOException, InvalidConfigurationException, InterruptedException {
    try (Operator operator = operator()) {
      Checked checked = look(operator, Operator.Aim.APPLY);
      progress.status(checked);
      return checked.plan().unknown().isEmpty() ? 0 : UNAVAILABLE;
    }
  }

  private int unlock() throws UsageException, IOException, InvalidConfigurationException {
    try (Operator operator = operator()) {
      Locks locks = operator.locks(scope(Operator.Aim.APPLY));
      Map<String, String> unknown = new TreeMap<>(locks.unknown());
      Map<String, LockHolder> holders = locks.holders();
      holders.forEach((host, holder) -> {
        try {
          tell(host, holder, line.has("yes") && operator.unlock(host, holder));
        } catch (IOException e) {
          unknown.put(host, String.valueOf(e.getMessage()));
        }
      });
      progress.unknown(unknown);
      if (!holders.isEmpty() && !line.has("yes")) {
        Console.message("ostler: say --yes to end these locks");
        return FAILED;
      }
      return unknown.isEmpty() ? 0 : UNAVAILABLE;
    }
  }

  private void tell(String host, LockHolder holder, boolean isEnded) {
    if (!line.isJson()) {
      String end = line.has("yes") && !isEnded ? ", gave it back meanwhile" : "";
      Console.result(host + ": " + holder.text(Instant.now()) + end);
      return;
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", "lock");
    object.put("host", host);
    object.put("holder", holder.id());
    object.put("who", holder.who());
    object.put("since", holder.since().toString());
    object.put("ended", isEnded);
    Console.result(Json.of(object));
  }
}
