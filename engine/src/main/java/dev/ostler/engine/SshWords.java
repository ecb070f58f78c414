package dev.ostler.engine;

import java.util.ArrayList;
import java.util.List;

/** Words as OpenSSH's files and a POSIX shell write them. */
final class SshWords {
  private SshWords() {}

  /** A value that OpenSSH reads as one word. */
  static String quote(String word) {
    boolean plain = word.matches("[^\\s\"'\\\\#]+");
    return plain ? word : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The words of a line that {@link #quote} or a person wrote. */
  static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean begun = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length() && "\"'\\ ".indexOf(line.charAt(i + 1)) >= 0) {
        word.append(line.charAt(++i));
        begun = true;
      } else if (quote == 0 ? c == '"' || c == '\'' : c == quote) {
        quote = quote == 0 ? c : 0;
        begun = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  /** A word that a POSIX shell takes as it is. */
  static String forShell(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
