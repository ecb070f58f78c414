package dev.ostler.fleet;

/**
 * One difference.
 *
 * @param field its name, such as {@code image} or {@code environment.LANG}
 * @param before the value that is there; empty for none; a secret is a keyed hash
 * @param after the value that should be there; empty for none; a secret is a keyed hash
 */
public record FieldChange(String field, String before, String after) {
  /** {@code FIELD: BEFORE -> AFTER}, without secrets or their hashes. */
  @Override
  public String toString() {
    return field + ": " + shown(before) + " -> " + shown(after);
  }

  static String shown(String value) {
    if (value.isEmpty()) {
      return "(none)";
    }
    return SecretHash.isHash(value) ? "(secret)" : value;
  }
}
