package dev.ostler.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All apps: those of the file, and those that engines know. Where two contradict, the file counts
 * first, then the engine that it names first; what cannot be taken is told once.
 */
final class Catalogue {
  private final Consumer<String> log;
  private final Map<EngineAddress, Map<String, GatewayFile.App>> discovered = new HashMap<>();
  private Set<String> complaints = Set.of();

  Catalogue(Consumer<String> log) {
    this.log = log;
  }

  /** The apps of an engine are these now. */
  void discovered(EngineAddress engine, Map<String, GatewayFile.App> apps) {
    discovered.put(engine, Map.copyOf(apps));
  }

  /** What they are together, as the file says now. */
  Map<String, GatewayFile.App> all(GatewayFile file) {
    Map<String, GatewayFile.App> all = new TreeMap<>(file.apps());
    Map<HostName, String> owners = new HashMap<>();
    file.apps().forEach((name, app) -> app.hosts().forEach(host -> owners.put(host, name)));
    List<String> wrong = new ArrayList<>();
    for (EngineAddress engine : file.discover()) {
      new TreeMap<>(discovered.getOrDefault(engine, Map.of()))
          .forEach((name, app) -> add(name, app, new Taken(all, owners), wrong));
    }
    tell(wrong);
    return all;
  }

  /** What there is already. */
  private record Taken(Map<String, GatewayFile.App> apps, Map<HostName, String> owners) {}

  private static void add(String name, GatewayFile.App app, Taken taken, List<String> wrong) {
    String found = "cannot take app " + name + " of container labels: ";
    if (taken.apps().containsKey(name)) {
      wrong.add(found + "there is one of that name already");
      return;
    }
    for (HostName host : app.hosts()) {
      String other = taken.owners().get(host);
      if (other != null) {
        wrong.add(found + "found host '" + host + "', which app " + other + " has already");
        return;
      }
    }
    taken.apps().put(name, app);
    List<String> circle = Needs.circle(name, taken.apps());
    if (!circle.isEmpty()) {
      taken.apps().remove(name);
      wrong.add(found + "found a circle: " + String.join(" needs ", circle));
      return;
    }
    app.hosts().forEach(host -> taken.owners().put(host, name));
  }

  private void tell(List<String> wrong) {
    wrong.stream().filter(each -> !complaints.contains(each)).forEach(log);
    complaints = new HashSet<>(wrong);
  }
}
