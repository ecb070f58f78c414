package dev.ostler.linux;

/** Letters of names that are ASCII anyway; String's own methods load locale data at start-up. */
final class Ascii {
  private Ascii() {}

  static String lowerCase(String text) {
    return shifted(text, 'A', 'Z', 'a' - 'A');
  }

  static String upperCase(String text) {
    return shifted(text, 'a', 'z', 'A' - 'a');
  }

  static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static String shifted(String text, char first, char last, int distance) {
    char[] letters = text.toCharArray();
    for (int i = 0; i < letters.length; i++) {
      if (letters[i] >= first && letters[i] <= last) {
        letters[i] = (char) (letters[i] + distance);
      }
    }
    return new String(letters);
  }
}
