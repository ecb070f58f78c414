package dev.ostler.supervisor;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines, wherever its chunks happen to end. A line beyond the limit
 * becomes pieces, cut before a character of UTF-8 and not inside it.
 */
final class LineSplitter {
  static final int LIMIT = 16 * 1024;
  private static final int LONGEST_CHARACTER = 4;
  private static final int FIRST_CAPACITY = 256;

  private final int limit;
  private byte[] held = {};
  private int heldLength;
  private boolean continued;

  LineSplitter(int limit) {
    if (limit < LONGEST_CHARACTER) {
      throw new IllegalArgumentException("a line's limit must be at least 4 bytes, got " + limit);
    }
    this.limit = limit;
  }

  /** Takes more bytes; pieces may lie within them. */
  void take(byte[] chunk, int from, int to, Consumer<Piece> lines) {
    int start = from;
    while (start < to) {
      start =
          heldLength == 0
              ? takeDirectly(chunk, start, to, lines)
              : takeJoined(chunk, start, to, lines);
    }
  }

  /** Returns how far it has come. */
  private int takeDirectly(byte[] chunk, int start, int to, Consumer<Piece> lines) {
    int end = Math.min(to, start + limit + 1);
    int newline = indexOfNewline(chunk, start, end);
    if (newline >= 0) {
      emit(chunk, start, newline, false, lines);
      return newline + 1;
    }
    if (end - start > limit) {
      int cut = cut(chunk, start);
      emit(chunk, start, cut, true, lines);
      return cut;
    }
    hold(chunk, start, end);
    return end;
  }

  private int takeJoined(byte[] chunk, int start, int to, Consumer<Piece> lines) {
    int end = Math.min(to, start + limit + 1 - heldLength);
    int newline = indexOfNewline(chunk, start, end);
    hold(chunk, start, newline >= 0 ? newline : end);
    if (newline >= 0) {
      end(lines);
      return newline + 1;
    }
    if (heldLength > limit) {
      int cut = cut(held, 0);
      emit(held, 0, cut, true, lines);
      System.arraycopy(held, cut, held, 0, heldLength - cut);
      heldLength -= cut;
    }
    return end;
  }

  private static int indexOfNewline(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The end of the first piece of what is too long by at least one byte. */
  private int cut(byte[] bytes, int start) {
    int end = start + limit;
    int earliest = end - LONGEST_CHARACTER + 1;
    int cut = end;
    while (cut > earliest && isContinuation(bytes[cut])) {
      cut--;
    }
    return isContinuation(bytes[cut]) ? end : cut; // not UTF-8 at all
  }

  private static boolean isContinuation(byte unit) {
    return (unit & 0xC0) == 0x80;
  }

  private void hold(byte[] chunk, int from, int to) {
    int length = heldLength + to - from;
    if (length > held.length) {
      int doubled = Math.max(FIRST_CAPACITY, 2 * held.length);
      held = Arrays.copyOf(held, Math.min(limit + 1, Math.max(length, doubled)));
    }
    System.arraycopy(chunk, from, held, heldLength, to - from);
    heldLength = length;
  }

  private void emit(byte[] bytes, int from, int to, boolean goesOn, Consumer<Piece> lines) {
    boolean wasContinued = continued;
    continued = goesOn;
    lines.accept(new Piece(bytes, from, to, wasContinued, goesOn));
  }

  private void end(Consumer<Piece> lines) {
    int length = heldLength;
    heldLength = 0;
    emit(held, 0, length, false, lines);
  }

  /** Ends a line that has no newline, for nothing follows that belongs to it. */
  void finish(Consumer<Piece> lines) {
    if (heldLength > 0) {
      end(lines);
    }
  }
}
