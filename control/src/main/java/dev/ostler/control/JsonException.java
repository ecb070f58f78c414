package dev.ostler.control;

/** A text is not JSON, or not of the shape that is expected. The message says where and why. */
final class JsonException extends Exception {
  private static final long serialVersionUID = 1;

  JsonException(String message) {
    super(message);
  }
}
