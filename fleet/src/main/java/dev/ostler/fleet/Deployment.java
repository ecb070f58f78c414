package dev.ostler.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Carries out what was checked, under locks, if the hosts are still as they were then. */
final class Deployment {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private final Fleet fleet;
  private final Connections connections;
  private final Rules rules;
  private final EndingPatience patience;
  private final Consumer<FleetEvent> listener;
  private @Nullable Execution execution;
  private boolean cancelled;

  Deployment(Fleet fleet, Connections connections, Rules rules, Consumer<FleetEvent> listener) {
    this.fleet = fleet;
    this.connections = connections;
    this.rules = rules;
    patience = new EndingPatience(rules.patience());
    this.listener = listener;
  }

  /**
   * How it is done.
   *
   * @param state the file of what is remembered
   * @param limits how much at once
   * @param patience the time
   * @param hooks what else is done, by key of the workload
   */
  record Rules(
      Path state, Operator.Limits limits, Patience patience, Function<String, Hooks> hooks) {}

  Report of(Checked checked) throws IOException, InterruptedException {
    if (!checked.plan().hasChanges()) {
      endForgottenLocks();
      return new Report(List.of());
    }
    try (StateFile journal = journal();
        HostLocks locks = locks(journal)) {
      locks.endForgotten(lockedHosts(), connections.all());
      List<Host> hosts = hostsToChange(checked.plan());
      locks.take(connections.to(hosts.stream().map(Host::name).toList()));
      Planner.Outcome now = again(checked, hosts, journal);
      Report report = carryOut(now, journal);
      new History(rules.state()).append(now.plan(), report);
      return report;
    }
  }

  /** Waits for another run of this machine as for one of another. */
  private StateFile journal() throws IOException, InterruptedException {
    long start = patience.nanos();
    Duration within = rules.limits().lockWithin();
    while (true) {
      try {
        return StateFile.open(rules.state());
      } catch (FleetException e) {
        boolean isLate = Duration.ofNanos(patience.nanos() - start).compareTo(within) >= 0;
        if (e.kind() != FleetException.Kind.LOCKED || patience.isOver() || isLate) {
          throw e;
        }
      }
      patience.pause(BETWEEN_TRIES);
    }
  }

  private HostLocks locks(StateFile journal) {
    return new HostLocks(fleet.name(), rules.limits().lockWithin(), patience, journal);
  }

  /** A run that was killed when all was done has left locks, too. */
  private void endForgottenLocks() throws IOException {
    if (lockedHosts().isEmpty()) {
      return;
    }
    try (StateFile journal = StateFile.open(rules.state());
        HostLocks locks = locks(journal)) {
      locks.endForgotten(lockedHosts(), connections.all());
    } catch (FleetException e) {
      // Another run works just now: the locks are its own.
      if (e.kind() != FleetException.Kind.LOCKED) {
        throw e;
      }
    }
  }

  private List<String> lockedHosts() throws IOException {
    return StateFile.lockedHosts(rules.state()).stream()
        .filter(fleet.hosts()::containsKey)
        .toList();
  }

  private List<Host> hostsToChange(Plan plan) {
    return new TreeMap<>(fleet.hosts())
        .values().stream().filter(host -> plan.changes(host.name())).toList();
  }

  /** Looks once more, now that nobody else works here. */
  private Planner.Outcome again(Checked checked, List<Host> hosts, StateFile journal)
      throws IOException, InterruptedException {
    SecretHash hash = StateFile.hash(rules.state());
    journal.change(recorded -> recorded.with(fleet.known(), hash));
    Scope scope = checked.scope();
    Observation observation = new Observation(fleet, journal.recorded(), hash, scope);
    Map<String, HostView> views = new TreeMap<>(connections.look(hosts, observation));
    checked.plan().unknown().forEach((host, why) -> views.put(host, new HostView.Unknown(why)));
    Planner.Outcome now = new Planner(fleet, journal.recorded(), hash).plan(scope, views);
    if (!now.plan().doesAs(checked.plan())) {
      throw new FleetException(
          FleetException.Kind.OUTDATED,
          "cannot carry out the plan: the hosts have changed since it was made; plan again");
    }
    return now;
  }

  private Report carryOut(Planner.Outcome planned, StateFile journal)
      throws IOException, InterruptedException {
    Report report = begin(journal).run(planned.tasks());
    List<Leftover> leftovers = planned.plan().leftoversToGo();
    return new Report(report.results(), sweep(report, leftovers, journal));
  }

  private List<Report.OfFile> sweep(Report report, List<Leftover> leftovers, StateFile journal) {
    if (!report.isSuccess()) {
      return Sweeps.leave(leftovers, "not all containers are well");
    }
    if (isCancelled()) {
      return Sweeps.leave(leftovers, "the run was interrupted");
    }
    return new Sweeps(fleet.name(), journal, rules.patience(), listener)
        .remove(leftovers, connections.all());
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private synchronized Execution begin(StateFile journal) throws IOException {
    TaskRun.Tools tools =
        new TaskRun.Tools(
            fleet.name(),
            key -> fleet.workload(key).map(Workload::name).orElse(key),
            journal,
            StateFile.hash(rules.state()),
            patience,
            listener,
            rules.hooks(),
            new FormerFiles());
    NavigableMap<String, HostEngine> engines = connections.all();
    Execution begun =
        new Execution(
            engines, tools, new Execution.Limits(rules.limits().hosts(), rules.limits().perHost()));
    execution = begun;
    if (cancelled) {
      begun.cancel();
    }
    return begun;
  }

  /** Begins nothing more. */
  synchronized void cancel() {
    cancelled = true;
    Execution now = execution;
    if (now != null) {
      now.cancel();
    }
    // Last: else what waits in vain could make room for something else to begin.
    patience.end();
  }
}
