package dev.ostler.abuse;

/** A version is a number: every third does not work, and every seventh is refused by its check. */
final class Versions {
  private Versions() {}

  static boolean isBroken(long version) {
    return version % 3 == 0;
  }

  static boolean isRefused(long version) {
    return version % 7 == 0;
  }

  static boolean isGood(long version) {
    return !isBroken(version) && !isRefused(version);
  }
}
