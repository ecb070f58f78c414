package dev.ostler.fleet;

import dev.ostler.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a fleet's hosts to what its file says. Begin with {@link #check}: what it returns is the
 * only thing that can be deployed.
 *
 * <p>Connections to hosts are opened at the first question and kept; one object is for one run.
 */
public final class Operator implements AutoCloseable {
  private final Fleet fleet;
  private final Path state;
  private final Connections connections;
  private final Limits limits;
  private final Map<String, Hooks> hooks = new ConcurrentHashMap<>();
  private Patience patience = Patience.REAL;
  private volatile @Nullable Deployment running;
  private volatile boolean cancelled;

  /**
   * An operator; nothing is asked of any host yet.
   *
   * @param fleet what should be
   * @param state the file in which is remembered what hosts do not show; need not be there
   * @param connector reaches the hosts
   * @param limits how much is done at once
   */
  public Operator(Fleet fleet, Path state, Connector connector, Limits limits) {
    this.fleet = fleet;
    this.state = state;
    this.limits = limits;
    connections =
        new Connections(
            connector, Logins.of(fleet.registries(), DockerLogins.ofUser()), limits.hosts());
  }

  /**
   * Sets what else is done when containers of a workload start and stop.
   *
   * @param workload its key
   * @param what instead of what was set before
   */
  public void setHooks(String workload, Hooks what) {
    hooks.put(workload, what);
  }

  /** With another time, for tests. */
  Operator with(Patience other) {
    patience = other;
    return this;
  }

  /** What is to become of containers. */
  public enum Aim {
    /** As the file says. */
    APPLY,
    /** Not there, none of them. */
    DESTROY,
    /** The containers before. */
    ROLL_BACK,
    /** Running. */
    START,
    /** Stopped. */
    STOP,
    /** Frozen. */
    PAUSE,
    /** As they are, without those that are kept for going back and their images. */
    PRUNE
  }

  /**
   * How much is done at once, and how long to wait.
   *
   * @param hosts hosts that are looked at, and containers that are worked on, at once; at least 1
   * @param perHost containers that are worked on at once on one host; at least 1
   * @param lockWithin how long to wait for somebody else who works on a host
   */
  public record Limits(int hosts, int perHost, Duration lockWithin) {
    /** 32 at once, 4 on a host, no waiting. */
    public static final Limits USUAL = new Limits(32, 4, Duration.ZERO);

    /** Checks the ranges. */
    public Limits {
      if (hosts < 1 || perHost < 1) {
        throw new IllegalArgumentException(
            "limits must be at least 1, got " + hosts + " and " + perHost);
      }
    }
  }

  /**
   * Looks at all hosts and compares. Changes nothing.
   *
   * @return what is there and what would be done; hosts that do not answer are among it as unknown
   * @throws IOException if what is remembered cannot be read
   * @throws InterruptedException if the thread was interrupted
   */
  public Checked check() throws IOException, InterruptedException {
    return check(Scope.ALL);
  }

  /**
   * Looks at hosts and compares. Changes nothing.
   *
   * @param scope what for, where, and how closely
   * @return what is there and what would be done
   * @throws FleetException if two hosts are the same engine
   * @throws IOException if what is remembered cannot be read
   * @throws InterruptedException if the thread was interrupted
   */
  public Checked check(Scope scope) throws IOException, InterruptedException {
    SecretHash hash = StateFile.hash(state);
    Recorded recorded = StateFile.read(state).with(fleet.known(), hash);
    List<Host> hosts =
        fleet.hosts().values().stream().filter(host -> scope.includesHost(host.name())).toList();
    Observation observation = new Observation(fleet, recorded, hash, scope);
    Map<String, HostView> views = connections.look(hosts, observation);
    new Aliases(connections.all()).refuse(views);
    Planner.Outcome outcome = new Planner(fleet, recorded, hash).plan(scope, views);
    return new Checked(this, outcome, scope, fingerprints(outcome, hash));
  }

  private static Map<String, String> fingerprints(Planner.Outcome outcome, SecretHash hash) {
    Map<String, String> prints = new TreeMap<>();
    outcome.tasks().forEach(task -> prints.put(task.id().toString(), Fingerprint.of(task, hash)));
    outcome
        .plan()
        .leftovers()
        .forEach(one -> prints.put(one.path() + " on " + one.host(), hash.of(one.toString())));
    return prints;
  }

  /**
   * The engine of a host, for what this class has no words for. It is closed with this object.
   *
   * @param host name of the host
   * @return its engine
   * @throws IOException if it cannot be reached
   */
  public Engine engine(String host) throws IOException {
    Host known = fleet.hosts().get(host);
    if (known == null) {
      throw new IllegalArgumentException("there is no host " + host);
    }
    return connections.to(known).engine();
  }

  /**
   * One workload's container on one host, for those who do things step by step.
   *
   * @param workload key of the workload
   * @param host name of the host, which must be one of the workload's
   * @return the container, which need not be there
   * @throws IOException if the host cannot be reached
   */
  public HostContainer container(String workload, String host) throws IOException {
    Workload wanted = required(workload);
    Host known = fleet.hosts().get(host);
    if (known == null || !wanted.hosts().contains(host)) {
      throw new IllegalArgumentException("container " + workload + " is not on " + host);
    }
    return new HostContainer(
        new HostContainer.Handle(
            fleet, wanted, host, connections.to(known), StateFile.hash(state), hooksOf(workload)));
  }

  private Workload required(String workload) {
    return fleet
        .workload(workload)
        .orElseThrow(() -> new IllegalArgumentException("there is no container " + workload));
  }

  Fleet fleet() {
    return fleet;
  }

  Report deploy(Checked checked, Consumer<FleetEvent> listener, boolean skipUnknown)
      throws IOException, InterruptedException {
    Readiness.require(checked.plan(), skipUnknown);
    Deployment deployment =
        new Deployment(
            fleet,
            connections,
            new Deployment.Rules(state, limits, patience, this::hooksOf),
            listener);
    running = deployment;
    if (cancelled) {
      deployment.cancel();
    }
    return deployment.of(checked);
  }

  private Hooks hooksOf(String workload) {
    return hooks.getOrDefault(workload, Hooks.NONE);
  }

  /**
   * Takes containers that somebody else made into the fleet. Nothing is changed on the host; the
   * next {@code deploy} goes on with them, and leaves those alone that are as they should be.
   *
   * @param workload key of the workload whose containers they become
   * @param container name, or 12 digits of the ID or more; the workload's own name if absent
   * @param scope on which hosts
   * @return one for each host of the workload that is in scope
   * @throws IOException if a host does not answer, has no such container, has one of a fleet's, or
   *     has another one of this workload, beside those that are kept
   */
  public List<Adoption> adopt(String workload, Optional<String> container, Scope scope)
      throws IOException {
    Workload wanted = required(workload);
    SecretHash hash = StateFile.hash(state);
    Recorded recorded = StateFile.read(state).with(fleet.known(), hash);
    Adopter adopter = new Adopter(fleet, recorded, hash);
    List<Adopter.Found> found = new ArrayList<>();
    for (String host : wanted.hosts()) {
      if (scope.includesHost(host)) {
        HostEngine engine = connections.to(Objects.requireNonNull(fleet.hosts().get(host)));
        found.add(adopter.find(wanted, host, engine, container));
      }
    }
    try (StateFile journal = StateFile.open(state)) {
      for (Adopter.Found one : found) {
        journal.change(now -> now.with(one.adoption().host(), one.adoption().id(), one.note()));
      }
    }
    return found.stream().map(Adopter.Found::adoption).toList();
  }

  /**
   * Says who works on the fleet's hosts.
   *
   * @param scope on which of them
   * @return what those say that answer, and which do not
   */
  public Locks locks(Scope scope) {
    Map<String, LockHolder> holders = new ConcurrentHashMap<>();
    Map<String, String> unknown = new TreeMap<>();
    Map<String, HostEngine> engines = new TreeMap<>();
    for (Host host : fleet.hosts().values()) {
      try {
        if (scope.includesHost(host.name())) {
          engines.put(host.name(), connections.to(host));
        }
      } catch (IOException e) {
        unknown.put(host.name(), String.valueOf(e.getMessage()));
      }
    }
    String lock = HostLocks.nameFor(fleet.name());
    EachHost.ask(
            engines,
            limits.hosts(),
            (host, engine) -> engine.holder(lock).ifPresent(one -> holders.put(host, one)))
        .forEach((host, e) -> unknown.put(host, String.valueOf(e.getMessage())));
    return new Locks(holders, unknown);
  }

  /**
   * Ends a lock that somebody is seen to have. One that somebody else has by now stays.
   *
   * @param host name of the host
   * @param holder who has it, as {@link #locks} says
   * @return whether it was ended; false if he has given it back
   * @throws IOException if the host does not answer
   */
  public boolean unlock(String host, LockHolder holder) throws IOException {
    Host known = fleet.hosts().get(host);
    return known != null && connections.to(known).unlock(HostLocks.nameFor(fleet.name()), holder);
  }

  /**
   * Begins nothing more: what has begun is finished or taken back, and {@link Checked#deploy}
   * returns. Whoever deploys only afterwards begins nothing. For any thread.
   */
  public void cancel() {
    cancelled = true;
    Deployment now = running;
    if (now != null) {
      now.cancel();
    }
  }

  /** Closes all connections. Can be called twice. */
  @Override
  public void close() {
    connections.close();
  }
}
