package dev.ostler.benchmarks;

/** A measurement that could not be made, with the reason; the others go on. */
final class BenchmarkException extends Exception {
  private static final long serialVersionUID = 1;

  BenchmarkException(String message) {
    super(message);
  }

  BenchmarkException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
