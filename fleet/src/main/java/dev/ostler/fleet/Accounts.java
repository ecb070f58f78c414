package dev.ostler.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Users and groups that a container knows by name.
 *
 * @param users numbers by name
 * @param groups numbers by name
 */
record Accounts(Map<String, Long> users, Map<String, Long> groups) {
  static final String USERS = "/etc/passwd";
  static final String GROUPS = "/etc/group";
  static final Accounts NONE = new Accounts(Map.of(), Map.of());

  Accounts {
    users = Map.copyOf(users);
    groups = Map.copyOf(groups);
  }

  /** Reads the two files of a Unix system. */
  static Accounts parse(String passwd, String group) {
    return new Accounts(numbers(passwd), numbers(group));
  }

  private static Map<String, Long> numbers(String file) {
    Map<String, Long> numbers = new TreeMap<>();
    for (String line : file.lines().toList()) {
      String[] parts = line.split(":", -1);
      if (parts.length > 2 && ManagedFile.Owner.isNumber(parts[2])) {
        numbers.put(parts[0], Long.parseLong(parts[2]));
      }
    }
    return numbers;
  }

  Optional<Long> user(String nameOrNumber) {
    return number(nameOrNumber, users);
  }

  Optional<Long> group(String nameOrNumber) {
    return number(nameOrNumber, groups);
  }

  private static Optional<Long> number(String nameOrNumber, Map<String, Long> names) {
    return ManagedFile.Owner.isNumber(nameOrNumber)
        ? Optional.of(Long.valueOf(nameOrNumber))
        : Optional.ofNullable(names.get(nameOrNumber));
  }
}
