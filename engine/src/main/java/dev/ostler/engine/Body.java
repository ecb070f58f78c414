package dev.ostler.engine;

import java.io.IOException;
import java.io.OutputStream;

/** What a request carries. */
sealed interface Body {
  String contentType();

  static Body of(byte[] json) {
    return new Json(json);
  }

  /** A whole JSON text. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Json(byte[] text) implements Body {
    @Override
    public String contentType() {
      return "application/json";
    }
  }

  /** Something that is written while it is sent, of a length that is not known. */
  record Streamed(String contentType, Writer writer) implements Body {}

  /** Writes a body. */
  @FunctionalInterface
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }
}
