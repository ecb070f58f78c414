package dev.ostler.gateway;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what apps need of each other. */
final class Needs {
  private Needs() {}

  static void check(Map<String, GatewayFile.App> apps, Problems problems) {
    Set<String> needed = new HashSet<>();
    apps.forEach((name, app) -> {
      needed.addAll(app.needs());
      for (String other : app.needs()) {
        if (!apps.containsKey(other) && !other.isEmpty()) {
          problems.add(place(name), "found '" + other + "', which is no app of this file");
        }
      }
      List<String> circle = circle(name, apps);
      if (!circle.isEmpty()) {
        problems.add(place(name), "found a circle: " + String.join(" needs ", circle));
      }
    });
    apps.forEach((name, app) -> {
      if (app.hosts().isEmpty() && !needed.contains(name)) {
        problems.add(
            ValuePath.of("apps", name), "expected 'hosts', for no other app needs this one");
      }
    });
  }

  private static ValuePath place(String app) {
    return ValuePath.of("apps", app, "needs");
  }

  /** The way from an app back to itself; empty if there is none. */
  static List<String> circle(String start, Map<String, GatewayFile.App> apps) {
    List<String> way = new ArrayList<>(List.of(start));
    return follow(start, apps, way, new HashSet<>()) ? way : List.of();
  }

  private static boolean follow(
      String start, Map<String, GatewayFile.App> apps, List<String> way, Set<String> seen) {
    GatewayFile.App app = apps.get(way.getLast());
    if (app == null) {
      return false;
    }
    for (String other : app.needs()) {
      way.add(other);
      if (other.equals(start) || (seen.add(other) && follow(start, apps, way, seen))) {
        return true;
      }
      way.removeLast();
    }
    return false;
  }
}
