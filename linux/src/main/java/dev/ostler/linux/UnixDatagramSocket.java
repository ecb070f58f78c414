package dev.ostler.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
   * @param sender the name of the sender's socket, for a reply; empty if it has none, or one that
   *     is relative to a folder of the sender's
   */
  public record Datagram(
      String text, int senderPid, int senderUser, Optional<SocketAddress> sender) {}

  private static final int LONGEST = 4096;
  private static final int NAME = 0;
  private static final int NAME_LENGTH = 8;
  // Room for the credentials and nothing else: descriptors that somebody sends are not received.
  static final int CONTROL_SIZE = 32;
  private static final int BATCH = 256;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment content = arena.allocate(LONGEST, 8);
  private final MemorySegment control = arena.allocate(CONTROL_SIZE, 8);
  private final MemorySegment sender = arena.allocate(SocketAddresses.UNIX_SIZE, 8);
  private final MemorySegment message = arena.allocate(56, 8);
  private final SocketName name;
  private final Descriptor descriptor;

  private UnixDatagramSocket(SocketName name, int descriptor) {
    this.name = name;
    this.descriptor = new Descriptor(descriptor);
    MemorySegment vector = arena.allocate(16, 8);
    Libc.buffer(vector).putLong(0, content.address()).putLong(8, LONGEST);
    Libc.buffer(message)
        .putLong(NAME, sender.address())
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
    SocketName name = new SocketName(path, "bind the datagram socket " + path);
    name.requireFree();
    int descriptor = LinuxException.check(newSocket(), name.action());
    try {
      LinuxException.check(
          SocketOptions.enable(descriptor, Constants.SOL_SOCKET, Constants.SO_PASSCRED),
          name.action());
      name.place(descriptor, mode, () -> {});
    } catch (IOException | RuntimeException e) {
      Libc.close(descriptor);
      throw e;
    }
    return new UnixDatagramSocket(name, descriptor);
  }

  private static int newSocket() {
    int type = Constants.SOCK_DGRAM | Constants.SOCK_CLOEXEC | Constants.SOCK_NONBLOCK;
    return LibcSockets.socket(Constants.AF_UNIX, type, 0);
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
    int descriptor = LinuxException.check(LibcSockets.socket(Constants.AF_UNIX, type, 0), action);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment bytes = call.allocate(Math.max(1, content.length));
      Libc.buffer(bytes).put(content);
      LinuxException.check(
          LibcSockets.sendto(
              descriptor,
              bytes.address(),
              content.length,
              0,
              SocketAddresses.unix(call, path, action),
              SocketAddresses.UNIX_SIZE),
          action);
    } finally {
      Libc.close(descriptor);
    }
  }

  /**
   * Takes what has arrived, at most 256 datagrams so that a busy sender cannot hold the caller
   * here. Never blocks.
   *
   * @return in the order of arrival; empty if nothing has
   * @throws LinuxException if the kernel refuses
   */
  public List<Datagram> receive() throws LinuxException {
    List<Datagram> received = new ArrayList<>();
    ByteBuffer header = Libc.buffer(message);
    while (received.size() < BATCH) {
      header.putInt(NAME_LENGTH, SocketAddresses.UNIX_SIZE).putLong(40, CONTROL_SIZE);
      int length =
          LibcSockets.recvmsg(descriptor.number(), message.address(), Constants.MSG_DONTWAIT);
      if (length == -Errno.EAGAIN) {
        break;
      }
      LinuxException.check(length, "receive from the datagram socket " + name.path());
      received.add(datagram(length, header.getLong(40), header.getInt(NAME_LENGTH)));
    }
    return received;
  }

  private Datagram datagram(int length, long controlLength, int nameLength) {
    byte[] bytes = new byte[length];
    Libc.buffer(content).get(bytes);
    ByteBuffer credentials = Libc.buffer(control);
    boolean told = controlLength >= 28 && credentials.getInt(12) == Constants.SCM_CREDENTIALS;
    return new Datagram(
        CStrings.decode(bytes),
        told ? credentials.getInt(16) : 0,
        told ? credentials.getInt(20) : -1,
        SocketAddress.of(Libc.buffer(sender), nameLength));
  }

  /**
   * Answers somebody who sent something. Never blocks.
   *
   * @param receiver the sender's socket, as it came with what was sent
   * @param text what to say, as UTF-8
   * @return false if nobody receives there any more, it is full, or we may not write to it
   */
  public boolean reply(SocketAddress receiver, String text) {
    byte[] bytes = CStrings.encode(text);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment copy = call.allocate(Math.max(1, bytes.length));
      Libc.buffer(copy).put(bytes);
      MemorySegment to = call.allocate(SocketAddresses.UNIX_SIZE, 2);
      int size = receiver.write(Libc.buffer(to));
      long from = copy.address();
      int flags = Constants.MSG_DONTWAIT;
      return LibcSockets.sendto(descriptor.number(), from, bytes.length, flags, to.address(), size)
          >= 0;
    }
  }

  @Override
  public int descriptor() {
    return descriptor.number();
  }

  @Override
  public void close() {
    if (descriptor.close()) {
      arena.close();
      name.remove();
    }
  }
}
