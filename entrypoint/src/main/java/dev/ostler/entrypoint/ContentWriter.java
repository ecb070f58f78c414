package dev.ostler.entrypoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes a new file and digests it on the way. */
final class ContentWriter implements AutoCloseable {
  private final Disk disk;
  private final Path path;
  private final FileChannel channel;
  private final MessageDigest digest = sha256();

  ContentWriter(Disk disk, Path path, int mode) throws IOException {
    this.disk = disk;
    this.path = path;
    channel = disk.create(path, mode);
  }

  void write(ByteBuffer bytes) throws IOException {
    digest.update(bytes.duplicate());
    disk.write(channel, bytes, path);
  }

  /** To be asked once, after the last write. */
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The digest of a whole stream. */
  static String digest(InputStream content) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 13];
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("internal error: every Java has SHA-256", impossible);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
