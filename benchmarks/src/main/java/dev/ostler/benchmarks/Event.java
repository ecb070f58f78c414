package dev.ostler.benchmarks;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a probe told.
 *
 * @param pid as the probe sees itself
 * @param nanos on the clock of {@link System#nanoTime}
 * @param value depends on the kind
 */
record Event(Kind kind, int pid, long nanos, long value) {
  /** The size of one record in the pipe, as in {@code record.h}. */
  static final int BYTES = 24;

  /** Numbered as in {@code record.h}. */
  enum Kind {
    /** Written by the driver itself, to wake its own reader. */
    END(0),
    /** About to execute the supervisor. */
    EXEC(1),
    /** The first instruction of a child, or of an empty Java main. */
    FIRST(2),
    /** A signal handler was entered; the value is the signal. */
    SIGNAL(3),
    /** All orphans were made; the value is how many. */
    MADE(4);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    private static Kind of(int number) {
      return Arrays.stream(values())
          .filter(kind -> kind.number == number)
          .findFirst()
          .orElseThrow(() -> new AssertionError("internal error: no kind " + number));
    }
  }

  static Event read(ByteBuffer record) {
    return new Event(Kind.of(record.getInt()), record.getInt(), record.getLong(), record.getLong());
  }

  void write(ByteBuffer record) {
    record.putInt(kind.number).putInt(pid).putLong(nanos).putLong(value);
  }
}
