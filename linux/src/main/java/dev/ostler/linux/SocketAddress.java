package dev.ostler.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The name of somebody's unix socket: an absolute path, or, after an {@code @}, a name that is in
 * no file system.
 *
 * @param name as it is shown
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public record SocketAddress(String name) {
  private static final int FAMILY = 2;

  /** Checks the form. */
  public SocketAddress {
    int length = name.getBytes(StandardCharsets.ISO_8859_1).length;
    if ((!name.startsWith("/") && !name.startsWith("@")) || length > SocketAddresses.LONGEST_PATH) {
      throw new IllegalArgumentException(
          "a socket's name starts with / or @ and has at most 107 bytes, got '" + name + "'");
    }
  }

  /**
   * Whether a socket can be given a name in the file system.
   *
   * @param path the name, as it is given to the kernel
   * @return whether it has at most 107 bytes
   */
  public static boolean canBe(Path path) {
    return CStrings.encode(path).length <= SocketAddresses.LONGEST_PATH;
  }

  /** Reads a sockaddr_un; its bytes become the characters with the same numbers. */
  static Optional<SocketAddress> of(ByteBuffer address, int length) {
    int size = Math.min(length, SocketAddresses.UNIX_SIZE) - FAMILY;
    if (size <= 1) {
      return Optional.empty(); // it has none
    }
    byte[] bytes = new byte[size];
    address.get(FAMILY, bytes);
    String name = new String(bytes, StandardCharsets.ISO_8859_1);
    if (bytes[0] == 0) {
      return size > SocketAddresses.LONGEST_PATH
          ? Optional.empty()
          : Optional.of(new SocketAddress("@" + name.substring(1)));
    }
    int end = name.indexOf('\0');
    String path = end < 0 ? name : name.substring(0, end);
    return path.startsWith("/") && path.length() <= SocketAddresses.LONGEST_PATH
        ? Optional.of(new SocketAddress(path))
        : Optional.empty();
  }

  /** Writes a sockaddr_un; returns its size. */
  int write(ByteBuffer address) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    boolean isAbstract = bytes[0] == '@';
    if (isAbstract) {
      bytes[0] = 0;
    }
    address.putShort(0, (short) Constants.AF_UNIX).put(FAMILY, bytes);
    return FAMILY + bytes.length + (isAbstract ? 0 : 1); // a path ends with a zero
  }
}
