package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One deadline on the monotonic clock, the clock of {@link System#nanoTime()}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/timerfd_create.2.html">timerfd_create(2)</a>
 */
public final class Timer implements Pollable {
  private static final long NANOS = 1_000_000_000;

  private final Descriptor descriptor;

  private Timer(int descriptor) {
    this.descriptor = new Descriptor(descriptor);
  }

  /**
   * Opens a timer without a deadline; the caller closes it.
   *
   * @return the timer
   * @throws LinuxException if the kernel refuses
   */
  public static Timer open() throws LinuxException {
    return new Timer(
        LinuxException.check(
            Libc.timerfd_create(
                Constants.CLOCK_MONOTONIC, Constants.TFD_CLOEXEC | Constants.TFD_NONBLOCK),
            "create a timer (timerfd_create)"));
  }

  /**
   * Sets the deadline in place of the former one.
   *
   * @param nanos from now, at least 0; 0 is as soon as possible
   * @throws LinuxException if the kernel refuses
   */
  public void set(long nanos) throws LinuxException {
    arm(Math.max(1, nanos));
  }

  /**
   * Takes the deadline away.
   *
   * @throws LinuxException if the kernel refuses
   */
  public void clear() throws LinuxException {
    arm(0);
  }

  private void arm(long nanos) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(32, 8);
      Libc.buffer(value).putLong(16, nanos / NANOS).putLong(24, nanos % NANOS);
      LinuxException.check(
          Libc.timerfd_settime(descriptor.number(), 0, value.address()),
          "set a timer (timerfd_settime)");
    }
  }

  /** Takes note that the deadline has passed, so that it is not reported again. */
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
    descriptor.close();
  }
}
