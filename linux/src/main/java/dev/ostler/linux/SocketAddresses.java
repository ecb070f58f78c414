package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Addresses as the kernel takes them. */
final class SocketAddresses {
  static final int UNIX_SIZE = 110;
  static final int LONGEST_PATH = 107;
  static final int IPV4_SIZE = 16;
  static final int IPV6_SIZE = 28;

  private SocketAddresses() {}

  /** The address of a sockaddr_un. */
  static long unix(Arena arena, Path path, String action) throws LinuxException {
    if (!SocketAddress.canBe(path)) {
      throw new LinuxException(
          action,
          Errno.ENAMETOOLONG,
          "a socket's path has at most 107 bytes: choose a shorter one");
    }
    MemorySegment address = arena.allocate(UNIX_SIZE, 2);
    Libc.buffer(address).putShort((short) Constants.AF_UNIX).put(CStrings.encode(path));
    return address.address();
  }

  /** A sockaddr_in or sockaddr_in6. */
  static MemorySegment internet(Arena arena, InetSocketAddress where) {
    InetAddress host = where.getAddress();
    if (host == null) {
      throw new IllegalArgumentException("the address " + where + " is not resolved");
    }
    int family = family(where);
    MemorySegment address = arena.allocate(family == Constants.AF_INET ? IPV4_SIZE : IPV6_SIZE, 4);
    ByteBuffer fields = Libc.buffer(address).putShort(0, (short) family);
    putPort(fields, where.getPort());
    fields.put(family == Constants.AF_INET ? 4 : 8, host.getAddress());
    if (host instanceof Inet6Address scoped) {
      fields.putInt(24, scoped.getScopeId());
    }
    return address;
  }

  static int family(InetSocketAddress where) {
    return where.getAddress() instanceof Inet6Address ? Constants.AF_INET6 : Constants.AF_INET;
  }

  private static void putPort(ByteBuffer fields, int port) {
    fields.duplicate().order(ByteOrder.BIG_ENDIAN).putShort(2, (short) port);
  }

  static int port(ByteBuffer fields) {
    return Short.toUnsignedInt(fields.duplicate().order(ByteOrder.BIG_ENDIAN).getShort(2));
  }

  /** As it is written in URLs: an IPv6 address in brackets. */
  static String text(InetSocketAddress where) {
    InetAddress host = where.getAddress();
    if (host == null) {
      return where.toString();
    }
    String name = host.getHostAddress();
    return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + where.getPort();
  }
}
