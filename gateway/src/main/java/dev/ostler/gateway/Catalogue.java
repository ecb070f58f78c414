package dev.ostler.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Taken taken = new Taken(all, new HashMap<>(), new HashMap<>());
    file.apps().forEach(taken::own);
    List<String> wrong = new ArrayList<>();
    for (EngineAddress engine : file.discover()) {
      new TreeMap<>(discovered.getOrDefault(engine, Map.of()))
          .forEach((name, app) -> add(name, app, taken, wrong));
    }
    wrong.addAll(unmet(file, all));
    tell(wrong);
    return all;
  }

  /** What there is already. */
  private record Taken(
      Map<String, GatewayFile.App> apps,
      Map<HostName, String> owners,
      Map<Backend, String> backends) {
    void own(String name, GatewayFile.App app) {
      app.hosts().forEach(host -> owners.put(host, name));
      Backend.of(app).forEach(backend -> backends.put(backend, name));
    }
  }

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
    Optional<String> backend = Backend.taken(app, taken.backends());
    if (backend.isPresent()) {
      wrong.add(found + backend.get());
      return;
    }
    taken.apps().put(name, app);
    List<String> circle = Needs.circle(name, taken.apps());
    if (!circle.isEmpty()) {
      taken.apps().remove(name);
      wrong.add(found + "found a circle: " + String.join(" needs ", circle));
      return;
    }
    taken.own(name, app);
  }

  /** What labels need may come later: it is told, and no reason to do without the app. */
  private static List<String> unmet(GatewayFile file, Map<String, GatewayFile.App> all) {
    List<String> unmet = new ArrayList<>();
    all.forEach((name, app) -> {
      for (String other : app.needs()) {
        if (!all.containsKey(other) && !file.apps().containsKey(name)) {
          unmet.add(
              "app %s of container labels needs '%s', which is no app: visitors cannot wake it"
                  .formatted(name, other));
        }
      }
    });
    return unmet;
  }

  private void tell(List<String> wrong) {
    wrong.stream().filter(each -> !complaints.contains(each)).forEach(log);
    complaints = new HashSet<>(wrong);
  }
}
