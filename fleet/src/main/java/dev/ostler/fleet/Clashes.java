package dev.ostler.fleet;

import dev.ostler.engine.Networking.Port;
import java.util.ArrayList;
import java.util.List;

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
    for (Port port : one.spec().networking().ports()) {
      if (other.spec().networking().ports().stream().anyMatch(p -> Ports.clash(port, p))) {
        clashes.add("containers " + both + " have the same port " + port.host());
      }
    }
    return clashes;
  }

  /** Why a new container cannot run beside the old one; empty if it can. */
  static List<String> withItsSuccessor(Workload workload) {
    List<String> clashes = new ArrayList<>();
    for (Port port : workload.spec().networking().ports()) {
      if (port.host() != 0) {
        clashes.add("port " + port.host() + " of the host is taken by the old one");
      }
    }
    return clashes;
  }
}
