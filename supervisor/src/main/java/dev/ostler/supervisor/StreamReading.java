package dev.ostler.supervisor;

import dev.ostler.entrypoint.OutputHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/*
 * What was read before a pause took hold waits here, as bytes: lines could be a hundred times as
 * large. An empty chunk stands for the end of a run, so that its last words never become the
 * beginning of what the next run says.
 */
/** One stream of one process, from chunks to lines. */
final class StreamReading {
  private static final byte[] END_OF_RUN = {};
  // So many empty lines become less than Outlet.MOST_WAITING in any format.
  private static final int SLICE = 4 * 1024;

  private final OutputHandler pipe;
  private final LineSplitter splitter = new LineSplitter(LineSplitter.LIMIT);
  private final Deque<byte[]> backlog = new ArrayDeque<>();
  private int taken;

  StreamReading(OutputHandler pipe) {
    this.pipe = pipe;
  }

  OutputHandler pipe() {
    return pipe;
  }

  void add(byte[] chunk) {
    backlog.add(chunk);
  }

  void endRun() {
    backlog.add(END_OF_RUN);
  }

  /** Tells lines as long as they are wanted. */
  void work(BooleanSupplier wanted, Consumer<Piece> lines) {
    while (!backlog.isEmpty() && wanted.getAsBoolean()) {
      byte[] chunk = backlog.element();
      int end = Math.min(chunk.length, taken + SLICE);
      if (chunk.length == 0) {
        splitter.finish(lines);
      } else {
        splitter.take(chunk, taken, end, lines);
      }
      taken = end;
      if (end == chunk.length) {
        backlog.remove();
        taken = 0;
      }
    }
  }

  boolean isIdle() {
    return backlog.isEmpty();
  }
}
