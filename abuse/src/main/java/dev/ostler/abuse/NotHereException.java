package dev.ostler.abuse;

/** A level that this machine has not the parts for; the message says what to install. */
final class NotHereException extends Exception {
  private static final long serialVersionUID = 1;

  NotHereException(String message) {
    super(message);
  }
}
