package dev.ostler.control;

import java.time.Instant;

/**
 * A line that a process wrote.
 *
 * @param process its name
 * @param stream which of its outputs
 * @param at when it was read
 * @param text without its end; bytes that are not UTF-8 are replaced
 */
public record LogLine(String process, Stream stream, Instant at, String text) implements Answer {
  /** On the wire in lower case. */
  public enum Stream {
    /** Standard output. */
    STDOUT,
    /** Standard error. */
    STDERR
  }
}
