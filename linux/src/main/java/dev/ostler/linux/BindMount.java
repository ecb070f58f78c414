package dev.ostler.linux;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Something that a child sees at the place of something else. Nobody but the child and its
 * descendants sees it there: it is mounted in a mount namespace of theirs, which ends with them.
 *
 * @param what a directory or a file
 * @param where a directory or a file that is there, of the same kind; symbolic links are followed
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/mount_namespaces.7.html">mount_namespaces(7)</a>
 */
public record BindMount(Path what, Path where) {
  private static final int CAP_SYS_ADMIN = 21;
  private static final String EFFECTIVE = "CapEff:";

  /**
   * Says whether we have the capability that mounting takes, CAP_SYS_ADMIN. A container has it only
   * if it was given.
   *
   * @return false also if that cannot be read
   */
  public static boolean isPermitted() {
    try {
      Path status = Path.of("/proc/thread-self/status");
      return isPermitted(Files.readString(status, StandardCharsets.ISO_8859_1));
    } catch (IOException noProc) {
      return false;
    }
  }

  static boolean isPermitted(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith(EFFECTIVE))
        .map(line -> new BigInteger(line.substring(EFFECTIVE.length()).strip(), 16))
        .anyMatch(capabilities -> capabilities.testBit(CAP_SYS_ADMIN));
  }
}
