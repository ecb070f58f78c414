package dev.ostler.supervisor;

import dev.ostler.configuration.Size;
import dev.ostler.linux.ResourceLimit;

/**
 * A resource limit's value. In a file: a number, a size such as {@code 1GiB}, or {@code unlimited}.
 *
 * @param value at least 0, or {@link ResourceLimit#UNLIMITED}
 */
public record LimitValue(long value) {
  /**
   * Reads a value.
   *
   * @param text such as {@code 4096}
   * @return the value
   * @throws IllegalArgumentException if it is none
   */
  public static LimitValue parse(String text) {
    if (text.equals("unlimited")) {
      return new LimitValue(ResourceLimit.UNLIMITED);
    }
    try {
      return new LimitValue(Size.parse(text).bytes());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected a number, a size such as 1GiB, or unlimited", e);
    }
  }
}
