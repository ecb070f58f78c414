package dev.ostler.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A datagram socket with a name in the file system, open for as long as its owner lives so that
 * nothing that is sent to it is lost.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public final class UnixDatagramSocket implements Pollable {
  /**
   * What somebody sent.
   *
   * @param text the first 4096 bytes as UTF-8
   * @param senderPid the sender's process number, 0 if it is outside this process namespace
   * @param senderUser the sender's user number, -1 if the kernel does not tell
   */
  public record Datagram(String text, int senderPid, int senderUser) {}

  private static final int LONGEST = 4096;
  private static final int ADDRESS_SIZE = 110;
  private static final int LONGEST_PATH = 107;
  private static final int CONTROL_SIZE = 64;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment content = arena.allocate(LONGEST, 8);
  private final MemorySegment control = arena.allocate(CONTROL_SIZE, 8);
  private final MemorySegment message = arena.allocate(56, 8);
  private final Path path;
  private final int descriptor;
  private boolean open = true;

  private UnixDatagramSocket(Path path, int descriptor) {
    this.path = path;
    this.descriptor = descriptor;
    MemorySegment vector = arena.allocate(16, 8);
    Libc.buffer(vector).putLong(0, content.address()).putLong(8, LONGEST);
    Libc.buffer(message)
        .putLong(16, vector.address())
        .putLong(24, 1)
        .putLong(32, control.address());
  }

  /**
   * Binds a socket to a name; the caller closes it, which removes the name. A socket that a killed
   * process left behind is replaced.
   *
   * @param path the name, at most 107 bytes
   * @param mode its permission bits, such as 0600
   * @return the socket
   * @throws LinuxException if the name is too long, in use by a living process, or cannot be made
   */
  public static UnixDatagramSocket bind(Path path, int mode) throws IOException {
    String action = "bind the datagram socket " + path;
    if (CStrings.encode(path.toString()).length > LONGEST_PATH) {
      throw new LinuxException(
          action,
          Errno.ENAMETOOLONG,
          "a socket's path has at most 107 bytes: choose a shorter one");
    }
    if (isAlive(path)) {
      throw new LinuxException(
          action, Errno.EADDRINUSE, "another process listens there: end it or choose another path");
    }
    // Made under another name and renamed: never there without its mode, never absent in between.
    Path temporary = path.resolveSibling(".o" + ProcessHandle.current().pid());
    int descriptor = LinuxException.check(newSocket(), action);
    try {
      Files.deleteIfExists(temporary);
      bind(descriptor, temporary, mode, action);
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Libc.close(descriptor);
      Files.deleteIfExists(temporary);
      throw e;
    }
    return new UnixDatagramSocket(path, descriptor);
  }

  private static int newSocket() {
    int type = Constants.SOCK_DGRAM | Constants.SOCK_CLOEXEC | Constants.SOCK_NONBLOCK;
    return Libc.socket(Constants.AF_UNIX, type, 0);
  }

  private static void bind(int descriptor, Path path, int mode, String action)
      throws LinuxException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment one = call.allocate(4, 4);
      Libc.buffer(one).putInt(0, 1);
      LinuxException.check(
          Libc.setsockopt(
              descriptor, Constants.SOL_SOCKET, Constants.SO_PASSCRED, one.address(), 4),
          action);
      LinuxException.check(Libc.bind(descriptor, address(call, path), ADDRESS_SIZE), action);
      LinuxException.check(Libc.chmod(CStrings.allocate(call, path.toString()), mode), action);
    }
  }

  private static boolean isAlive(Path path) throws LinuxException {
    int probe = LinuxException.check(newSocket(), "create a socket");
    try (Arena call = Arena.ofConfined()) {
      return Libc.connect(probe, address(call, path), ADDRESS_SIZE) == 0;
    } finally {
      Libc.close(probe);
    }
  }

  private static long address(Arena arena, Path path) {
    MemorySegment address = arena.allocate(ADDRESS_SIZE, 2);
    Libc.buffer(address).putShort((short) Constants.AF_UNIX).put(CStrings.encode(path.toString()));
    return address.address();
  }

  /**
   * Sends one datagram.
   *
   * @param path the name of the receiver's socket
   * @param text what to send, as UTF-8
   * @throws LinuxException if nobody receives there, or it may not be written to
   */
  public static void send(Path path, String text) throws LinuxException {
    byte[] content = CStrings.encode(text);
    String action = "send to the datagram socket " + path;
    int type = Constants.SOCK_DGRAM | Constants.SOCK_CLOEXEC;
    int descriptor = LinuxException.check(Libc.socket(Constants.AF_UNIX, type, 0), action);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment bytes = call.allocate(Math.max(1, content.length));
      Libc.buffer(bytes).put(content);
      LinuxException.check(
          Libc.sendto(
              descriptor, bytes.address(), content.length, 0, address(call, path), ADDRESS_SIZE),
          action);
    } finally {
      Libc.close(descriptor);
    }
  }

  /**
   * Takes what has arrived. Never blocks.
   *
   * @return in the order of arrival; empty if nothing has
   * @throws LinuxException if the kernel refuses
   */
  public List<Datagram> receive() throws LinuxException {
    List<Datagram> received = new ArrayList<>();
    ByteBuffer header = Libc.buffer(message);
    while (true) {
      header.putLong(40, CONTROL_SIZE);
      int length = Libc.recvmsg(descriptor, message.address(), Constants.MSG_DONTWAIT);
      if (length == -Errno.EAGAIN) {
        return received;
      }
      LinuxException.check(length, "receive from the datagram socket " + path);
      received.add(datagram(length, header.getLong(40)));
    }
  }

  private Datagram datagram(int length, long controlLength) {
    byte[] bytes = new byte[length];
    Libc.buffer(content).get(bytes);
    ByteBuffer credentials = Libc.buffer(control);
    boolean told = controlLength >= 28 && credentials.getInt(12) == Constants.SCM_CREDENTIALS;
    return new Datagram(
        CStrings.decode(bytes),
        told ? credentials.getInt(16) : 0,
        told ? credentials.getInt(20) : -1);
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      Libc.close(descriptor);
      arena.close();
      try {
        Files.deleteIfExists(path);
      } catch (IOException leftBehind) {
        // A name without a process is recognised and replaced by the next one.
      }
    }
  }
}
