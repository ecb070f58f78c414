package dev.ostler.engine;

/**
 * A piece of the output of a container's process.
 *
 * @param source which of its outputs
 * @param bytes what it wrote; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
public record Chunk(Source source, byte[] bytes) {
  /** Where output comes from. */
  public enum Source {
    /** Standard output; of a process at a terminal, everything. */
    STDOUT,
    /** Standard error. */
    STDERR
  }

  /**
   * Returns it as text.
   *
   * @return decoded as UTF-8; a character that is cut off reads as a replacement character
   */
  public String text() {
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }
}
