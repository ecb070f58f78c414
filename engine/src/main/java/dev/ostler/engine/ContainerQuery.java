package dev.ostler.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which containers to list.
 *
 * @param all whether those that do not run are wanted, too
 * @param labels labels that they must have: {@code NAME} or {@code NAME=VALUE}
 * @param filters further conditions by the engine's names, such as {@code status} or {@code name}
 */
public record ContainerQuery(boolean all, List<String> labels, Map<String, List<String>> filters) {
  /** Every container. */
  public static final ContainerQuery ALL = new ContainerQuery(true, List.of(), Map.of());

  /** Those that run. */
  public static final ContainerQuery RUNNING = new ContainerQuery(false, List.of(), Map.of());

  /** Copies. */
  public ContainerQuery {
    labels = List.copyOf(labels);
    filters = Copies.of(filters);
  }

  /**
   * Returns the same with a further label.
   *
   * @param label {@code NAME} or {@code NAME=VALUE}
   * @return the query
   */
  public ContainerQuery withLabel(String label) {
    List<String> more = new ArrayList<>(labels);
    more.add(label);
    return new ContainerQuery(all, more, filters);
  }

  Request applyTo(Request request) {
    return Filters.apply(request.query("all", all), labels, filters);
  }
}
