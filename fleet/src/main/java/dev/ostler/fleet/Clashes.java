package dev.ostler.fleet;

import dev.ostler.engine.Networking.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/** What cannot be together on one host. */
final class Clashes {
  private Clashes() {}

  static List<String> among(String host, List<Workload> workloads) {
    List<String> clashes = new ArrayList<>();
    for (int i = 0; i < workloads.size(); i++) {
      for (int j = i + 1; j < workloads.size(); j++) {
        between(workloads.get(i), workloads.get(j))
            .forEach(clash -> clashes.add(clash + " on " + host));
      }
    }
    return clashes;
  }

  private static List<String> between(Workload one, Workload other) {
    List<String> clashes = new ArrayList<>();
    String both = one.key() + " and " + other.key();
    if (one.name().equals(other.name())) {
      clashes.add("containers " + both + " have the same name " + one.name());
    }
    NavigableSet<Integer> ports =
        Ports.clashes(one.spec().networking().ports(), other.spec().networking().ports());
    if (!ports.isEmpty()) {
      clashes.add("containers " + both + " have the same " + Ports.words(ports));
    }
    return clashes;
  }

  /** Why a new container cannot run beside the old one; empty if it can. */
  static Optional<String> withItsSuccessor(Workload workload) {
    String mode = workload.spec().networking().mode();
    if (sharesNetwork(mode)) {
      return Optional.of(
          "with network_mode " + mode + " the old one has its ports, and answers for it");
    }
    List<Port> published = workload.spec().networking().ports();
    NavigableSet<Integer> ports = Ports.clashes(published, published);
    return ports.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Ports.words(ports)
                + (ports.size() == 1 ? " of the host is" : " of the host are")
                + " taken by the old one");
  }

  /** Whether containers of this mode have the network of the host, or of another container. */
  static boolean sharesNetwork(String mode) {
    return mode.equals("host") || mode.matches("(service|container|ns):.*");
  }
}
