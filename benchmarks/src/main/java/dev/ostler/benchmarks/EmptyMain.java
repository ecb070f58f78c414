package dev.ostler.benchmarks;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The least that a program on the JVM can do: tells when its main was entered, and sleeps. What it
 * costs is the floor for any other.
 */
final class EmptyMain {
  /** As in {@code record.h}; {@link Event.Kind} is another class to load. */
  private static final int KIND_FIRST = 2;

  private EmptyMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    long entered = System.nanoTime();
    ByteBuffer record = ByteBuffer.allocate(Event.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt(KIND_FIRST).putInt(0).putLong(entered).putLong(0);
    try (FileOutputStream pipe = new FileOutputStream(arguments[0])) {
      pipe.write(record.array());
    }
    if (arguments.length == 1) {
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
