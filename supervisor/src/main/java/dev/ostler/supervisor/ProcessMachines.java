package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Whoever changes something of a process touches it: only those who were touched, and their
 * neighbours, are looked at.
 */
/** The machine of every process, who follows whom, and what is asked of each. */
final class ProcessMachines {
  private static final SetBy SETUP = new SetBy.Configuration();

  private final List<Effect> effects;
  private final DoubleSupplier chance;
  private final Map<String, ProcessMachine> machines = new LinkedHashMap<>();
  private final Map<String, Claims> claims = new LinkedHashMap<>();
  private final Attention attention = new Attention();
  private Map<String, ProcessSetup> setups = Map.of();
  private Order order = new Order(List.of());

  ProcessMachines(List<Effect> effects, DoubleSupplier chance) {
    this.effects = effects;
    this.chance = chance;
  }

  /**
   * Looks after these from now on, all of which are due. Those that are not among them any more
   * stay until they are down.
   *
   * @param onStandby whom the activation does not let run
   */
  void follow(List<ProcessSetup> processes, Set<String> onStandby) {
    Map<String, ProcessSetup> before = setups;
    setups = new HashMap<>();
    Order former = order;
    order = order.followedBy(processes, machines.keySet());
    for (ProcessSetup process : processes) {
      String name = process.name();
      setups.put(name, process);
      if (machines.containsKey(name)) {
        adopt(before.get(name), process);
        if (former.runsOtherwise(process)) {
          get(name).restartInOrder();
        }
      } else {
        machines.put(name, new ProcessMachine(process, ProcessState.initial(), effects, chance));
        claims.put(name, initialClaims(process));
      }
    }
    for (String name : machines.keySet()) {
      claim(name, claims(name).withActive(!onStandby.contains(name), SETUP));
    }
    attention.follow(machines.keySet());
  }

  private static Claims initialClaims(ProcessSetup process) {
    return Claims.initial(process.policy().traits().autostart(), SETUP);
  }

  /**
   * Goes on with a process.
   *
   * @param before null if it was removed already, and only is not down yet
   */
  private void adopt(@Nullable ProcessSetup before, ProcessSetup process) {
    get(process.name()).follow(process.policy());
    if (before == null) {
      claim(process.name(), initialClaims(process));
      return;
    }
    if (SetupDifferences.isToStart(before, process)) {
      startIfNobodyHasStopped(process.name());
    }
  }

  private void startIfNobodyHasStopped(String name) {
    if (claims(name).started().by() instanceof SetBy.Configuration) {
      claim(name, claims(name).withStarted(true, SETUP));
    }
  }

  /** Those that the setup does not name any more are forgotten when they are down. */
  void dropRemoved() {
    if (machines.size() > setups.size()) {
      machines
          .entrySet()
          .removeIf(machine -> !isInSetup(machine.getKey()) && machine.getValue().state().isDown());
      claims.keySet().retainAll(machines.keySet());
      attention.follow(machines.keySet());
    }
  }

  boolean isInSetup(String name) {
    return setups.containsKey(name);
  }

  ProcessMachine get(String name) {
    return known(machines.get(name), name);
  }

  Claims claims(String name) {
    return known(claims.get(name), name);
  }

  private static <T> T known(@Nullable T found, String name) {
    if (found == null) {
      throw new IllegalArgumentException("internal error: no process is called '" + name + "'");
    }
    return found;
  }

  void claim(String name, Claims what) {
    claims.put(name, what);
  }

  /** All, in the order of the setup. */
  Set<String> names() {
    return machines.keySet();
  }

  /** Those of them that are there; who was asked for may be gone by now. */
  Set<String> names(Set<String> asked) {
    Set<String> there = new LinkedHashSet<>(machines.keySet());
    there.retainAll(asked);
    return there;
  }

  Collection<ProcessMachine> all() {
    return machines.values();
  }

  ProcessMachine first() {
    return machines.values().iterator().next();
  }

  /** Those that a process follows, and how far each must have come. */
  Map<String, Milestone> before(String name) {
    return order.before(name);
  }

  /** Those that follow a process and are still there. */
  List<ProcessMachine> after(String name) {
    List<ProcessMachine> followers = new ArrayList<>();
    for (String follower : order.after(name)) {
      ProcessMachine machine = machines.get(follower);
      if (machine != null) {
        followers.add(machine);
      }
    }
    return followers;
  }

  /** The machine of a process of which something changes now. */
  ProcessMachine touch(String name) {
    attention.add(name);
    for (String follower : order.after(name)) {
      attention.add(follower);
    }
    for (String former : order.before(name).keySet()) {
      attention.add(former);
    }
    return get(name);
  }

  Attention attention() {
    return attention;
  }

  /** What has ended for good by itself gets another chance, unless somebody must ask for it. */
  void revive(String name) {
    if (claims(name).started().by() instanceof SetBy.Itself) {
      if (!get(name).policy().traits().autostart()) {
        return;
      }
      claim(name, claims(name).withStarted(true, SETUP));
    }
    get(name).renew();
  }
}
