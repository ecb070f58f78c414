package dev.ostler.control;

import java.util.OptionalLong;

/** A line that came from a client. Not intended to be implemented by clients. */
public sealed interface Incoming permits RequestLine, Incoming.Refused {
  /**
   * A line that is no request.
   *
   * @param id its id, if that much could be read
   * @param failure why not
   */
  record Refused(OptionalLong id, Failure failure) implements Incoming {}

  /**
   * Reads a line.
   *
   * @param line without its end; UTF-8
   * @return the request, or why it is none
   */
  static Incoming read(byte[] line) {
    return RequestReader.read(line);
  }
}
