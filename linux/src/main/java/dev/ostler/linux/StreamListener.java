package dev.ostler.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A socket to which others connect.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
 */
public final class StreamListener implements Pollable {
  /** Strangers must not keep us from opening what we need ourselves. */
  private static final int SPARE = 8;

  private final Descriptor descriptor;
  private final String address;
  private final OptionalInt port;
  private final @Nullable SocketName name;

  private StreamListener(
      int descriptor, String address, OptionalInt port, @Nullable SocketName name) {
    this.descriptor = new Descriptor(descriptor);
    this.address = address;
    this.port = port;
    this.name = name;
  }

  /**
   * Listens at a name in the file system; the caller closes it, which removes the name. A socket
   * that a killed process left behind is replaced.
   *
   * @param path the name, at most 107 bytes
   * @param mode its permission bits, such as 0600
   * @return the listener
   * @throws LinuxException if the name is too long, in use by a living process, or cannot be made
   */
  public static StreamListener listen(Path path, int mode) throws IOException {
    SocketName name = new SocketName(path, "listen on the socket " + path);
    name.requireFree();
    int descriptor = LinuxException.check(StreamSocket.create(Constants.AF_UNIX), name.action());
    try {
      name.place(descriptor, mode, () -> listen(descriptor, name.action()));
    } catch (IOException | RuntimeException e) {
      Libc.close(descriptor);
      throw e;
    }
    return new StreamListener(descriptor, path.toString(), OptionalInt.empty(), name);
  }

  /**
   * Listens at a TCP address; the caller closes it.
   *
   * @param where a resolved address; port 0 for any that is free
   * @return the listener
   * @throws LinuxException if the address is not of this machine or in use
   */
  public static StreamListener listen(InetSocketAddress where) throws LinuxException {
    String address = SocketAddresses.text(where);
    String action = "listen on " + address;
    int descriptor =
        LinuxException.check(StreamSocket.create(SocketAddresses.family(where)), action);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment sought = SocketAddresses.internet(call, where);
      // Connections of a former process may linger for a minute.
      SocketOptions.enable(descriptor, Constants.SOL_SOCKET, Constants.SO_REUSEADDR);
      bind(descriptor, sought, action);
      listen(descriptor, action);
      int port = port(call, descriptor, action);
      String text = SocketAddresses.text(new InetSocketAddress(where.getAddress(), port));
      return new StreamListener(descriptor, text, OptionalInt.of(port), null);
    } catch (LinuxException | RuntimeException e) {
      Libc.close(descriptor);
      throw e;
    }
  }

  private static void bind(int descriptor, MemorySegment address, String action)
      throws LinuxException {
    int result = LibcSockets.bind(descriptor, address.address(), (int) address.byteSize());
    if (result == -Errno.EADDRINUSE) {
      throw new LinuxException(
          action, Errno.EADDRINUSE, "another process listens there: end it or choose another port");
    }
    LinuxException.check(result, action);
  }

  private static void listen(int descriptor, String action) throws LinuxException {
    LinuxException.check(LibcSockets.listen(descriptor, Constants.SOMAXCONN), action);
  }

  private static int port(Arena call, int descriptor, String action) throws LinuxException {
    MemorySegment bound = call.allocate(SocketAddresses.IPV6_SIZE, 4);
    MemorySegment length = call.allocate(4, 4);
    Libc.buffer(length).putInt(0, SocketAddresses.IPV6_SIZE);
    LinuxException.check(
        LibcSockets.getsockname(descriptor, bound.address(), length.address()), action);
    return SocketAddresses.port(Libc.buffer(bound));
  }

  /**
   * Accepts one connection. Never blocks.
   *
   * @return a connection, which the caller closes; empty if nobody waits
   * @throws LinuxException if the kernel refuses, for instance for want of descriptors; who waits
   *     goes on waiting. Of the last few descriptors none is given away: who would get one is
   *     closed
   * @see <a href="https://man7.org/linux/man-pages/man2/accept.2.html">accept(2)</a>
   */
  public Optional<StreamSocket> accept() throws LinuxException {
    int flags = Constants.SOCK_CLOEXEC | Constants.SOCK_NONBLOCK;
    int accepted;
    do {
      accepted = LibcSockets.accept4(descriptor.number(), flags);
    } while (accepted == -Errno.ECONNABORTED || accepted == -Errno.EINTR);
    if (accepted == -Errno.EAGAIN) {
      return Optional.empty();
    }
    String action = "accept a connection on " + address;
    LinuxException.check(accepted, action);
    if (Long.compareUnsigned(accepted + SPARE, Limits.openFiles()) >= 0) {
      Libc.close(accepted);
      throw new LinuxException(
          action,
          Errno.EMFILE,
          "the last " + SPARE + " are kept for other things: raise the limit of open files");
    }
    return Optional.of(StreamSocket.accepted(accepted, address, port.isPresent()));
  }

  /**
   * Returns where it listens.
   *
   * @return the path, or the address with its port
   */
  public String address() {
    return address;
  }

  /**
   * Returns the TCP port.
   *
   * @return 1 to 65535; empty for a name in the file system
   */
  public OptionalInt port() {
    return port;
  }

  @Override
  public int descriptor() {
    return descriptor.number();
  }

  @Override
  public void close() {
    if (descriptor.close() && name != null) {
      name.remove();
    }
  }

  @Override
  public String toString() {
    return address;
  }
}
