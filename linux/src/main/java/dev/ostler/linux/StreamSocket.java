package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One connection of a unix or TCP socket. No call blocks.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class StreamSocket implements Pollable {
  private final Descriptor descriptor;
  private final String address;
  // What connect said: 0, or a negated errno.
  private int connecting;

  private StreamSocket(int descriptor, String address, int connecting) {
    this.descriptor = new Descriptor(descriptor);
    this.address = address;
    this.connecting = connecting;
  }

  /**
   * Begins to connect to a socket in the file system; the caller closes the result.
   *
   * @param path the name, at most 107 bytes
   * @return a socket whose {@link #finishConnect()} tells whether it is connected
   * @throws LinuxException if the name is too long or no descriptor is left
   */
  public static StreamSocket connect(Path path) throws LinuxException {
    String action = action(path.toString());
    try (Arena call = Arena.ofConfined()) {
      long address = SocketAddresses.unix(call, path, action);
      int descriptor = LinuxException.check(create(Constants.AF_UNIX), action);
      int result = LibcSockets.connect(descriptor, address, SocketAddresses.UNIX_SIZE);
      return new StreamSocket(descriptor, path.toString(), result);
    }
  }

  /**
   * Begins to connect to a TCP address; the caller closes the result.
   *
   * @param where a resolved address
   * @return a socket whose {@link #finishConnect()} tells whether it is connected
   * @throws LinuxException if no descriptor is left, or the kernel has no such protocol
   */
  public static StreamSocket connect(InetSocketAddress where) throws LinuxException {
    String text = SocketAddresses.text(where);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment address = SocketAddresses.internet(call, where);
      int descriptor = LinuxException.check(create(SocketAddresses.family(where)), action(text));
      sendAtOnce(descriptor);
      int result = LibcSockets.connect(descriptor, address.address(), (int) address.byteSize());
      return new StreamSocket(descriptor, text, result);
    }
  }

  static StreamSocket accepted(int descriptor, String listener, boolean tcp) {
    if (tcp) {
      sendAtOnce(descriptor);
    }
    return new StreamSocket(descriptor, listener, 0);
  }

  static int create(int family) {
    int type = Constants.SOCK_STREAM | Constants.SOCK_CLOEXEC | Constants.SOCK_NONBLOCK;
    return LibcSockets.socket(family, type, 0);
  }

  /** What is written is a whole message already: waiting for more of it would only delay it. */
  private static void sendAtOnce(int descriptor) {
    SocketOptions.enable(descriptor, Constants.IPPROTO_TCP, Constants.TCP_NODELAY);
  }

  private static String action(String address) {
    return "connect to " + address;
  }

  /**
   * Says whether the connection is made. To be asked when the socket can be written.
   *
   * @return false while it is being made
   * @throws LinuxException with ECONNREFUSED if nobody listens there, ENOENT if there is no such
   *     name, EAGAIN if too many wait there already, or whatever else the kernel says
   */
  public boolean finishConnect() throws LinuxException {
    if (connecting == -Errno.EINPROGRESS || connecting == -Errno.EINTR) {
      int now =
          SocketOptions.poll(descriptor.number(), Constants.POLLOUT)
              & (Constants.POLLOUT | Constants.POLLERR | Constants.POLLHUP);
      if (now == 0) {
        return false;
      }
      connecting = -SocketOptions.error(descriptor.number());
    }
    LinuxException.check(connecting, action(address));
    return true;
  }

  /**
   * Tells who is at the other end.
   *
   * @return empty for TCP
   */
  public Optional<Peer> peer() {
    return SocketOptions.peer(descriptor.number());
  }

  /**
   * Takes what has arrived.
   *
   * @param into where to put it; at most 64 KiB are taken
   * @return how many bytes; 0 if nothing has arrived, -1 if nothing more will
   * @throws LinuxException with ECONNRESET if the other side has thrown the connection away
   */
  public int read(byte[] into) throws LinuxException {
    int length = Transfer.read(descriptor.number(), into);
    if (length == -Errno.EAGAIN || length == -Errno.EINTR) {
      return 0;
    }
    return LinuxException.check(length, "read from " + address) == 0 ? -1 : length;
  }

  /**
   * Writes as much as the kernel takes now.
   *
   * @param bytes holds what to write
   * @param from where that begins
   * @param to where it ends
   * @return how many bytes were taken, at most 64 KiB; 0 if there is no room
   * @throws LinuxException with EPIPE or ECONNRESET if the other side reads no more
   */
  public int write(byte[] bytes, int from, int to) throws LinuxException {
    int length = Transfer.send(descriptor.number(), bytes, from, to);
    return length == -Errno.EAGAIN || length == -Errno.EINTR
        ? 0
        : LinuxException.check(length, "write to " + address);
  }

  /** Tells the other side that nothing more will be written. */
  public void shutDownOutput() {
    // Refused only if the other side has gone, which the next read tells.
    LibcSockets.shutdown(descriptor.number(), Constants.SHUT_WR);
  }

  /**
   * Says whether the other side has gone, rather than only finished writing. Of TCP that is known
   * only after it has refused something.
   *
   * @return whether nothing that is written can arrive any more
   */
  public boolean isHungUp() {
    int events = Constants.POLLHUP | Constants.POLLERR;
    return (SocketOptions.poll(descriptor.number(), 0) & events) != 0;
  }

  /**
   * Returns where it was connected to, or accepted.
   *
   * @return the path, or the address with its port
   */
  public String address() {
    return address;
  }

  @Override
  public int descriptor() {
    return descriptor.number();
  }

  @Override
  public void close() {
    descriptor.close();
  }

  @Override
  public String toString() {
    return address;
  }
}
