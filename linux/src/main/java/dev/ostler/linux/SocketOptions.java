package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What sockets are asked and told. */
final class SocketOptions {
  private static final int CREDENTIALS_SIZE = 12;
  private static final int MANY_GROUPS = 64;
  private static final int MOST_GROUPS = 65_536; // NGROUPS_MAX
  static final int POLL_SIZE = 8;

  private SocketOptions() {}

  static int enable(int descriptor, int level, int option) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment one = call.allocate(4, 4);
      Libc.buffer(one).putInt(0, 1);
      return LibcSockets.setsockopt(descriptor, level, option, one.address(), 4);
    }
  }

  /** Takes the error that the socket has met since the last call, 0 if none. */
  static int error(int descriptor) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment value = call.allocate(4, 4);
      int result = get(call, descriptor, Constants.SO_ERROR, value);
      return result < 0 ? -result : Libc.buffer(value).getInt(0);
    }
  }

  /** Who is at the other end of a unix socket; empty if it is no unix socket. */
  static Optional<Peer> peer(int descriptor) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment value = call.allocate(CREDENTIALS_SIZE, 4);
      int result = get(call, descriptor, Constants.SO_PEERCRED, value);
      ByteBuffer fields = Libc.buffer(value);
      // Sockets of other families answer with nobody.
      return result < 0 || fields.getInt(4) == -1
          ? Optional.empty()
          : Optional.of(
              new Peer(
                  fields.getInt(0), fields.getInt(4), fields.getInt(8), peerGroups(descriptor)));
    }
  }

  private static Optional<Set<Integer>> peerGroups(int descriptor) {
    Optional<Set<Integer>> groups = peerGroups(descriptor, MANY_GROUPS);
    return groups.isPresent() ? groups : peerGroups(descriptor, MOST_GROUPS);
  }

  private static Optional<Set<Integer>> peerGroups(int descriptor, int most) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment value = call.allocate(most * 4L, 4);
      MemorySegment length = length(call, value);
      if (get(descriptor, Constants.SO_PEERGROUPS, value, length) < 0) {
        return Optional.empty(); // there are more, or this kernel does not tell
      }
      ByteBuffer numbers = Libc.buffer(value);
      Set<Integer> groups = new HashSet<>();
      for (int at = 0; at < Libc.buffer(length).getInt(0); at += 4) {
        groups.add(numbers.getInt(at));
      }
      return Optional.of(groups);
    }
  }

  private static int get(Arena call, int descriptor, int option, MemorySegment value) {
    return get(descriptor, option, value, length(call, value));
  }

  private static int get(int descriptor, int option, MemorySegment value, MemorySegment length) {
    return LibcSockets.getsockopt(
        descriptor, Constants.SOL_SOCKET, option, value.address(), length.address());
  }

  private static MemorySegment length(Arena call, MemorySegment value) {
    MemorySegment length = call.allocate(4, 4);
    Libc.buffer(length).putInt(0, (int) value.byteSize());
    return length;
  }

  /** Which of some poll events are there now. */
  static int poll(int descriptor, int events) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment asked = call.allocate(POLL_SIZE, 4);
      ByteBuffer fields = Libc.buffer(asked);
      fields.putInt(0, descriptor).putShort(4, (short) events);
      return Libc.poll(asked.address(), 1, 0) > 0 ? fields.getShort(6) : 0;
    }
  }
}
