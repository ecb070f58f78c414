package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/*
 * What one name has, the other would be found to have too much, and remove. Lists are asked for
 * anyway, and IDs of containers are unlike those of all other engines; unless a machine was copied
 * with its containers, which have begun at another time then.
 */
/** Refuses hosts that are one engine under two names. */
final class Aliases {
  private final Map<String, HostEngine> engines;

  Aliases(Map<String, HostEngine> engines) {
    this.engines = engines;
  }

  /**
   * Goes on if all are engines of their own.
   *
   * @throws FleetException if two are the same one
   */
  void refuse(Map<String, HostView> views) throws FleetException {
    Map<String, String> hosts = new HashMap<>();
    for (Map.Entry<String, HostView> view : new TreeMap<>(views).entrySet()) {
      if (view.getValue() instanceof HostView.Observed observed) {
        Map<String, ContainerView> shared = new TreeMap<>();
        for (ContainerView container : observed.containers()) {
          String other = hosts.putIfAbsent(container.id(), view.getKey());
          if (other != null) {
            shared.merge(other, container, Aliases::better);
          }
        }
        for (Map.Entry<String, ContainerView> one : shared.entrySet()) {
          if (isSame(one.getValue().id(), List.of(one.getKey(), view.getKey()))) {
            throw refusal(one.getKey(), view.getKey());
          }
        }
      }
    }
  }

  /** Of a copied machine what runs has begun anew; what is stopped may be as it was. */
  private static ContainerView better(ContainerView one, ContainerView other) {
    return one.state() == ContainerState.RUNNING ? one : other;
  }

  private boolean isSame(String container, List<String> hosts) {
    try {
      HostEngine one = Objects.requireNonNull(engines.get(hosts.getFirst()));
      HostEngine other = Objects.requireNonNull(engines.get(hosts.getLast()));
      return one.inspect(container)
          .status()
          .started()
          .equals(other.inspect(container).status().started());
    } catch (IOException notToBeHad) {
      // It is going just now: the next run finds out by another one.
      return false;
    }
  }

  static FleetException refusal(String host, String other) {
    return new FleetException(
        FleetException.Kind.FAILED,
        "cannot tell hosts "
            + host
            + " and "
            + other
            + " apart: both names lead to the same engine; nothing was changed; leave one of them"
            + " out of the file");
  }
}
