package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Tells what happens in directories and to files.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/inotify.7.html">inotify(7)</a>
 */
public final class Inotify implements Pollable {
  /** What can happen. */
  public enum Kind {
    /** A file was written to. */
    MODIFIED(Constants.IN_MODIFY),
    /** Mode, owner, times or the number of links changed. */
    ATTRIBUTES(Constants.IN_ATTRIB),
    /** A file that was open for writing was closed. */
    WRITTEN(Constants.IN_CLOSE_WRITE),
    /** A name was renamed away. */
    MOVED_AWAY(Constants.IN_MOVED_FROM),
    /** A name was renamed to here. */
    MOVED_HERE(Constants.IN_MOVED_TO),
    /** A name was created: a file, directory, link or other object. */
    CREATED(Constants.IN_CREATE),
    /** A name was deleted. */
    DELETED(Constants.IN_DELETE),
    /** The watched object itself was deleted. */
    SELF_DELETED(Constants.IN_DELETE_SELF),
    /** The watched object itself was renamed. */
    SELF_MOVED(Constants.IN_MOVE_SELF),
    /** The file system of the watched object was unmounted. */
    UNMOUNTED(Constants.IN_UNMOUNT),
    /** Notices were lost: everything must be looked at again. */
    OVERFLOW(Constants.IN_Q_OVERFLOW),
    /** The watch is gone. */
    WATCH_ENDED(Constants.IN_IGNORED);

    private final int bit;

    Kind(int bit) {
      this.bit = bit;
    }
  }

  /**
   * Something happened.
   *
   * @param watch the number that {@link #watch} gave, -1 for {@link Kind#OVERFLOW}
   * @param kinds what happened
   * @param name the name inside the watched directory, empty for the watched object itself
   */
  public record Notice(int watch, Set<Kind> kinds, String name) {}

  static final int HEADER_SIZE = 16;
  private static final int BUFFER_SIZE = 64 * 1024;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER_SIZE, 8);
  private final ByteBuffer fields = Libc.buffer(buffer);
  private final Descriptor descriptor;

  private Inotify(int descriptor) {
    this.descriptor = new Descriptor(descriptor);
  }

  /**
   * Opens an inotify instance; the caller closes it.
   *
   * @return an instance that watches nothing yet
   * @throws LinuxException if the kernel refuses, for instance at the limit of instances per user
   */
  public static Inotify open() throws LinuxException {
    int descriptor = Libc.inotify_init1(Constants.IN_CLOEXEC | Constants.IN_NONBLOCK);
    if (descriptor < 0) {
      throw new LinuxException(
          "watch files (inotify_init1)",
          -descriptor,
          "raise fs.inotify.max_user_instances if other programs use them up");
    }
    return new Inotify(descriptor);
  }

  /**
   * Watches a directory, or watches it for more. Two paths of one directory share one watch.
   *
   * @param directory an existing directory; a symbolic link is followed
   * @param kinds what to tell, besides what was asked for before
   * @return the number of the watch
   * @throws LinuxException if it is not there, is not a directory, may not be read, or the limit of
   *     watches per user is reached
   */
  public int watch(String directory, Set<Kind> kinds) throws LinuxException {
    int mask = Constants.IN_ONLYDIR | Constants.IN_MASK_ADD;
    for (Kind kind : kinds) {
      mask |= kind.bit;
    }
    try (Arena call = Arena.ofConfined()) {
      int watch =
          Libc.inotify_add_watch(descriptor.number(), CStrings.allocate(call, directory), mask);
      if (watch == -Errno.ENOSPC) {
        throw new LinuxException(
            "watch " + directory, Errno.ENOSPC, "raise fs.inotify.max_user_watches");
      }
      return LinuxException.check(watch, "watch " + directory);
    }
  }

  /**
   * Ends a watch. Nothing happens if it has ended.
   *
   * @param watch its number
   */
  public void unwatch(int watch) {
    Libc.inotify_rm_watch(descriptor.number(), watch);
  }

  /**
   * Takes what has happened. Never blocks.
   *
   * @return in the kernel's order; empty if nothing has
   * @throws LinuxException if the kernel refuses
   */
  public List<Notice> read() throws LinuxException {
    List<Notice> notices = new ArrayList<>();
    int length = Libc.read(descriptor.number(), buffer.address(), BUFFER_SIZE);
    if (length == -Errno.EAGAIN) {
      return notices;
    }
    LinuxException.check(length, "read file notices (inotify)");
    int at = 0;
    while (at < length) {
      int nameLength = fields.getInt(at + 12);
      notices.add(
          new Notice(fields.getInt(at), kinds(fields.getInt(at + 4)), name(at, nameLength)));
      at += HEADER_SIZE + nameLength;
    }
    return notices;
  }

  private static Set<Kind> kinds(int mask) {
    EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Kind kind : Kind.values()) {
      if ((mask & kind.bit) != 0) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private String name(int at, int paddedLength) {
    int length = 0;
    while (length < paddedLength && fields.get(at + HEADER_SIZE + length) != 0) {
      length++;
    }
    byte[] name = new byte[length];
    fields.get(at + HEADER_SIZE, name);
    return CStrings.decode(name);
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
