package dev.ostler.fleet;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What would be done and why. The same containers give the same plan, in the same order.
 *
 * @param fleet the fleet's name
 * @param items every container on every host that could be asked, by host and workload
 * @param leftovers files and folders that are no longer wanted, by host and path; none unless they
 *     were asked for
 * @param unknown hosts that could not be asked, with the reason; nothing is planned for them
 */
public record Plan(
    String fleet, List<Item> items, List<Leftover> leftovers, Map<String, String> unknown) {
  /** Sorts. */
  public Plan {
    items =
        items.stream()
            .sorted((a, b) -> order(a.host(), b.host(), a.workload(), b.workload()))
            .toList();
    leftovers =
        leftovers.stream().sorted((a, b) -> order(a.host(), b.host(), a.path(), b.path())).toList();
    unknown = Collections.unmodifiableMap(new TreeMap<>(unknown));
  }

  /** What {@code Comparator} makes of names is made anew at each start: 3 ms of a plan. */
  private static int order(String one, String other, String then, String thenOther) {
    int first = one.compareTo(other);
    return first == 0 ? then.compareTo(thenOther) : first;
  }

  /**
   * A plan without files and folders.
   *
   * @param fleet the fleet's name
   * @param items every container on every host that could be asked
   * @param unknown hosts that could not be asked, with the reason
   */
  public Plan(String fleet, List<Item> items, Map<String, String> unknown) {
    this(fleet, items, List.of(), unknown);
  }

  /** What becomes of a container. */
  public enum Action {
    /** It is as it should be. */
    NOTHING,
    /** It is made. */
    CREATE,
    /** Another one takes its place. */
    REPLACE,
    /** It is changed while it lives. */
    UPDATE,
    /** It is started, made to go on, or seen to work. */
    START,
    /** It, or the one before it that is kept, is removed because the file does not have it. */
    REMOVE,
    /** It stays, and what earlier runs left behind is removed. */
    PRUNE,
    /** It is stopped or frozen. */
    REST,
    /** An earlier one takes its place. */
    ROLL_BACK,
    /** It stays where the file does not have it: a host where it has it is unknown. */
    STAY,
    /** Something is in the way. */
    BLOCKED
  }

  /**
   * What becomes of one workload on one host.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param action what becomes of it
   * @param reasons why
   * @param changes what differs, by field
   * @param steps what is done, in order, if every step succeeds
   */
  public record Item(
      String host,
      String workload,
      Action action,
      List<String> reasons,
      List<FieldChange> changes,
      List<Step> steps) {
    /** Copies. */
    public Item {
      reasons = List.copyOf(reasons);
      changes = List.copyOf(changes);
      steps = List.copyOf(steps);
    }

    /**
     * Whether something is to be done.
     *
     * @return false if it is as it should be, stays, or is blocked
     */
    public boolean isChange() {
      return action != Action.NOTHING && action != Action.STAY && action != Action.BLOCKED;
    }
  }

  /**
   * Whether there is anything to do.
   *
   * @return whether a container, file or folder would change
   */
  public boolean hasChanges() {
    return items.stream().anyMatch(Item::isChange) || !leftoversToGo().isEmpty();
  }

  /** Whether two plans have the same to do. */
  boolean doesAs(Plan other) {
    return changes().equals(other.changes()) && leftoversToGo().equals(other.leftoversToGo());
  }

  /** Files and folders about which something is to be done. */
  List<Leftover> leftoversToGo() {
    return leftovers.stream().filter(Leftover::isChange).toList();
  }

  private List<Item> changes() {
    return items.stream().filter(Item::isChange).toList();
  }

  /** Whether there is anything to do on a host. */
  boolean changes(String host) {
    return items.stream().anyMatch(item -> item.isChange() && item.host().equals(host))
        || leftoversToGo().stream().anyMatch(one -> one.host().equals(host));
  }

  /**
   * What is in the way.
   *
   * @return items that cannot be done
   */
  public List<Item> blocked() {
    return items.stream().filter(item -> item.action() == Action.BLOCKED).toList();
  }
}
