package dev.ostler.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a file. They are never printed. */
public final class FileContent {
  private final byte[] bytes;

  private FileContent(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Bytes.
   *
   * @param bytes them
   * @return the content
   */
  public static FileContent of(byte[] bytes) {
    return new FileContent(bytes.clone());
  }

  /**
   * Text in UTF-8.
   *
   * @param text it
   * @return the content
   */
  public static FileContent of(String text) {
    return new FileContent(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The bytes themselves.
   *
   * @return a copy
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** How many bytes. */
  int size() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileContent content && Arrays.equals(bytes, content.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Only the size. */
  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
