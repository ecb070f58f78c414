package dev.ostler.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What files and texts come to, as hexadecimal digits. */
final class Digests {
  private Digests() {}

  /**
   * The digest of a file.
   *
   * @param algorithm one that every Java has
   */
  static String of(Path file, String algorithm) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digested = new DigestInputStream(in, known(algorithm))) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    }
  }

  static String of(byte[] content, String algorithm) {
    return HexFormat.of().formatHex(known(algorithm).digest(content));
  }

  private static MessageDigest known(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("internal error: every Java has " + algorithm, e);
    }
  }
}
