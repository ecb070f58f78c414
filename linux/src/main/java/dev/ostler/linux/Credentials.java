package dev.ostler.linux;

import java.util.List;

/**
 * Who a process is.
 *
 * @param user user number
 * @param group group number
 * @param supplementaryGroups further groups
 * @see <a href="https://man7.org/linux/man-pages/man7/credentials.7.html">credentials(7)</a>
 */
public record Credentials(int user, int group, List<Integer> supplementaryGroups) {
  /** Keeps a copy. */
  public Credentials {
    supplementaryGroups = List.copyOf(supplementaryGroups);
  }
}
