package dev.ostler.engine;

import java.io.IOException;
import java.util.Map;

/** What a fake engine answers. */
sealed interface FakeAnswer {
  /** A JSON text. */
  record Text(int status, Object json) implements FakeAnswer {}

  /** A status alone. */
  record Status(int status, Map<String, String> headers) implements FakeAnswer {}

  /** A body that is written while it is sent. */
  record Stream(String type, Body.Writer writer) implements FakeAnswer {}

  /** The connection becomes a stream of bytes in both directions. */
  record Upgrade(Conversation conversation) implements FakeAnswer {}

  /** What goes on over an upgraded connection. */
  interface Conversation {
    void hold(Duplex duplex) throws IOException;
  }

  static FakeAnswer ok(Object json) {
    return new Text(200, json);
  }

  static FakeAnswer created(Object json) {
    return new Text(201, json);
  }

  static FakeAnswer done() {
    return new Status(204, Map.of());
  }

  static FakeAnswer unchanged() {
    return new Status(304, Map.of());
  }

  /** An error of the engine. */
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    FakeAnswer answer() {
      return new Text(status, Map.of("message", String.valueOf(getMessage())));
    }
  }
}
