package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/*
 * The Java virtual machine handles signals itself unless it is started with -Xrs, and a signal goes
 * to any thread that does not block it. So all signals must be blocked before the virtual machine
 * starts its first thread: then every thread inherits the mask and one descriptor receives all.
 */
/**
 * All signals that are sent to this process, as values. Works only where every thread was started
 * with the signals blocked, see {@link Startup}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/signalfd.2.html">signalfd(2)</a>
 */
public final class Signals implements Pollable {
  static final int SIGNAL_SET_SIZE = 128;
  static final int RECORD_SIZE = 128;
  private static final int BATCH = 32;
  private static final long FAULTS = bit(4) | bit(7) | bit(8) | bit(11); // ILL, BUS, FPE, SEGV

  private final Arena arena = Arena.ofShared();
  private final MemorySegment records = arena.allocate((long) BATCH * RECORD_SIZE, 8);
  private final ByteBuffer fields = Libc.buffer(records);
  private final Descriptor descriptor;

  private Signals(int descriptor) {
    this.descriptor = new Descriptor(descriptor);
  }

  /**
   * Opens the descriptor that receives all signals; the caller closes it.
   *
   * @return the signals from now on, together with those that are pending
   * @throws LinuxException if the kernel refuses
   */
  public static Signals open() throws LinuxException {
    // Whoever started us may ignore CHLD: then children would vanish without a word.
    Libc.signal(Signal.CHLD.number(), Constants.SIG_DFL);
    try (Arena arena = Arena.ofConfined()) {
      return new Signals(
          LinuxException.check(
              Libc.signalfd(-1, allSignals(arena), Constants.SFD_CLOEXEC | Constants.SFD_NONBLOCK),
              "receive signals (signalfd)"));
    }
  }

  /**
   * Says whether the calling thread has the signals blocked, as every thread of a process has that
   * was started so.
   *
   * @return whether TERM, CHLD, QUIT and USR2 are blocked
   */
  public static boolean areBlocked() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(SIGNAL_SET_SIZE, 8);
      Libc.pthread_sigmask(Constants.SIG_BLOCK, 0, mask.address());
      long blocked = Libc.buffer(mask).getLong(0);
      long needed =
          bit(Signal.TERM.number())
              | bit(Signal.CHLD.number())
              | bit(Signal.QUIT.number())
              | bit(Signal.USR2.number());
      return (blocked & needed) == needed;
    }
  }

  /**
   * Blocks the signals in the calling thread, all but the faults: the Java virtual machine works by
   * them, and the kernel ends a process that has one while it is blocked.
   */
  static void block() throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(SIGNAL_SET_SIZE, 8);
      Libc.buffer(set).putLong(0, ~FAULTS);
      LinuxException.check(
          Libc.pthread_sigmask(Constants.SIG_BLOCK, set.address(), 0), "block signals");
    }
  }

  static long allSignals(Arena arena) {
    MemorySegment set = arena.allocate(SIGNAL_SET_SIZE, 8);
    Libc.buffer(set).putLong(0, -1L);
    return set.address();
  }

  static long noSignals(Arena arena) {
    return arena.allocate(SIGNAL_SET_SIZE, 8).address();
  }

  private static long bit(int signal) {
    return 1L << (signal - 1);
  }

  /**
   * Takes the signals that have arrived. Never blocks.
   *
   * @return in the kernel's order; empty if there is none
   * @throws LinuxException if the kernel refuses
   */
  public List<ReceivedSignal> read() throws LinuxException {
    List<ReceivedSignal> received = new ArrayList<>();
    int length;
    do {
      length = Libc.read(descriptor.number(), records.address(), BATCH * RECORD_SIZE);
      if (length == -Errno.EAGAIN) {
        break;
      }
      LinuxException.check(length, "receive signals (read of signalfd)");
      for (int at = 0; at < length; at += RECORD_SIZE) {
        received.add(
            new ReceivedSignal(
                new Signal(fields.getInt(at)), fields.getInt(at + 12), fields.getInt(at + 16)));
      }
    } while (length == BATCH * RECORD_SIZE);
    return received;
  }

  @Override
  public int descriptor() {
    return descriptor.number();
  }

  @Override
  public void close() {
    if (descriptor.close()) {
      arena.close();
    }
  }
}
