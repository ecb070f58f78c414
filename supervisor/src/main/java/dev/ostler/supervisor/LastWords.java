package dev.ostler.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of what a command writes, as one line for a message. */
final class LastWords {
  /** In bytes. */
  static final int LIMIT = 4096;

  private static final String CUT_OFF = "...";

  private byte[] kept = {};
  private boolean cut;

  void take(byte[] bytes) {
    byte[] all = Arrays.copyOf(kept, kept.length + bytes.length);
    System.arraycopy(bytes, 0, all, kept.length, bytes.length);
    int from = Math.max(0, all.length - LIMIT);
    cut |= from > 0;
    kept = Arrays.copyOfRange(all, from, all.length);
  }

  /** Lines with a bar between them; whatever a terminal would obey is a question mark. */
  String line() {
    String joined =
        String.join(
            " | ",
            new String(kept, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("\\p{Cntrl}", "?").strip())
                .filter(line -> !line.isEmpty())
                .toList());
    return cut ? CUT_OFF + joined : joined;
  }
}
