package dev.ostler.fleet;

import java.util.Set;

/**
 * One difference.
 *
 * @param field its name, such as {@code image} or {@code environment.LANG}
 * @param before the value that is there; empty for none; a secret is a keyed hash
 * @param after the value that should be there; empty for none; a secret is a keyed hash
 */
public record FieldChange(String field, String before, String after) {
  private static final Set<String> SIZES =
      Set.of("mem_limit", "mem_reservation", "memswap_limit", "shm_size");

  /** {@code FIELD: BEFORE -> AFTER}, without secrets or their hashes. */
  @Override
  public String toString() {
    return field + ": " + shownBefore() + " -> " + shownAfter();
  }

  String shownBefore() {
    return shown(before);
  }

  String shownAfter() {
    return SecretHash.isHash(before) && SecretHash.isHash(after)
        ? "(another secret)"
        : shown(after);
  }

  private String shown(String value) {
    if (value.isEmpty()) {
      return "(none)";
    }
    if (SecretHash.isHash(value)) {
      return "(secret)";
    }
    return SIZES.contains(field) && value.matches("[0-9]{1,18}")
        ? size(Long.parseLong(value))
        : value;
  }

  /** With the largest unit of which it is a multiple, as files have it. */
  private static String size(long bytes) {
    String units = "KMGT";
    long count = bytes;
    int unit = -1;
    while (count != 0 && count % 1024 == 0 && unit + 1 < units.length()) {
      count /= 1024;
      unit++;
    }
    return unit < 0 ? Long.toString(count) : count + units.substring(unit, unit + 1) + "iB";
  }
}
