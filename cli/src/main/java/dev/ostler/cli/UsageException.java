package dev.ostler.cli;

/** The command line makes no sense. The message says why; the exit status is 64. */
class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
