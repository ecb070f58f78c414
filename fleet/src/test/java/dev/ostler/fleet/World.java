package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Hosts in memory, and a fleet that is brought to them as the command does it. */
final class World {
  static final SecretHash HASH = new SecretHash(new byte[] {1, 2, 3});

  final Map<String, FakeHost> hosts = new TreeMap<>();
  final List<FleetEvent> events = new ArrayList<>();
  Scope scope = Scope.ALL;
  Hooks hooks = Hooks.NONE;
  Recorded recorded = Recorded.NOTHING;
  SecretHash hash = HASH;
  Patience patience = new FakePatience();

  /** How often something more can be written down. */
  int writesLeft = Integer.MAX_VALUE;

  private final Journal journal =
      new Journal() {
        @Override
        public Recorded recorded() {
          return recorded;
        }

        @Override
        public synchronized void change(UnaryOperator<Recorded> change) throws IOException {
          Recorded changed = change.apply(recorded);
          if (!changed.equals(recorded)) {
            if (writesLeft == 0) {
              throw new IOException("cannot write state.json: no space left on device");
            }
            writesLeft--;
          }
          recorded = changed;
        }
      };

  World(String... names) {
    for (String name : names) {
      hosts.put(name, new FakeHost());
    }
  }

  static Workload web(String image, String... hosts) {
    return Workload.of("web", ContainerSpec.of(image), hosts).with(quick(Workload.Rules.usual()));
  }

  /** For root alone, and nobody is told when it changes. */
  static ManagedFile hostFile(String path, String content) {
    return new ManagedFile(
        ManagedFile.Place.HOST,
        path,
        FileContent.of(content),
        0600,
        ManagedFile.Owner.ROOT,
        new OnChange.Nothing());
  }

  static Workload.Rules quick(Workload.Rules rules) {
    UpdatePolicy usual = rules.update();
    return rules.with(
        new UpdatePolicy(
            usual.order(),
            usual.batch(),
            usual.canary(),
            Duration.ofSeconds(1),
            usual.maxFailures(),
            usual.onFailure()));
  }

  Fleet fleet(Workload... workloads) {
    return Fleet.of("f", hosts.keySet().stream().map(Host::local).toList(), List.of(workloads));
  }

  Planner.Outcome plan(Fleet fleet) {
    Map<String, HostView> views = new TreeMap<>();
    Observation observation = new Observation(fleet, recorded, hash, scope);
    for (Map.Entry<String, FakeHost> host : hosts.entrySet()) {
      try {
        views.put(host.getKey(), observation.of(host.getKey(), host.getValue()));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return new Planner(fleet, recorded, hash).plan(scope, views);
  }

  Report apply(Fleet fleet) throws InterruptedException {
    return execution(fleet).run(plan(fleet).tasks());
  }

  Execution execution(Fleet fleet) {
    return new Execution(Map.copyOf(hosts), tools(fleet), Execution.Limits.USUAL);
  }

  /** Carries tasks out on this thread, one after the other, so that a kill is at a known call. */
  void applyInOrder(Fleet fleet) throws IOException, InterruptedException {
    Planner.Outcome planned = plan(fleet);
    for (Task task : planned.tasks()) {
      FakeHost host = hosts.get(task.host());
      new TaskRun(task, host, tools(fleet)).run();
    }
    for (String host : hosts.keySet()) {
      if (planned.plan().leftoversToGo().stream().anyMatch(one -> one.host().equals(host))) {
        sweep(host, fleet.name(), planned);
      }
    }
  }

  /** Removes files of a host that are no longer wanted, on this thread. */
  void sweep(String host, String fleet, Planner.Outcome planned) throws IOException {
    new Sweep(fleet, host, hosts.get(host), journal).remove(planned.plan().leftoversToGo());
  }

  private TaskRun.Tools tools(Fleet fleet) {
    return new TaskRun.Tools(
        fleet.name(),
        key -> fleet.workload(key).map(Workload::name).orElse(key),
        journal,
        hash,
        patience,
        event -> {
          synchronized (events) {
            events.add(event);
          }
        },
        _ -> hooks,
        new FormerFiles());
  }

  /** Time that passes only when somebody waits. */
  static final class FakePatience implements Patience {
    private long now;

    @Override
    public synchronized long nanos() {
      return now;
    }

    @Override
    public synchronized void pause(Duration time) {
      now += time.toNanos();
    }
  }
}
