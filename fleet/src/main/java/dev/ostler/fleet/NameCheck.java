package dev.ostler.fleet;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;

/** Finds names that no engine takes, and those that Ostler keeps for itself. */
final class NameCheck {
  private static final String WORD = "[a-zA-Z0-9][a-zA-Z0-9_.-]*";
  private static final String CHARACTERS =
      "letters, digits, '_', '.' and '-', the first a letter or digit";

  private final Problems problems;

  NameCheck(Problems problems) {
    this.problems = problems;
  }

  void check(FleetForm form) {
    form.name().ifPresent(name -> check(ValuePath.of("name"), name));
    form.hosts().keySet().forEach(name -> check(ValuePath.of("hosts", name), name));
    form.containers().forEach(this::check);
  }

  private void check(ValuePath path, String name) {
    if (!name.matches(WORD)) {
      problems.add(path, "found the name '" + name + "', expected " + CHARACTERS);
    }
  }

  private void check(String key, ContainerForm container) {
    ValuePath path = ValuePath.of("containers", key);
    check(path, key);
    String name = container.containerName().orElse(key);
    ValuePath place = container.containerName().isPresent() ? path.key("container_name") : path;
    if (container.containerName().isPresent()) {
      check(place, name);
    }
    if (name.length() == 1) {
      problems.add(place, "found the name '" + name + "', expected at least two characters");
    } else if (name.startsWith(HostEngine.HELPER)) {
      problems.add(
          place,
          "found the name '"
              + name
              + "', expected one that does not begin with '"
              + HostEngine.HELPER
              + "', as the containers do that reach files of hosts");
    } else if (name.contains(Family.OURS)) {
      problems.add(
          place,
          "found the name '"
              + name
              + "', expected one without '"
              + Family.OURS
              + "', by which earlier containers are known");
    }
  }
}
