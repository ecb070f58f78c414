package dev.ostler.supervisor;

import java.util.Arrays;

/*
 * Two rings, one of bytes and one of lengths, so that a million short lines cost no object each. Both
 * grow when needed, and a queue that has become empty gives large rings back.
 */
/** Pieces of bytes in order, bounded in all; when it is full the oldest make room. */
final class RecordQueue {
  /** What a record takes besides its bytes. */
  static final int OVERHEAD = Integer.BYTES;

  private static final int FIRST_BYTES = 4 * 1024;
  private static final int FIRST_RECORDS = 64;
  private static final int WORTH_GIVING_BACK = 256 * 1024;

  private int limit;
  private byte[] bytes = {};
  private int[] lengths = {};
  private int firstByte;
  private int byteCount;
  private int firstRecord;
  private int count;

  RecordQueue(int limit) {
    this.limit = limit;
  }

  /** Bytes kept, with what keeping them takes. */
  int size() {
    return byteCount + OVERHEAD * count;
  }

  /** Appends a record; returns how many were lost by it, itself if it is larger than the limit. */
  int add(byte[] from, int start, int end) {
    int length = end - start;
    if (length + OVERHEAD > limit) {
      return 1;
    }
    int lost = 0;
    while (size() + length + OVERHEAD > limit) {
      drop();
      lost++;
    }
    reserve(length);
    copyIn(from, start, length);
    lengths[wrapped(firstRecord + count, lengths.length)] = length;
    count++;
    return lost;
  }

  /** Changes the limit; returns how many were lost by it. */
  int keepAtMost(int newLimit) {
    limit = newLimit;
    int lost = 0;
    while (size() > limit) {
      drop();
      lost++;
    }
    if (bytes.length > limit) {
      byte[] smaller = new byte[byteCount];
      copyOut(firstByte, byteCount, smaller, 0);
      bytes = smaller;
      firstByte = 0;
    }
    return lost;
  }

  private void copyIn(byte[] from, int start, int length) {
    int at = wrapped(firstByte + byteCount, bytes.length);
    int before = Math.min(length, bytes.length - at);
    System.arraycopy(from, start, bytes, at, before);
    System.arraycopy(from, start + before, bytes, 0, length - before);
    byteCount += length;
  }

  private void reserve(int length) {
    int needed = byteCount + length;
    if (needed > bytes.length) {
      int capacity = Math.max(needed, Math.max(FIRST_BYTES, 2 * bytes.length));
      byte[] larger = new byte[Math.max(needed, Math.min(capacity, limit))];
      copyOut(firstByte, byteCount, larger, 0);
      bytes = larger;
      firstByte = 0;
    }
    if (count == lengths.length) {
      int[] more = new int[Math.max(FIRST_RECORDS, 2 * count)];
      for (int i = 0; i < count; i++) {
        more[i] = lengthOf(i);
      }
      lengths = more;
      firstRecord = 0;
    }
  }

  private int lengthOf(int record) {
    return lengths[wrapped(firstRecord + record, lengths.length)];
  }

  /** Cheaper than a division, which would be most of the work for a short line. */
  private static int wrapped(int index, int capacity) {
    return index < capacity ? index : index - capacity;
  }

  private void copyOut(int at, int length, byte[] into, int offset) {
    int before = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, into, offset, before);
    System.arraycopy(bytes, 0, into, offset + before, length - before);
  }

  private void drop() {
    int length = lengths[firstRecord];
    firstRecord = wrapped(firstRecord + 1, lengths.length);
    count--;
    byteCount -= length;
    firstByte = byteCount == 0 ? 0 : wrapped(firstByte + length, bytes.length);
  }

  /**
   * Takes out the oldest records that fit together into so many bytes, at least one; empty if there
   * is none.
   */
  byte[] take(int atMost) {
    int length = 0;
    int records = 0;
    while (records < count && (records == 0 || length + lengthOf(records) <= atMost)) {
      length += lengthOf(records);
      records++;
    }
    byte[] taken = new byte[length];
    copyOut(firstByte, length, taken, 0);
    for (int i = 0; i < records; i++) {
      drop();
    }
    giveBack();
    return taken;
  }

  private void giveBack() {
    if (count == 0 && bytes.length + Integer.BYTES * lengths.length > WORTH_GIVING_BACK) {
      bytes = new byte[0];
      lengths = new int[0];
      firstByte = 0;
      firstRecord = 0;
    }
  }

  /** Copies of the newest records, oldest first. */
  byte[][] newest(int atMost) {
    int wanted = Math.min(atMost, count);
    byte[][] records = new byte[wanted][];
    int end = byteCount;
    for (int i = count - 1; i >= count - wanted; i--) {
      int length = lengthOf(i);
      end -= length;
      records[i - count + wanted] = new byte[length];
      if (length > 0) {
        copyOut(wrapped(firstByte + end, bytes.length), length, records[i - count + wanted], 0);
      }
    }
    return records;
  }

  /** Forgets all; returns how many there were. */
  int clear() {
    int cleared = count;
    bytes = new byte[0];
    lengths = new int[0];
    firstByte = 0;
    byteCount = 0;
    firstRecord = 0;
    count = 0;
    return cleared;
  }

  @Override
  public String toString() {
    return count + " records: " + Arrays.toString(newest(count));
  }
}
