package dev.ostler.linux;

/**
 * The sockets of the C library: C names, plain numbers, failures as negated errno. Apart from
 * {@link Libc}, since a command without options needs none.
 */
final class LibcSockets {
  private static final NativeFunction ACCEPT4 = new NativeFunction("accept4");
  private static final NativeFunction BIND = new NativeFunction("bind");
  private static final NativeFunction CONNECT = new NativeFunction("connect");
  private static final NativeFunction GETSOCKNAME = new NativeFunction("getsockname");
  private static final NativeFunction GETSOCKOPT = new NativeFunction("getsockopt");
  private static final NativeFunction LISTEN = new NativeFunction("listen");
  private static final NativeFunction RECVMSG = new NativeFunction("recvmsg");
  private static final NativeFunction SENDTO = new NativeFunction("sendto");
  private static final NativeFunction SETSOCKOPT = new NativeFunction("setsockopt");
  private static final NativeFunction SHUTDOWN = new NativeFunction("shutdown");
  private static final NativeFunction SOCKET = new NativeFunction("socket");

  private LibcSockets() {}

  static int socket(int domain, int type, int protocol) {
    return SOCKET.call(domain, type, protocol);
  }

  static int bind(int fd, long address, int length) {
    return BIND.call(fd, address, length);
  }

  static int listen(int fd, int backlog) {
    return LISTEN.call(fd, backlog, 0);
  }

  static int accept4(int fd, int flags) {
    return ACCEPT4.call(fd, 0, 0, flags, 0, 0);
  }

  static int shutdown(int fd, int how) {
    return SHUTDOWN.call(fd, how, 0);
  }

  static int getsockname(int fd, long address, long length) {
    return GETSOCKNAME.call(fd, address, length);
  }

  static int getsockopt(int fd, int level, int option, long value, long length) {
    return GETSOCKOPT.call(fd, level, option, value, length, 0);
  }

  static int connect(int fd, long address, int length) {
    return CONNECT.call(fd, address, length);
  }

  static int setsockopt(int fd, int level, int option, long value, int length) {
    return SETSOCKOPT.call(fd, level, option, value, length, 0);
  }

  static int recvmsg(int fd, long message, int flags) {
    return RECVMSG.call(fd, message, flags);
  }

  static int sendto(int fd, long buffer, int length, int flags, long address, int addressLength) {
    return SENDTO.call(fd, buffer, length, flags, address, addressLength);
  }
}
