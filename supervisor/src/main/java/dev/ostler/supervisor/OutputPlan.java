package dev.ostler.supervisor;

/**
 * What becomes of what a process writes.
 *
 * @param mode where it goes
 * @param lastBytes bytes of its last lines that are kept; 0 for none; nothing is kept of what is
 *     inherited
 */
record OutputPlan(OutputMode mode, int lastBytes) {
  static final int USUAL_LAST_BYTES = 100 * 1024;
  private static final int FEWEST = 20 * 1024; // the longest line fits
  private static final int MOST = 64 * 1024 * 1024;

  OutputPlan {
    if (lastBytes != 0 && (lastBytes < FEWEST || lastBytes > MOST)) {
      throw new IllegalArgumentException(
          "kept last lines must be 0 or 20 KiB to 64 MiB, got " + lastBytes);
    }
  }

  static OutputPlan of(OutputMode mode) {
    return new OutputPlan(mode, mode instanceof OutputMode.Inherit ? 0 : USUAL_LAST_BYTES);
  }
}
