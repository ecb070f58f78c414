package dev.ostler.fleet;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds containers that would run nowhere, or on a host that is none. */
final class HostCheck {
  private static final int MOST_NAMES = 10;
  private static final ValuePath HOSTS = ValuePath.of("hosts");

  private final Map<String, FleetForm.HostForm> hosts;
  private final Problems problems;

  HostCheck(Map<String, FleetForm.HostForm> hosts, Problems problems) {
    this.hosts = hosts;
    this.problems = problems;
  }

  void check(ValuePath container, List<String> on) {
    if (on.isEmpty()) {
      problems.add(container.key("on"), "found no host to run on, expected " + known());
    }
    for (int i = 0; i < on.size(); i++) {
      if (!isThere(on.get(i))) {
        problems.add(
            container.key("on").item(i),
            "found '" + on.get(i) + "', which no host has, expected " + known());
      }
    }
  }

  /** What was written for a host in a wrong form is not to be called missing. */
  private boolean isThere(String nameOrLabel) {
    int equals = nameOrLabel.indexOf('=');
    if (equals < 0) {
      return hosts.containsKey(nameOrLabel) || problems.isLeftOut(HOSTS.key(nameOrLabel));
    }
    String value = nameOrLabel.substring(equals + 1);
    return problems.isLeftOut(HOSTS)
        || hosts.values().stream()
            .anyMatch(host -> value.equals(host.labels().get(nameOrLabel.substring(0, equals))));
  }

  private String known() {
    Set<String> labels = new TreeSet<>();
    hosts
        .values()
        .forEach(host -> host.labels().forEach((key, value) -> labels.add(key + "=" + value)));
    return "a host ("
        + some(new TreeSet<>(hosts.keySet()))
        + ") or a label ("
        + (labels.isEmpty() ? "no host has any" : some(labels))
        + ")";
  }

  private static String some(Collection<String> names) {
    String first = String.join(", ", names.stream().limit(MOST_NAMES).toList());
    int more = names.size() - MOST_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
