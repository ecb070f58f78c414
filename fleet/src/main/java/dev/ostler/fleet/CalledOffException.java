package dev.ostler.fleet;

import java.io.IOException;

/** Somebody has broken the run off before something was seen to succeed; it has not failed. */
final class CalledOffException extends IOException {
  private static final long serialVersionUID = 1;

  CalledOffException(String message) {
    super(message);
  }
}
