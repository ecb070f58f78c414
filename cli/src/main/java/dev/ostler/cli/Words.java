package dev.ostler.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Words of a command line. */
final class Words {
  /** As many letters make another word. */
  private static final int FAR = 3;

  private Words() {}

  /**
   * Splits a command into words as a shell does: at white space outside of quotes; a backslash
   * takes the next character as it is. Nothing is expanded.
   *
   * @throws UsageException if a quote is not closed, or there is no word
   */
  static List<String> split(String option, String command) throws UsageException {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < command.length()) {
        word.append(command.charAt(++i));
        inWord = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
        inWord = true;
      } else if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }
    if (quote != 0) {
      throw new UsageException("--" + option + ": a quote is not closed: " + command);
    }
    if (inWord) {
      words.add(word.toString());
    }
    if (words.isEmpty()) {
      throw new UsageException("--" + option + " needs a command");
    }
    return words;
  }

  /** As a sentence has them: {@code a, b or c}. */
  static String oneOf(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.getFirst()
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /** Which of them was meant, as the end of a message; empty if none is near. */
  static String suggestion(String word, List<String> known) {
    return known.stream()
        .filter(other -> distance(word, other) < Math.min(FAR, word.length()))
        .min(Comparator.comparingInt(other -> distance(word, other)))
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElse("");
  }

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
