package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

/** The soft limits of one child. */
final class Limits {
  private static final int OURSELVES = 0;

  private final Map<ResourceLimit, Long> wanted;
  private final Map<ResourceLimit, Long> former = new EnumMap<>(ResourceLimit.class);

  Limits(Map<ResourceLimit, Long> wanted) {
    this.wanted = wanted;
  }

  /** Sets on ourselves what the child inherits, and checks the others. */
  void setOurs() throws LinuxException {
    for (Map.Entry<ResourceLimit, Long> entry : wanted.entrySet()) {
      ResourceLimit limit = entry.getKey();
      long value = entry.getValue();
      long before = get(OURSELVES, limit, value);
      if (!limit.isExceedable()) {
        set(OURSELVES, limit, value);
        former.put(limit, before);
      }
    }
  }

  void restoreOurs() throws LinuxException {
    for (Map.Entry<ResourceLimit, Long> entry : former.entrySet()) {
      set(OURSELVES, entry.getKey(), entry.getValue());
    }
  }

  /** Sets on the child what we could not have for a moment. */
  void setOf(int pid) throws LinuxException {
    for (Map.Entry<ResourceLimit, Long> entry : wanted.entrySet()) {
      if (entry.getKey().isExceedable()) {
        set(pid, entry.getKey(), entry.getValue());
      }
    }
  }

  /** How many descriptors we may have open, by the soft limit. */
  static long openFiles() throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      return read(arena, OURSELVES, ResourceLimit.OPEN_FILES, "read the limit open-files")
          .getLong(0);
    }
  }

  static long hard(ResourceLimit limit) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      return read(arena, OURSELVES, limit, "read the limit " + limit).getLong(8);
    }
  }

  /** The soft limit now; refuses a value above the hard one. */
  private static long get(int pid, ResourceLimit limit, long value) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      return readFor(arena, pid, limit, value).getLong(0);
    }
  }

  private static void set(int pid, ResourceLimit limit, long value) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      ByteBuffer pair = readFor(arena, pid, limit, value);
      pair.putLong(0, value == ResourceLimit.UNLIMITED ? pair.getLong(8) : value);
      LinuxException.check(
          Libc.prlimit(pid, limit.number(), MemorySegment.ofBuffer(pair).address(), 0),
          action(limit, value));
    }
  }

  private static ByteBuffer readFor(Arena arena, int pid, ResourceLimit limit, long value)
      throws LinuxException {
    String action = action(limit, value);
    ByteBuffer pair = read(arena, pid, limit, action);
    long hard = pair.getLong(8);
    if (value != ResourceLimit.UNLIMITED && Long.compareUnsigned(value, hard) > 0) {
      throw new LinuxException(
          action, Errno.EPERM, "the hard limit is " + Long.toUnsignedString(hard));
    }
    return pair;
  }

  /** The soft limit, and the hard one 8 bytes on. */
  private static ByteBuffer read(Arena arena, int pid, ResourceLimit limit, String action)
      throws LinuxException {
    MemorySegment pair = arena.allocate(16, 8);
    LinuxException.check(Libc.prlimit(pid, limit.number(), 0, pair.address()), action);
    return Libc.buffer(pair);
  }

  private static String action(ResourceLimit limit, long value) {
    String amount = value == ResourceLimit.UNLIMITED ? "the hard limit" : Long.toString(value);
    return "limit " + limit + " to " + amount;
  }
}
