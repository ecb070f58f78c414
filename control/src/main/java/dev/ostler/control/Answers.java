package dev.ostler.control;

/** The answers to one request on a connection. */
final class Answers implements AutoCloseable {
  private final RequestLine asked;
  private final LineChannel channel;

  private Answers(RequestLine asked, LineChannel channel) {
    this.asked = asked;
    this.channel = channel;
  }

  /** Asks. */
  static Answers of(RequestLine request, LineChannel channel, Deadline deadline)
      throws ControlException {
    try {
      channel.send(request.write(), deadline);
    } catch (ControlException closed) {
      if (deadline.hasPassed()) {
        throw closed;
      }
      // Who may not ask is told so and closed before we have sent all: that is read next.
    }
    return new Answers(request, channel);
  }

  /**
   * Waits for the next line.
   *
   * @throws ControlException if it does not come in time, or is a {@link Failure}
   */
  Answer next(Deadline deadline) throws ControlException {
    while (true) {
      AnswerLine line = decode(channel.readLine(deadline));
      boolean ours = line.id().isEmpty() || line.id().getAsLong() == asked.id();
      if (ours && line.answer() instanceof Failure failure) {
        throw new ControlException(failure.code(), failure.message());
      }
      if (ours) {
        return line.answer();
      }
    }
  }

  private AnswerLine decode(byte[] line) throws ControlException {
    try {
      return Decoding.line(line, asked.request());
    } catch (JsonException | IllegalArgumentException e) {
      throw new ControlException(
          ErrorCode.OTHER,
          "cannot understand the answer of "
              + channel.socket()
              + ": "
              + e.getMessage()
              + "; is it an Ostler of another version?");
    }
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    channel.close();
  }
}
