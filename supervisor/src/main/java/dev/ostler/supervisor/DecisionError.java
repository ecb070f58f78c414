package dev.ostler.supervisor;

/** A mistake of ours in deciding, or in doing what was decided: there is no way to go on. */
final class DecisionError extends Error {
  private static final long serialVersionUID = 1L;

  DecisionError(Throwable mistake) {
    super(mistake.toString(), mistake);
  }
}
