package dev.ostler.gateway;

import java.util.List;
import java.util.Random;

/** Changes texts by chance, mostly where parsers of HTTP look. */
final class Spice {
  private static final String CHARACTERS =
      "\r\n\t :;,=%/?#[]@\0\13\14\177\200\377_-09azAZ\"'<>{}|^`~+*&!$()\\";

  private static final List<String> WORDS =
      List.of(
          "\r\n\r\n",
          "\r\nContent-Length: 3",
          "\r\nTransfer-Encoding: chunked",
          "\r\nHost: evil",
          "\r\nConnection: close",
          "0\r\n\r\n",
          "GET /smuggled HTTP/1.1\r\nHost: shop\r\n\r\n",
          "99999999999999999999");

  private Spice() {}

  /** Changes a text in up to four places. */
  static String put(Random random, String to) {
    StringBuilder text = new StringBuilder(to);
    for (int i = random.nextInt(4); i >= 0; i--) {
      change(random, text);
    }
    return text.toString();
  }

  private static void change(Random random, StringBuilder text) {
    char one = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
    if (text.isEmpty()) {
      text.append(one);
      return;
    }
    int at = random.nextInt(text.length());
    switch (random.nextInt(5)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.setCharAt(at, one);
      case 2 -> text.insert(at, one);
      case 3 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
      default -> text.insert(at, text.substring(at, at + random.nextInt(text.length() - at)));
    }
  }
}
