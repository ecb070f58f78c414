package dev.ostler.control;

/**
 * A request on its way.
 *
 * @param id what its answers carry; 0 to 2^53 - 1
 * @param request what is asked
 * @param close whether the connection is to be closed when all its requests are answered
 */
public record RequestLine(long id, Request request, boolean close) implements Incoming {
  /** Checks the range. */
  public RequestLine {
    if (id < 0 || id > Fields.MOST) {
      throw new IllegalArgumentException("id must be 0 to " + Fields.MOST + ", got " + id);
    }
  }

  /**
   * Writes it as it goes over the socket.
   *
   * @return JSON on one line, with the line's end
   */
  public String write() {
    return RequestWriter.write(this) + "\n";
  }
}
