package dev.ostler.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/*
 * Only where processes surely see each other does one know by a number that another is gone. Names
 * of machines and the numbers of their first PID namespaces are the same on many machines; copies
 * of one virtual machine have its ID, too, until the kernel's own, which is new at each start, tells
 * them apart. And a process of another user may be hidden (hidepid).
 */
/** Says where this process is, in a word that is the same only for those that it surely sees. */
final class Whereabouts {
  private static final List<Path> MARKS =
      List.of(Path.of("/etc/machine-id"), Path.of("/proc/sys/kernel/random/boot_id"));

  private Whereabouts() {}

  /** The word, without slashes; empty if it cannot be known. */
  static Optional<String> here() {
    return here(MARKS);
  }

  /** By files that tell machines apart; one of them must be there. */
  static Optional<String> here(List<Path> marks) {
    Path self = Path.of("/proc/self");
    try {
      String namespace = Files.readSymbolicLink(self.resolve("ns/pid")).toString();
      Object user = Files.getAttribute(self, "unix:uid");
      return kernel(marks)
          .map(mark -> HostLocks.machine() + "+" + namespace + "+" + user + "+" + mark);
    } catch (IOException | UnsupportedOperationException unknown) {
      return Optional.empty();
    }
  }

  /** Hashed: the ID of a machine is not for others. */
  private static Optional<String> kernel(List<Path> marks) {
    StringBuilder text = new StringBuilder();
    for (Path mark : marks) {
      try {
        text.append(Files.readString(mark).strip()).append('\n');
      } catch (IOException unknown) {
        text.append('\n');
      }
    }
    return text.toString().isBlank() ? Optional.empty() : Optional.of(hash(text.toString()));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("internal error: every JDK has SHA-256", e);
    }
  }
}
