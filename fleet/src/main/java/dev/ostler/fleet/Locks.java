package dev.ostler.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who works on the hosts of a fleet.
 *
 * @param holders by host; hosts that nobody works on are not among them
 * @param unknown hosts that do not answer, with the reason
 */
public record Locks(Map<String, LockHolder> holders, Map<String, String> unknown) {
  /** Sorts. */
  public Locks {
    holders = Collections.unmodifiableMap(new TreeMap<>(holders));
    unknown = Collections.unmodifiableMap(new TreeMap<>(unknown));
  }
}
