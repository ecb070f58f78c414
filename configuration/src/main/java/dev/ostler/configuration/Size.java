package dev.ostler.configuration;

/**
 * An amount of bytes. In a file: a whole number of bytes, or one with a unit: kB, MB, GB, TB are
 * powers of 1000, KiB, MiB, GiB, TiB of 1024.
 *
 * @param bytes at least 0
 */
public record Size(long bytes) implements Comparable<Size> {
  static final String EXPECTED = "a size such as 512, 10MiB or 2GB";
  static final String PATTERN = "[0-9]+([kMGT]B|[KMGT]iB|B)?";

  /** Checks the range. */
  public Size {
    if (bytes < 0) {
      throw new IllegalArgumentException("size must be at least 0, got " + bytes);
    }
  }

  /**
   * Reads a size.
   *
   * @param text such as {@code 10MiB}
   * @return the size
   * @throws IllegalArgumentException if it is none, or above what a long can count
   */
  public static Size parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    long unit = unit(text.substring(digits));
    if (digits == 0 || digits > 18 || unit == 0) {
      throw new IllegalArgumentException("expected " + EXPECTED);
    }
    long number = Long.parseLong(text.substring(0, digits));
    if (number > Long.MAX_VALUE / unit) {
      throw new IllegalArgumentException("expected a size below 8EiB");
    }
    return new Size(number * unit);
  }

  private static long unit(String name) {
    return switch (name) {
      case "", "B" -> 1;
      case "kB" -> 1_000;
      case "MB" -> 1_000_000;
      case "GB" -> 1_000_000_000;
      case "TB" -> 1_000_000_000_000L;
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      case "TiB" -> 1L << 40;
      default -> 0;
    };
  }

  @Override
  public int compareTo(Size other) {
    return Long.compare(bytes, other.bytes);
  }

  /**
   * Returns the size as a file has it.
   *
   * @return in the largest unit of which it is a whole number
   */
  @Override
  public String toString() {
    String[] units = {"TiB", "GiB", "MiB", "KiB"};
    for (int i = 0; i < units.length; i++) {
      int shift = 40 - 10 * i;
      if (bytes != 0 && (bytes & ((1L << shift) - 1)) == 0) {
        return (bytes >> shift) + units[i];
      }
    }
    return Long.toString(bytes);
  }
}
