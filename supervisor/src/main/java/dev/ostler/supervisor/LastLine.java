package dev.ostler.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the end of what a command writes, for the reason of its failure. */
final class LastLine {
  private static final int LONGEST = 200;
  private static final int KEPT = 1024;

  private byte[] end = {};

  void take(byte[] bytes) {
    byte[] all = Arrays.copyOf(end, end.length + bytes.length);
    System.arraycopy(bytes, 0, all, end.length, bytes.length);
    end = all.length > KEPT ? Arrays.copyOfRange(all, all.length - KEPT, all.length) : all;
  }

  /** With ": " before it; empty if nothing was written. Shown to people, at terminals too. */
  String after() {
    String text = new String(end, StandardCharsets.UTF_8).stripTrailing();
    String line = text.substring(text.lastIndexOf('\n') + 1).strip().replaceAll("\\p{C}", "?");
    return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(LONGEST, line.length()));
  }
}
