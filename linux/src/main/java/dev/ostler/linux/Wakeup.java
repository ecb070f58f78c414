package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets any thread wake the one that waits in a {@link Poller}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/eventfd.2.html">eventfd(2)</a>
 */
public final class Wakeup implements Pollable {
  private final Descriptor descriptor;
  // A write after close could hit a stranger's descriptor of the same number.
  private final ReentrantLock lock = new ReentrantLock();

  private Wakeup(int descriptor) {
    this.descriptor = new Descriptor(descriptor);
  }

  /**
   * Opens a wake-up; the caller closes it.
   *
   * @return the wake-up
   * @throws LinuxException if the kernel refuses
   */
  public static Wakeup open() throws LinuxException {
    return new Wakeup(
        LinuxException.check(
            Libc.eventfd(0, Constants.EFD_CLOEXEC | Constants.EFD_NONBLOCK),
            "create a wake-up (eventfd)"));
  }

  /** Makes the poller return. Any number of calls before it looks count as one. */
  public void wake() {
    lock.lock();
    try (Arena arena = Arena.ofConfined()) {
      if (descriptor.isOpen()) {
        MemorySegment one = arena.allocate(8, 8);
        Libc.buffer(one).putLong(0, 1);
        Libc.write(descriptor.number(), one.address(), 8);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes note of the wake-up, so that it is not reported again. */
  public void acknowledge() {
    try (Arena arena = Arena.ofConfined()) {
      Libc.read(descriptor.number(), arena.allocate(8, 8).address(), 8);
    }
  }

  @Override
  public int descriptor() {
    return descriptor.number();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      descriptor.close();
    } finally {
      lock.unlock();
    }
  }
}
