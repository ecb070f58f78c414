package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Privileges;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Containers that share namespaces of others. */
final class Sharing {
  private static final String OF_A_WORKLOAD = "service:";

  /** Before the ID or name of a container whose namespace another one has. */
  static final String OF_A_CONTAINER = "container:";

  private Sharing() {}

  /** Keys of the workloads whose namespaces it shares. */
  static NavigableSet<String> providers(Workload workload) {
    NavigableSet<String> providers = new TreeSet<>();
    modes(workload.spec()).forEach(mode -> provider(mode).ifPresent(providers::add));
    return providers;
  }

  /** Whose network, processes and shared memory a container has, in this order. */
  static List<String> modes(ContainerSpec spec) {
    Privileges.Namespaces namespaces = spec.privileges().namespaces();
    return List.of(spec.networking().mode(), namespaces.pid(), namespaces.ipc());
  }

  /** Keys of those among workloads that share with one another. */
  static Set<String> keysOfTied(List<Workload> workloads) {
    Set<String> keys = new HashSet<>();
    for (Workload workload : workloads) {
      NavigableSet<String> providers = providers(workload);
      if (!providers.isEmpty()) {
        keys.add(workload.key());
        keys.addAll(providers);
      }
    }
    return keys;
  }

  static Optional<String> provider(String mode) {
    return mode.startsWith(OF_A_WORKLOAD)
        ? Optional.of(mode.substring(OF_A_WORKLOAD.length()))
        : Optional.empty();
  }

  /** In an order in which each follows those that it shares with; by key otherwise. */
  static List<Workload> providersFirst(List<Workload> workloads) {
    List<Workload> left =
        new ArrayList<>(workloads.stream().sorted((a, b) -> a.key().compareTo(b.key())).toList());
    List<Workload> ordered = new ArrayList<>();
    Set<String> waiting = new HashSet<>(left.stream().map(Workload::key).toList());
    while (!left.isEmpty()) {
      Workload ready =
          left.stream()
              .filter(workload -> providers(workload).stream().noneMatch(waiting::contains))
              .findFirst()
              .orElse(left.getFirst());
      left.removeIf(workload -> workload.key().equals(ready.key()));
      waiting.remove(ready.key());
      ordered.add(ready);
    }
    return ordered;
  }

  /** With the containers' names in place of the workloads' keys, as engines want them. */
  static ContainerSpec withNames(ContainerSpec spec, UnaryOperator<String> nameOf) {
    Networking networking = spec.networking();
    Privileges privileges = spec.privileges();
    Privileges.Namespaces own = privileges.namespaces();
    Privileges.Namespaces named =
        new Privileges.Namespaces(
            named(own.pid(), nameOf),
            named(own.ipc(), nameOf),
            own.user(),
            own.uts(),
            own.cgroup());
    return spec.withNetworking(networking.withMode(named(networking.mode(), nameOf)))
        .withPrivileges(
            new Privileges(
                privileges.privileged(),
                privileges.capabilitiesAdded(),
                privileges.capabilitiesDropped(),
                privileges.securityOptions(),
                privileges.devices(),
                privileges.groups(),
                named,
                privileges.sysctls()));
  }

  private static String named(String mode, UnaryOperator<String> nameOf) {
    return provider(mode).map(key -> OF_A_CONTAINER + nameOf.apply(key)).orElse(mode);
  }
}
