package dev.ostler.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts what arrives on one connection into requests. Bodies are refused: nothing here takes one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">HTTP/1.1</a>
 */
final class HttpRequestReader {
  /** The longest request, in bytes. */
  static final int LONGEST = 8 * 1024;

  /**
   * A request.
   *
   * @param method such as GET
   * @param target as given: path and query
   * @param keepsAlive whether another may follow on this connection
   * @param headers in lower case; the last of equal ones, but for Accept, whose values are joined
   */
  record Request(String method, String target, boolean keepsAlive, Map<String, String> headers) {}

  /** It cannot be answered, and neither can what follows it. */
  static final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    BadRequestException(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private static final int BAD_REQUEST = 400;
  private static final int BODY_NOT_TAKEN = 413;
  private static final int TOO_LONG = 431;
  private static final int NOT_SPOKEN = 505;

  private byte[] buffer = {};
  private int searched;

  /** Adds what has arrived. */
  void take(byte[] bytes) {
    int old = buffer.length;
    buffer = Arrays.copyOf(buffer, old + bytes.length);
    System.arraycopy(bytes, 0, buffer, old, bytes.length);
  }

  /** The next request, if all of it is there. */
  Optional<Request> next() throws BadRequestException {
    int end = end();
    if (end < 0 ? buffer.length > LONGEST : end > LONGEST) {
      throw new BadRequestException(
          TOO_LONG, "cannot read the request: it is longer than " + LONGEST + " bytes");
    }
    if (end < 0) {
      return Optional.empty();
    }
    String head = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
    buffer = Arrays.copyOfRange(buffer, end, buffer.length);
    searched = 0;
    return Optional.of(parse(head.split("\r?\n", -1)));
  }

  /** Where the empty line that ends a header ends; -1 if it has not come. */
  private int end() {
    for (int i = searched; i < buffer.length; i++) {
      if (buffer[i] == '\n' && i > 0 && endsLine(i - 1)) {
        return i + 1;
      }
    }
    searched = buffer.length;
    return -1;
  }

  private boolean endsLine(int before) {
    return buffer[before] == '\n'
        || (buffer[before] == '\r' && before > 0 && buffer[before - 1] == '\n');
  }

  private static Request parse(String[] lines) throws BadRequestException {
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3 || !words[0].matches("[A-Z]{1,20}") || !words[1].matches("[!-~]+")) {
      throw bad("its first line is not METHOD PATH HTTP/1.1");
    }
    if (!words[2].matches("HTTP/1\\.[01]")) {
      throw words[2].matches("HTTP/[0-9.]+")
          ? new BadRequestException(NOT_SPOKEN, "cannot read the request: only HTTP/1.1 is spoken")
          : bad("its first line is not METHOD PATH HTTP/1.1");
    }
    Map<String, String> headers = headers(lines);
    if (headers.containsKey("transfer-encoding")
        || !headers.getOrDefault("content-length", "0").equals("0")) {
      throw new BadRequestException(BODY_NOT_TAKEN, "cannot read the request: no body is taken");
    }
    return new Request(words[0], words[1], keepsAlive(words[2], headers), headers);
  }

  private static Map<String, String> headers(String[] lines) throws BadRequestException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      String name = colon < 1 ? "" : lines[i].substring(0, colon);
      if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        throw bad("a header line is not NAME: VALUE");
      }
      String value = lines[i].substring(colon + 1).strip();
      headers.merge(
          name.toLowerCase(Locale.ROOT),
          value,
          name.equalsIgnoreCase("accept")
              ? (one, other) -> one + "," + other
              : (_, other) -> other);
    }
    return headers;
  }

  private static boolean keepsAlive(String version, Map<String, String> headers) {
    String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    return version.endsWith("1")
        ? !connection.contains("close")
        : connection.contains("keep-alive");
  }

  private static BadRequestException bad(String why) {
    return new BadRequestException(BAD_REQUEST, "cannot read the request: " + why);
  }
}
