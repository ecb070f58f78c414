package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/*
 * Standard output and error are shared with whoever started us and with our children, who expect to
 * wait when there is no room: O_NONBLOCK, which belongs to the open file, must not be set. A pipe or
 * terminal is opened anew through /proc, which gives an open file of our own. Where that is
 * forbidden (another user's pipe), the kernel is asked whether there is room for PIPE_BUF bytes, and
 * no more is written: only somebody else's write in between could then make ours wait. A socket has
 * a flag for one call. Anything else, such as a regular file, never waits for a reader.
 */
/**
 * Standard output or standard error, written without ever waiting for its reader.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/write.2.html">write(2)</a>
 */
public final class StandardStream implements Pollable {
  private enum Kind {
    SOCKET,
    OPENED_ANEW,
    SHARED,
    WITHOUT_READER
  }

  private final int shared;
  private final Kind kind;
  private final Descriptor descriptor;

  private StandardStream(int shared, Kind kind, Descriptor descriptor) {
    this.shared = shared;
    this.kind = kind;
    this.descriptor = descriptor;
  }

  /**
   * Opens standard output; the caller closes the result, which leaves descriptor 1 open.
   *
   * @return the stream
   * @throws LinuxException if descriptor 1 is closed
   */
  public static StandardStream output() throws LinuxException {
    return of(1);
  }

  /**
   * Opens standard error; the caller closes the result, which leaves descriptor 2 open.
   *
   * @return the stream
   * @throws LinuxException if descriptor 2 is closed
   */
  public static StandardStream error() throws LinuxException {
    return of(2);
  }

  static StandardStream of(int shared) throws LinuxException {
    int mode = LinuxException.check(mode(shared), "look at descriptor " + shared);
    return switch (mode & Constants.S_IFMT) {
      case Constants.S_IFSOCK -> sharing(shared, Kind.SOCKET);
      case Constants.S_IFIFO -> openedAnew(shared);
      case Constants.S_IFCHR ->
          Libc.isatty(shared) == 1 ? openedAnew(shared) : sharing(shared, Kind.WITHOUT_READER);
      default -> sharing(shared, Kind.WITHOUT_READER);
    };
  }

  private static int mode(int descriptor) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment statx = call.allocate(LinuxFiles.STATX_SIZE, 8);
      int result =
          Libc.statx(
              descriptor,
              CStrings.allocate(call, ""),
              Constants.AT_EMPTY_PATH,
              Constants.STATX_BASIC_STATS,
              statx.address());
      return result < 0 ? result : LinuxFiles.mode(Libc.buffer(statx));
    }
  }

  private static StandardStream openedAnew(int shared) {
    int flags =
        Constants.O_WRONLY | Constants.O_NONBLOCK | Constants.O_NOCTTY | Constants.O_CLOEXEC;
    try (Arena call = Arena.ofConfined()) {
      int own = Libc.open(CStrings.allocate(call, "/proc/self/fd/" + shared), flags, 0);
      return own < 0
          ? sharing(shared, Kind.SHARED)
          : new StandardStream(shared, Kind.OPENED_ANEW, new Descriptor(own));
    }
  }

  /** One that may not be opened anew. */
  static StandardStream sharing(int shared) {
    return sharing(shared, Kind.SHARED);
  }

  private static StandardStream sharing(int shared, Kind kind) {
    return new StandardStream(shared, kind, Descriptor.shared(shared));
  }

  /**
   * Writes as much as is taken at once. A disk may still make it wait; a reader never does.
   *
   * @param bytes holds what to write
   * @param from where that begins
   * @param to where it ends
   * @return how many bytes were taken; 0 if there is no room
   * @throws LinuxException with EPIPE if nobody reads any more, ENOSPC if the disk is full
   */
  public int write(byte[] bytes, int from, int to) throws LinuxException {
    int taken =
        switch (kind) {
          case SOCKET -> Transfer.send(descriptor.number(), bytes, from, to);
          case OPENED_ANEW, WITHOUT_READER -> Transfer.write(descriptor.number(), bytes, from, to);
          case SHARED -> writeIfThereIsRoom(bytes, from, Math.min(to, from + Constants.PIPE_BUF));
        };
    return taken == -Errno.EAGAIN || taken == -Errno.EINTR
        ? 0
        : LinuxException.check(taken, "write to descriptor " + shared);
  }

  private int writeIfThereIsRoom(byte[] bytes, int from, int to) {
    boolean ready = SocketOptions.poll(descriptor.number(), Constants.POLLOUT) != 0;
    return ready ? Transfer.write(descriptor.number(), bytes, from, to) : -Errno.EAGAIN;
  }

  @Override
  public int descriptor() {
    return descriptor.number();
  }

  @Override
  public int interest() {
    return Constants.EPOLLOUT;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
