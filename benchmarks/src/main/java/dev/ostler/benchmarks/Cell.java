package dev.ostler.benchmarks;

/** What the table says of one contender in one row. */
sealed interface Cell {
  /** It was measured. */
  record Measured(Samples samples) implements Cell {}

  /** It is not on this machine. */
  record Absent(String remedy) implements Cell {}

  /** It is here, and could not do it. */
  record Failed(String reason) implements Cell {}
}
