package dev.ostler.fleet;

import dev.ostler.engine.RegistryLogin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What should run where: a whole file, read and checked.
 *
 * @param name tells its containers from those of other fleets on the same hosts
 * @param hosts the hosts, by name
 * @param workloads the containers, by key
 * @param known containers that belong to it although their labels do not say so
 * @param registries who pulls, by name of the registry; for others, whoever Docker's own
 *     configuration names
 */
public record Fleet(
    String name,
    Map<String, Host> hosts,
    Map<String, Workload> workloads,
    List<Known> known,
    Map<String, RegistryLogin> registries) {

  /** Checks what two parts of the file say of each other. */
  public Fleet {
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
      throw new IllegalArgumentException(
          "name of a fleet must have letters, digits, '_', '.' and '-' only, got '" + name + "'");
    }
    hosts = Map.copyOf(hosts);
    workloads = Map.copyOf(workloads);
    known = List.copyOf(known);
    registries = Map.copyOf(registries);
    List<String> problems = problems(hosts, workloads);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /**
   * A fleet of these.
   *
   * @param name tells its containers from those of other fleets
   * @param hosts the hosts
   * @param workloads the containers
   * @return the fleet
   */
  public static Fleet of(String name, List<Host> hosts, List<Workload> workloads) {
    return new Fleet(
        name,
        hosts.stream().collect(Collectors.toMap(Host::name, host -> host)),
        workloads.stream().collect(Collectors.toMap(Workload::key, workload -> workload)),
        List.of(),
        Map.of());
  }

  /** Workloads that should be on a host, by key. */
  List<Workload> on(String host) {
    return new TreeMap<>(workloads)
        .values().stream().filter(workload -> workload.hosts().contains(host)).toList();
  }

  Optional<Workload> workload(String key) {
    return Optional.ofNullable(workloads.get(key));
  }

  private static List<String> problems(Map<String, Host> hosts, Map<String, Workload> workloads) {
    List<String> problems = new ArrayList<>();
    for (Workload workload : new TreeMap<>(workloads).values()) {
      workload.hosts().forEach(host -> checkHost(workload, host, hosts.get(host), problems));
      for (String other : workload.rollout().after()) {
        if (!workloads.containsKey(other)) {
          problems.add("container " + workload.key() + " is after " + other + ", which is none");
        }
      }
    }
    for (String host : new TreeMap<>(hosts).keySet()) {
      problems.addAll(
          Clashes.among(
              host,
              new TreeMap<>(workloads)
                  .values().stream().filter(w -> w.hosts().contains(host)).toList()));
    }
    if (problems.isEmpty()) {
      cycle(workloads).ifPresent(problems::add);
    }
    return problems;
  }

  private static void checkHost(
      Workload workload, String host, @Nullable Host known, List<String> problems) {
    if (known == null) {
      problems.add("container " + workload.key() + " is on " + host + ", which is no host");
    } else if (asksPort(workload.rollout().health()) && !known.address().reachesPorts()) {
      problems.add(
          "container "
              + workload.key()
              + " has a probe of a port, which cannot be reached on "
              + host
              + ": its engine is asked over TCP; use health: {exec: ...}");
    }
  }

  private static boolean asksPort(HealthProbe probe) {
    return probe instanceof HealthProbe.Http || probe instanceof HealthProbe.Tcp;
  }

  private static Optional<String> cycle(Map<String, Workload> workloads) {
    Map<String, Set<String>> left = new TreeMap<>();
    workloads.forEach((key, workload) -> {
      Set<String> before = new TreeSet<>(workload.rollout().after());
      before.addAll(Sharing.providers(workload));
      left.put(key, before);
    });
    boolean removed = true;
    while (removed) {
      removed = left.values().removeIf(after -> after.stream().noneMatch(left::containsKey));
    }
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of("containers " + String.join(", ", left.keySet()) + " wait for each other");
  }
}
