package dev.ostler.abuse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * One request on a connection of its own, and exactly what became of it: a client library would
 * send again what was lost, and hide what is looked for.
 */
final class Visitor {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int PATIENCE_MILLIS = 60_000;

  /** What a visitor got. */
  sealed interface Outcome {
    /** An answer to its end. */
    record Answer(int status, String body) implements Outcome {}

    /** An answer that broke off. */
    record Torn(int status, String part) implements Outcome {}

    /** A connection that was refused, or ended without a word. */
    record Nothing(String why) implements Outcome {}

    /** No word for a minute. */
    record Silence() implements Outcome {}
  }

  private Visitor() {}

  /** A request that the app answers with its own body. */
  static Outcome post(int port, String body) {
    return visit(
        port,
        "POST / HTTP/1.1\r\nHost: shop\r\nUser-Agent: visitor\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /** A request that the app answers with so many lines, for as long as that takes. */
  static Outcome stream(int port, int lines) {
    return visit(
        port,
        "GET /"
            + lines
            + " HTTP/1.1\r\nHost: shop\r\nUser-Agent: visitor\r\nConnection: close\r\n\r\n");
  }

  /** Sends a request and hangs up while it is worked on. */
  static void hangUp(int port, String body) {
    try (Socket socket = connect(port)) {
      socket
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nHost: shop\r\nUser-Agent: visitor\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(body.length(), body)
                  .getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException nobodyThere) {
      // Whoever hangs up does not mind.
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static Outcome visit(int port, String request) {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      byte[] piece = new byte[8192];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        got.write(piece, 0, count);
      }
      return outcome(got.toString(StandardCharsets.ISO_8859_1), "it was closed");
    } catch (SocketTimeoutException e) {
      return got.size() == 0 ? new Outcome.Silence() : outcome(text(got), "silence");
    } catch (IOException e) {
      return outcome(text(got), String.valueOf(e.getMessage()));
    }
  }

  private static String text(ByteArrayOutputStream got) {
    return got.toString(StandardCharsets.ISO_8859_1);
  }

  private static Outcome outcome(String text, String why) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Outcome.Nothing(why + (text.isEmpty() ? "" : " after '" + text + "'"));
    }
    String head = text.substring(0, end);
    String body = text.substring(end + 4);
    int status = Integer.parseInt(head.substring(9, 12));
    return isWhole(head, body) ? new Outcome.Answer(status, body) : new Outcome.Torn(status, body);
  }

  /** What has no length ends with its connection; only what explains a failure may do so. */
  private static boolean isWhole(String head, String body) {
    List<String> fields = head.toLowerCase(Locale.ROOT).lines().toList();
    if (fields.contains("transfer-encoding: chunked")) {
      return body.endsWith("\r\n0\r\n\r\n");
    }
    return fields.stream()
        .filter(line -> line.startsWith("content-length: "))
        .findFirst()
        .map(line -> line.equals("content-length: " + body.length()))
        .orElse(!head.startsWith("HTTP/1.1 200"));
  }
}
