package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Bytes from the kernel to the heap and back. */
final class Transfer {
  private static final int LARGEST = 64 * 1024;

  private Transfer() {}

  /** The number of bytes read, at most 64 KiB, 0 at the end, or a negated errno. */
  static int read(int descriptor, byte[] into) {
    int size = Math.min(into.length, LARGEST);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment bytes = call.allocate(size);
      int length = Libc.read(descriptor, bytes.address(), size);
      if (length > 0) {
        Libc.buffer(bytes).get(into, 0, length);
      }
      return length;
    }
  }

  /** The number of bytes written, or a negated errno. */
  static int write(int descriptor, byte[] from, int start, int end) {
    int size = Math.min(end - start, LARGEST);
    try (Arena call = Arena.ofConfined()) {
      int length = Libc.write(descriptor, copy(call, from, start, size), size);
      if (length == -Errno.EPIPE) {
        takeBackPipe(call);
      }
      return length;
    }
  }

  /**
   * Where signals are blocked, the kernel's PIPE waits for this thread, and would be taken for one
   * that somebody has sent.
   */
  private static void takeBackPipe(Arena call) {
    MemorySegment set = call.allocate(Signals.SIGNAL_SET_SIZE, 8);
    Libc.buffer(set).putLong(0, 1L << (Constants.SIGPIPE - 1));
    Libc.sigtimedwait(set.address(), 0, call.allocate(16, 8).address());
  }

  /** Does the same on a socket, and never blocks or raises PIPE. */
  static int send(int descriptor, byte[] from, int start, int end) {
    int size = Math.min(end - start, LARGEST);
    int flags = Constants.MSG_DONTWAIT | Constants.MSG_NOSIGNAL;
    try (Arena call = Arena.ofConfined()) {
      return LibcSockets.sendto(descriptor, copy(call, from, start, size), size, flags, 0, 0);
    }
  }

  private static long copy(Arena call, byte[] from, int start, int size) {
    MemorySegment bytes = call.allocate(Math.max(1, size));
    Libc.buffer(bytes).put(from, start, size);
    return bytes.address();
  }
}
