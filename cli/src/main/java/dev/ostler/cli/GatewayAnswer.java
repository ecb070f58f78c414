package dev.ostler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What was answered where a gateway's {@code admin} should be.
 *
 * @param status of HTTP
 * @param type the media type, without what follows it; empty if none was said
 * @param text the body
 */
record GatewayAnswer(int status, String type, String text) {
  private static final int NO_HTTP = -1;

  /** Reads all of it. */
  static GatewayAnswer read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status == NO_HTTP) {
      throw new IOException("what answers there speaks no HTTP");
    }
    String type = connection.getContentType();
    boolean failed = status >= HttpURLConnection.HTTP_BAD_REQUEST;
    try (InputStream body = failed ? connection.getErrorStream() : connection.getInputStream()) {
      String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return new GatewayAnswer(status, type == null ? "" : essence(type), text.stripTrailing());
    }
  }

  private static String essence(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  boolean isGood() {
    return status < HttpURLConnection.HTTP_MULT_CHOICE;
  }

  /** Whether a gateway says so: it answers in the form that it is asked for, and never nothing. */
  boolean isOfGateway(boolean json) {
    boolean isWanted =
        json
            ? type.equals("application/json") || type.equals("application/problem+json")
            : type.equals("text/plain");
    return isWanted
        && !text.isBlank()
        && (isGood() || status >= HttpURLConnection.HTTP_BAD_REQUEST);
  }

  /** For a message. */
  String words() {
    return "status " + status + (type.isEmpty() ? "" : ", " + type);
  }
}
