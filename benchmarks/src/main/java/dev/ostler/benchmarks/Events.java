package dev.ostler.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Everything that probes write into one named pipe, in the order of their writing. A thread keeps
 * the pipe empty, so that no probe ever waits for the driver.
 */
final class Events implements AutoCloseable {
  // Opened for both directions, the pipe neither blocks the opening nor ends with its last writer.
  private final RandomAccessFile pipe;
  private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
  private final Thread reader;

  Events(Path path) throws IOException {
    pipe = new RandomAccessFile(path.toFile(), "rw");
    reader = Thread.ofPlatform().daemon().name("events").start(this::readAll);
  }

  /** The next event of this kind within this time; what comes before it is dropped. */
  Optional<Event> next(Predicate<Event> wanted, Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      Event event = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null || wanted.test(event)) {
        return Optional.ofNullable(event);
      }
    }
  }

  /** Forgets what was told so far and returns how many of these events it was. */
  long drain(Predicate<Event> counted) {
    long count = 0;
    for (Event event = queue.poll(); event != null; event = queue.poll()) {
      count += counted.test(event) ? 1 : 0;
    }
    return count;
  }

  @Override
  public void close() {
    try {
      byte[] record = new byte[Event.BYTES];
      new Event(Event.Kind.END, 0, 0, 0).write(wrap(record));
      pipe.write(record);
      reader.join();
      pipe.close();
    } catch (IOException e) {
      throw new AssertionError("internal error: cannot close a pipe", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readAll() {
    byte[] record = new byte[Event.BYTES];
    try {
      while (true) {
        pipe.readFully(record);
        Event event = Event.read(wrap(record));
        if (event.kind() == Event.Kind.END) {
          return;
        }
        queue.add(event);
      }
    } catch (IOException e) {
      throw new AssertionError("internal error: cannot read a pipe", e);
    }
  }

  private static ByteBuffer wrap(byte[] record) {
    return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
  }
}
