package dev.ostler.cli;

/** Comparing words. */
final class Words {
  private Words() {}

  /** How many letters must be changed, added or left out to make one of the other. */
  static int distance(String one, String other) {
    int[] former = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      former[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] current = new int[other.length() + 1];
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(former[j - 1] + change, 1 + Math.min(former[j], current[j - 1]));
      }
      former = current;
    }
    return former[other.length()];
  }
}
