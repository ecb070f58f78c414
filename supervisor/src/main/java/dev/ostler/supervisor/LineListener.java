package dev.ostler.supervisor;

/** Told each line of a process as it is read. Must not block. */
@FunctionalInterface
interface LineListener {
  void line(LogLine line);
}
