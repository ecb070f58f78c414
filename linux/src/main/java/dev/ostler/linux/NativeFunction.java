package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/*
 * Every C function is called through one shape: its address, six longs in, one long out, errno
 * captured. One shape is linked once; a typed handle per function costs several milliseconds of
 * start-up each. Arguments that a function does not take are ignored by the calling conventions of
 * x86-64 and aarch64; an int result leaves the upper half of the register undefined, which is why
 * every int-valued call narrows it before looking at it.
 *
 * Start-up calls a dozen functions out of many: each address is looked up at its first call.
 */
/** One function of the C library. */
final class NativeFunction {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL = link();

  // One errno slot per call: a slot shared by threads would report a neighbour's failure. Memory of
  // its own for each call is dear, so there is one slot to borrow; who comes meanwhile gets
  // another.
  private static final AtomicReference<@Nullable MemorySegment> SPARE_ERRNO =
      new AtomicReference<>(Arena.global().allocate(4, 4));

  private final String name;
  private volatile long address;

  NativeFunction(String name) {
    this.name = name;
  }

  private static MethodHandle link() {
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    return LINKER.downcallHandle(
        FunctionDescriptor.of(word, word, word, word, word, word, word),
        Linker.Option.captureCallState("errno"));
  }

  boolean isThere() {
    return LINKER.defaultLookup().find(name).isPresent();
  }

  int call(long a) {
    return call(a, 0, 0, 0, 0, 0);
  }

  int call(long a, long b, long c) {
    return call(a, b, c, 0, 0, 0);
  }

  /** Returns the result, or the negated errno where that is -1. */
  int call(long a, long b, long c, long d, long e, long f) {
    MemorySegment errno = SPARE_ERRNO.getAndSet(null);
    if (errno == null) {
      return callThatWaits(a, b, c, d, e, f);
    }
    try {
      return call(a, b, c, d, e, f, errno);
    } finally {
      SPARE_ERRNO.set(errno);
    }
  }

  /** For calls that can take long, which would keep the spare slot from all others. */
  int callThatWaits(long a, long b, long c, long d, long e, long f) {
    try (Arena arena = Arena.ofConfined()) {
      return call(a, b, c, d, e, f, arena.allocate(4, 4));
    }
  }

  private int call(long a, long b, long c, long d, long e, long f, MemorySegment errno) {
    int result = (int) raw(a, b, c, d, e, f, errno);
    return result == -1 ? -Libc.buffer(errno).getInt(0) : result;
  }

  /**
   * For functions that return the error number itself, as posix_spawn and pthread_sigmask do:
   * returns it negated.
   */
  int callForErrorNumber(long a, long b, long c) {
    return -call(a, b, c);
  }

  /** For functions that return an address: 0 for none. */
  long callForPointer(long a) {
    try (Arena arena = Arena.ofConfined()) {
      return raw(a, 0, 0, 0, 0, 0, arena.allocate(4, 4));
    }
  }

  private long raw(long a, long b, long c, long d, long e, long f, MemorySegment errno) {
    try {
      return (long) CALL.invokeExact(address(), errno, a, b, c, d, e, f);
    } catch (UnsupportedOperationException missing) {
      throw missing;
    } catch (Throwable impossible) {
      throw new AssertionError("internal error: wrong descriptor for " + name, impossible);
    }
  }

  private MemorySegment address() {
    if (address == 0) {
      address = lookUp(name);
    }
    return MemorySegment.ofAddress(address);
  }

  private static long lookUp(String name) {
    return LINKER
        .defaultLookup()
        .find(name)
        .orElseThrow(() ->
            new UnsupportedOperationException(
                "cannot find "
                    + name
                    + " in the C library: Ostler needs glibc 2.34 or newer (not musl)"))
        .address();
  }
}
