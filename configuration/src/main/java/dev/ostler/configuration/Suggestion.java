package dev.ostler.configuration;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody probably meant who wrote a name that is not known. */
public final class Suggestion {
  private static final int LONGEST = 64;

  private Suggestion() {}

  /**
   * The end of a message about a name that is not known.
   *
   * @param found what was written
   * @param known the names that there are
   * @return {@code ; did you mean 'NAME'}, or nothing if no known name is near
   */
  public static String of(String found, Iterable<String> known) {
    String nearest = nearest(found, known);
    return nearest == null ? "" : "; did you mean '" + nearest + "'";
  }

  /** The nearest known name, or null if none is near. */
  static @Nullable String nearest(String found, Iterable<String> known) {
    String plain = plain(found);
    if (plain.length() > LONGEST) {
      return null;
    }
    String nearest = null;
    int least = Math.max(1, plain.length() / 3) + 1;
    for (String name : known) {
      String candidate = plain(name);
      int distance = isBeginning(plain, candidate) ? 1 : distance(plain, candidate);
      if (distance < least) {
        nearest = name;
        least = distance;
      }
    }
    return nearest;
  }

  /** Case and separators are what people get wrong first. */
  private static String plain(String name) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '-' && c != '_' && c != ' ') {
        plain.append(c);
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean isBeginning(String found, String name) {
    return found.length() >= 3 && name.startsWith(found);
  }

  /** How many letters must be changed, added, left out or swapped to make one of the other. */
  private static int distance(String one, String other) {
    int[][] rows = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        rows[i][j] = i == 0 ? j : j == 0 ? i : cheapest(rows, i, j, one, other);
      }
    }
    return rows[one.length()][other.length()];
  }

  private static int cheapest(int[][] rows, int i, int j, String one, String other) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int cost = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
    cost = Math.min(cost, rows[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(cost, rows[i - 2][j - 2] + 1) : cost;
  }
}
