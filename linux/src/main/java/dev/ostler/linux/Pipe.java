package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A pipe that children write to and we read. As long as it is open here the children's ends change
 * nothing: it outlives each of them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/pipe.7.html">pipe(7)</a>
 */
public final class Pipe implements Pollable {
  private final Descriptor readEnd;
  private final Descriptor writeEnd;

  private Pipe(int readEnd, int writeEnd) {
    this.readEnd = new Descriptor(readEnd);
    this.writeEnd = new Descriptor(writeEnd);
  }

  /**
   * Opens a pipe; the caller closes it.
   *
   * @return an empty pipe
   * @throws LinuxException if the kernel refuses, for instance for want of descriptors
   */
  public static Pipe open() throws LinuxException {
    String action = "create a pipe";
    try (Arena call = Arena.ofConfined()) {
      MemorySegment ends = call.allocate(8, 4);
      LinuxException.check(Libc.pipe2(ends.address(), Constants.O_CLOEXEC), action);
      Pipe pipe = new Pipe(Libc.buffer(ends).getInt(0), Libc.buffer(ends).getInt(4));
      // Ours alone: whoever writes expects to wait for room.
      Libc.fcntl(pipe.descriptor(), Constants.F_SETFL, Constants.O_NONBLOCK);
      return pipe;
    }
  }

  /**
   * Returns the end to write to, for {@link ChildCommand#withStandardOutput} and {@link
   * ChildCommand#withStandardError}.
   *
   * @return good until {@link #close()}
   */
  public Descriptor writeEnd() {
    return writeEnd;
  }

  /**
   * Takes what was written. Never blocks.
   *
   * @param into where to put it; at most 64 KiB are taken
   * @return how many bytes; 0 if there is nothing
   * @throws LinuxException if the kernel refuses
   */
  public int read(byte[] into) throws LinuxException {
    int length = Transfer.read(readEnd.number(), into);
    return length == -Errno.EAGAIN || length == -Errno.EINTR
        ? 0
        : LinuxException.check(length, "read from a pipe");
  }

  @Override
  public int descriptor() {
    return readEnd.number();
  }

  @Override
  public void close() {
    readEnd.close();
    writeEnd.close();
  }
}
