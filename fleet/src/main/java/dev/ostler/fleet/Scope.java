package dev.ostler.fleet;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to look at and what for.
 *
 * @param aim what is to become of the containers
 * @param hosts of which hosts to plan and change anything; empty for all
 * @param containers of which workloads to plan and change anything, by key; empty for all
 * @param deep whether to look also for what no list of containers shows: limits and restart
 *     policies that were changed by hand, and names of images that stand for others by now. It
 *     costs a question for each container
 * @param keep when pruning, how many earlier containers of each workload stay on each host
 * @param files whether also files and folders of hosts go that the fleet has written and no longer
 *     has; always when pruning
 */
public record Scope(
    Operator.Aim aim,
    Set<String> hosts,
    Set<String> containers,
    boolean deep,
    int keep,
    boolean files) {
  /** Everything, as the file says. */
  public static final Scope ALL = of(Operator.Aim.APPLY);

  /** Copies. */
  public Scope {
    Objects.requireNonNull(aim, "aim");
    if (keep < 0) {
      throw new IllegalArgumentException("keep must not be negative, got " + keep);
    }
    hosts = Collections.unmodifiableSet(new TreeSet<>(hosts));
    containers = Collections.unmodifiableSet(new TreeSet<>(containers));
  }

  /**
   * All containers.
   *
   * @param aim what is to become of them
   * @return the scope
   */
  public static Scope of(Operator.Aim aim) {
    return new Scope(aim, Set.of(), Set.of(), false, 0, false);
  }

  /**
   * The same on some hosts alone.
   *
   * @param names of hosts; empty for all
   * @return the new scope
   */
  public Scope onHosts(Set<String> names) {
    return new Scope(aim, names, containers, deep, keep, files);
  }

  /**
   * The same for some workloads alone.
   *
   * @param keys of workloads; empty for all
   * @return the new scope
   */
  public Scope onlyContainers(Set<String> keys) {
    return new Scope(aim, hosts, keys, deep, keep, files);
  }

  /**
   * The same with a deeper look.
   *
   * @return the new scope
   */
  public Scope deeply() {
    return new Scope(aim, hosts, containers, true, keep, files);
  }

  /**
   * The same with other numbers of containers that stay.
   *
   * @param earlier how many for each workload on each host, 0 or more
   * @return the new scope
   */
  public Scope keeping(int earlier) {
    return new Scope(aim, hosts, containers, deep, earlier, files);
  }

  /**
   * The same with files and folders that are no longer wanted, when applying or destroying.
   *
   * @return the new scope
   */
  public Scope withFiles() {
    return new Scope(aim, hosts, containers, deep, keep, true);
  }

  boolean prunesFiles() {
    return switch (aim) {
      case PRUNE -> true;
      case APPLY, DESTROY -> files;
      case ROLL_BACK, START, STOP, PAUSE -> false;
    };
  }

  boolean includesHost(String host) {
    return hosts.isEmpty() || hosts.contains(host);
  }

  boolean includes(String host, String workload) {
    return includesHost(host) && (containers.isEmpty() || containers.contains(workload));
  }

  Observation.Depth depth() {
    if (aim != Operator.Aim.APPLY) {
      return Observation.Depth.LIST;
    }
    return deep ? Observation.Depth.ALL : Observation.Depth.CONTENTS;
  }
}
