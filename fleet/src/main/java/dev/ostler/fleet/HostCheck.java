package dev.ostler.fleet;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds containers on hosts that are none. */
final class HostCheck {
  private static final int MOST_NAMES = 10;
  private static final ValuePath HOSTS = ValuePath.of("hosts");

  private final Map<String, FleetForm.HostForm> hosts;
  private final Problems problems;

  HostCheck(Map<String, FleetForm.HostForm> hosts, Problems problems) {
    this.hosts = hosts;
    this.problems = problems;
  }

  void check(ValuePath container, List<HostSelector> on) {
    for (int i = 0; i < on.size(); i++) {
      if (!isThere(on.get(i))) {
        problems.add(
            container.key("on").item(i),
            "found '" + on.get(i).text() + "', which no host has, expected " + known());
      }
    }
  }

  /** What was written for a host in a wrong form is not to be called missing. */
  private boolean isThere(HostSelector selector) {
    return hosts.entrySet().stream()
            .anyMatch(host -> selector.takes(host.getKey(), host.getValue().labels()))
        || problems.isLeftOut(selector.isLabel() ? HOSTS : HOSTS.key(selector.text()));
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
