package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/*
 * An update asks for the status of every file; fresh memory for each question, which is cleared and
 * given back, took longer than the answer. Here is one piece to borrow; who comes while it is lent
 * gets fresh memory.
 */
/** Memory for one question to the kernel: a path and what is answered. For one call at a time. */
final class Scratch implements AutoCloseable {
  private static final int PATH_AT = LinuxFiles.STATX_SIZE;
  private static final int LONGEST_PATH = 4096; // PATH_MAX, with its terminator
  private static final AtomicReference<@Nullable Scratch> SPARE =
      new AtomicReference<>(new Scratch(Arena.global(), null));

  private final @Nullable Arena toClose;
  private final MemorySegment memory;
  private final ByteBuffer fields;

  private Scratch(Arena arena, @Nullable Arena toClose) {
    this.toClose = toClose;
    this.memory = arena.allocate(PATH_AT + LONGEST_PATH, 8);
    this.fields = Libc.buffer(memory);
  }

  /** The caller closes it. */
  static Scratch borrow() {
    Scratch spare = SPARE.getAndSet(null);
    return spare == null ? fresh(Arena.ofConfined()) : spare;
  }

  private static Scratch fresh(Arena arena) {
    return new Scratch(arena, arena);
  }

  /** What was answered. */
  ByteBuffer answer() {
    return fields;
  }

  long answerAddress() {
    return memory.address();
  }

  /** The address of a path, or a negated errno. */
  long path(Path path) {
    byte[] bytes = CStrings.encode(path);
    if (bytes.length >= LONGEST_PATH) {
      return -Errno.ENAMETOOLONG;
    }
    fields.put(PATH_AT, bytes).put(PATH_AT + bytes.length, (byte) 0);
    return memory.address() + PATH_AT;
  }

  @Override
  public void close() {
    if (toClose == null) {
      SPARE.set(this);
    } else {
      toClose.close();
    }
  }
}
