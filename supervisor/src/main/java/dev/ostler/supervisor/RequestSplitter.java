package dev.ostler.supervisor;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Cuts bytes into lines as they come, of a limited length. */
final class RequestSplitter {
  private final int longest;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private boolean tooLong;

  RequestSplitter(int longest) {
    this.longest = longest;
  }

  /**
   * Takes bytes; returns the lines that are complete, without their ends. None after a long one.
   */
  List<byte[]> split(byte[] bytes) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < bytes.length && !tooLong; at++) {
      if (bytes[at] == '\n') {
        add(bytes, from, at);
        if (!tooLong) {
          lines.add(begun.toByteArray());
          begun.reset();
        }
        from = at + 1;
      }
    }
    add(bytes, from, bytes.length);
    return lines;
  }

  private void add(byte[] bytes, int from, int to) {
    if (tooLong || begun.size() + to - from > longest) {
      tooLong = true;
      begun.reset();
    } else {
      begun.write(bytes, from, to - from);
    }
  }

  /** Whether a line was longer than the limit: from there on nothing is taken. */
  boolean isTooLong() {
    return tooLong;
  }
}
