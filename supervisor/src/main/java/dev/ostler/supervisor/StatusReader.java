package dev.ostler.supervisor;

import java.util.OptionalInt;

/**
 * Reads the status of an HTTP answer, and its header only far enough to know that it ends. Believes
 * nothing: what it is fed may be anything, in pieces of any size.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">HTTP/1.1</a>
 */
final class StatusReader {
  /** The header of one answer, in bytes. */
  static final int LONGEST_HEADER = 8 * 1024;

  private static final int LONGEST_EXCERPT = 40;
  private static final int MOST_INTERIM = 8;

  private final StringBuilder line = new StringBuilder();
  private int size;
  private int interim;
  private OptionalInt status = OptionalInt.empty();
  private boolean complete;

  /**
   * Takes a piece; what follows the header is not looked at.
   *
   * @throws BadAnswerException if this is no answer, whatever may follow
   */
  void take(byte[] bytes) throws BadAnswerException {
    for (int i = 0; i < bytes.length && !complete; i++) {
      size++;
      if (size > LONGEST_HEADER) {
        throw new BadAnswerException(
            "the answer's header is longer than " + LONGEST_HEADER + " bytes");
      }
      take((char) (bytes[i] & 0xff));
    }
  }

  private void take(char next) throws BadAnswerException {
    if (next == '\n') {
      if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
        line.setLength(line.length() - 1);
      }
      takeLine(line.toString());
      line.setLength(0);
    } else {
      line.append(next);
      if (status.isEmpty() && !couldBeStatusLine()) {
        throw notHttp();
      }
    }
  }

  private void takeLine(String text) throws BadAnswerException {
    if (status.isEmpty()) {
      status = OptionalInt.of(statusOf(text));
    } else if (text.isEmpty()) {
      endHeader(status.getAsInt());
    } else if (text.indexOf(':') < 1 && text.charAt(0) != ' ' && text.charAt(0) != '\t') {
      throw new BadAnswerException("the answer has a header line that is none: " + quote(text));
    }
  }

  /** An interim answer (1xx) is followed by another one. */
  private void endHeader(int of) throws BadAnswerException {
    if (of >= 200 || of == 101) {
      complete = true;
      return;
    }
    interim++;
    if (interim > MOST_INTERIM) {
      throw new BadAnswerException("the answer is only ever announced (status " + of + ")");
    }
    status = OptionalInt.empty();
  }

  /** Of something that speaks another protocol the end of the line may never come. */
  private boolean couldBeStatusLine() {
    String start = "HTTP/1.";
    int compared = Math.min(start.length(), line.length());
    return line.substring(0, compared).equals(start.substring(0, compared));
  }

  private int statusOf(String text) throws BadAnswerException {
    if (!text.matches("HTTP/1\\.[0-9] [1-9][0-9][0-9]( .*)?")) {
      throw notHttp(text);
    }
    return Integer.parseInt(text.substring(9, 12));
  }

  private BadAnswerException notHttp() {
    return notHttp(line.toString());
  }

  private static BadAnswerException notHttp(String text) {
    return new BadAnswerException("the answer is not HTTP/1.1: " + quote(text));
  }

  private static String quote(String text) {
    String start =
        text.length() > LONGEST_EXCERPT ? text.substring(0, LONGEST_EXCERPT) + "..." : text;
    return '\'' + start.replaceAll("[^\\x20-\\x7e]", "?") + '\'';
  }

  /** Whether the header has ended. */
  boolean isComplete() {
    return complete;
  }

  /** Of the answer once it is complete. */
  int status() {
    return status.orElseThrow();
  }

  /** How many bytes were taken. */
  int size() {
    return size;
  }

  /** What came is no answer. */
  static final class BadAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    BadAnswerException(String message) {
      super(message);
    }
  }
}
