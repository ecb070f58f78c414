package dev.ostler.engine;

/**
 * A version of the engine's API.
 *
 * @param major 1 for every engine so far
 * @param minor 0 or more
 */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The oldest one that is spoken: that of Docker 20.10. */
  public static final ApiVersion OLDEST = new ApiVersion(1, 41);

  /** The newest one that is spoken. */
  public static final ApiVersion NEWEST = new ApiVersion(1, 52);

  /** Checks the ranges. */
  public ApiVersion {
    if (major < 1 || minor < 0) {
      throw new IllegalArgumentException("no version of an API: " + major + "." + minor);
    }
  }

  /**
   * Reads one.
   *
   * @param text such as {@code 1.41}
   * @return the version
   * @throws IllegalArgumentException if the text is none
   */
  public static ApiVersion parse(String text) {
    int dot = text.indexOf('.');
    try {
      return new ApiVersion(
          Integer.parseInt(text.substring(0, Math.max(0, dot))),
          Integer.parseInt(text.substring(dot + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no version of an API: \"" + text + "\"", e);
    }
  }

  @Override
  public int compareTo(ApiVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  /**
   * Says whether something that came with a version can be used.
   *
   * @param other the version it came with
   * @return whether this one is not older
   */
  public boolean isAtLeast(ApiVersion other) {
    return compareTo(other) >= 0;
  }

  /** Such as {@code 1.41}. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
