package dev.ostler.supervisor;

import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.ProcessHandler;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All processes that are looked after, with what belongs to each. */
final class Units {
  private final Entrypoint entrypoint;
  private final Services services;
  private final Map<String, Unit> units = new LinkedHashMap<>();
  private final Map<ProcessHandler, Unit> owners = new HashMap<>();

  Units(Entrypoint entrypoint, Services services, Setup setup) throws IOException {
    this.entrypoint = entrypoint;
    this.services = services;
    for (ProcessSetup process : setup.processes()) {
      add(process);
    }
  }

  private void add(ProcessSetup process) throws IOException {
    Unit unit = new Unit(entrypoint, process, services.connect(process));
    units.put(process.name(), unit);
    owners.put(unit.process(), unit);
  }

  Unit named(String process) {
    Unit unit = units.get(process);
    if (unit == null) {
      throw new AssertionError("internal error: no process is called " + process);
    }
    return unit;
  }

  /** Whose process it is; null if it is none of theirs. */
  @Nullable Unit of(ProcessHandler process) {
    return owners.get(process);
  }

  Collection<Unit> all() {
    return units.values();
  }

  Set<String> names() {
    return units.keySet();
  }

  /**
   * Starts a process as it is set up now.
   *
   * @throws IOException if the program is not there
   */
  void start(String process) throws IOException {
    Unit unit = named(process);
    ProcessHandler before = unit.process();
    unit.renew(entrypoint, services);
    if (!unit.process().equals(before)) {
      owners.remove(before);
      owners.put(unit.process(), unit);
    }
    unit.process().start();
  }

  /**
   * Asks for what another setup adds.
   *
   * @throws IOException if a new program is not there
   */
  void require(Setup setup) throws IOException {
    for (ProcessSetup process : setup.processes()) {
      if (!units.containsKey(process.name())) {
        process.command().findExecutable();
      }
    }
  }

  /**
   * Takes over another setup. Those that are gone are forgotten later, when they are down.
   *
   * @throws IOException if a new program is not there; nothing has changed then
   */
  void follow(Setup setup) throws IOException {
    require(setup);
    for (ProcessSetup process : setup.processes()) {
      if (units.containsKey(process.name())) {
        named(process.name()).follow(process);
      } else {
        add(process);
      }
    }
  }

  /** Forgets all others. */
  void retain(Set<String> names) {
    if (units.size() > names.size()) {
      units.keySet().retainAll(names);
      owners.values().retainAll(units.values());
    }
  }
}
