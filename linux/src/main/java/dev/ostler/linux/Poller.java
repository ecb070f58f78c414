package dev.ostler.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Waits for many descriptors at once. For one thread, apart from {@link Wakeup#wake()}, which is
 * how other threads reach it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll(7)</a>
 */
public final class Poller implements AutoCloseable {
  /** What to do when a descriptor is ready. */
  @FunctionalInterface
  public interface Action {
    /**
     * Handles the readiness; reads until nothing is left.
     *
     * @throws IOException if the kernel refuses
     */
    void ready() throws IOException;
  }

  private static final int BATCH = 64;
  // struct epoll_event is packed on x86-64 only.
  private static final boolean PACKED = Constants.ARCHITECTURE == Constants.Architecture.X86_64;
  static final int EVENT_SIZE = PACKED ? 12 : 16;
  static final int DATA_OFFSET = PACKED ? 4 : 8;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment events = arena.allocate((long) BATCH * EVENT_SIZE, 8);
  private final ByteBuffer eventFields = Libc.buffer(events);
  // By a number that is never used twice: a descriptor's number may be, within one batch of events.
  private final Map<Long, Action> actions = new HashMap<>();
  private final Map<Pollable, Long> keys = new HashMap<>();
  private final Descriptor epoll;
  private long lastKey;

  private Poller(int epoll) {
    this.epoll = new Descriptor(epoll);
  }

  /**
   * Opens a poller; the caller closes it.
   *
   * @return a poller that waits for nothing yet
   * @throws LinuxException if the kernel refuses, for instance for want of descriptors
   */
  public static Poller open() throws LinuxException {
    return new Poller(
        LinuxException.check(
            Libc.epoll_create1(Constants.EPOLL_CLOEXEC), "create an event poll (epoll_create1)"));
  }

  /**
   * Waits for one more descriptor from now on.
   *
   * @param pollable what to wait for; to be removed before it is closed
   * @param action what to do whenever it is ready
   * @throws LinuxException if the kernel refuses
   */
  public void add(Pollable pollable, Action action) throws LinuxException {
    long key = ++lastKey;
    LinuxException.check(
        control(Constants.EPOLL_CTL_ADD, pollable, pollable.interest(), key),
        "wait for descriptor " + pollable.descriptor() + " (epoll_ctl)");
    actions.put(key, action);
    keys.put(pollable, key);
  }

  private int control(int operation, Pollable pollable, int interest, long key) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment event = call.allocate(16, 8);
      Libc.buffer(event).putInt(0, interest).putLong(DATA_OFFSET, key);
      return Libc.epoll_ctl(epoll.number(), operation, pollable.descriptor(), event.address());
    }
  }

  /**
   * Changes what is waited for. A connection whose other side has hung up is ready whatever is
   * waited for.
   *
   * @param pollable what was added
   * @param input whether to wait until there is something to read
   * @param output whether to wait until something can be written
   * @throws IllegalStateException if it is not waited for
   */
  public void change(Pollable pollable, boolean input, boolean output) {
    Long key = keys.get(pollable);
    if (key == null) {
      throw new IllegalStateException("cannot change what is not waited for: " + pollable);
    }
    int interest = (input ? Constants.EPOLLIN : 0) | (output ? Constants.EPOLLOUT : 0);
    int result = control(Constants.EPOLL_CTL_MOD, pollable, interest, key);
    if (result < 0) {
      throw new AssertionError("internal error: epoll_ctl says " + Libc.strerrordesc_np(-result));
    }
  }

  /**
   * Stops waiting for a descriptor. Nothing happens if it is not waited for.
   *
   * @param pollable what was added
   */
  public void remove(Pollable pollable) {
    Long key = keys.remove(pollable);
    if (key != null) {
      actions.remove(key);
      Libc.epoll_ctl(epoll.number(), Constants.EPOLL_CTL_DEL, pollable.descriptor(), 0);
    }
  }

  /**
   * Waits until at least one descriptor is ready and runs the actions in the kernel's order.
   *
   * @throws IOException as thrown by an action, or if the kernel refuses to wait
   */
  public void await() throws IOException {
    boolean ready = false;
    while (!ready) {
      ready = poll(-1); // Being stopped and resumed interrupts a wait, even without any handler.
    }
  }

  /**
   * Runs the actions of what is ready now, without waiting.
   *
   * @return whether anything was ready
   * @throws IOException as thrown by an action, or if the kernel refuses to wait
   */
  public boolean pollNow() throws IOException {
    return poll(0);
  }

  private boolean poll(int timeoutMillis) throws IOException {
    int count = Libc.epoll_wait(epoll.number(), events.address(), BATCH, timeoutMillis);
    if (count == -Errno.EINTR) {
      return false;
    }
    LinuxException.check(count, "wait for events (epoll_wait)");
    for (long key : readyKeys(count)) {
      Action action = actions.get(key);
      // An earlier action of this batch may have removed it.
      if (action != null) {
        action.ready();
      }
    }
    return count > 0;
  }

  /** A copy: an action may poll itself, or close the poller. */
  private long[] readyKeys(int count) {
    long[] ready = new long[count];
    for (int i = 0; i < count; i++) {
      ready[i] = eventFields.getLong(i * EVENT_SIZE + DATA_OFFSET);
    }
    return ready;
  }

  @Override
  public void close() {
    if (epoll.close()) {
      actions.clear();
      keys.clear();
      arena.close();
    }
  }
}
