package dev.ostler.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The last lines of a terminal, drawn anew ten times a second. */
final class LiveLines implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final int USUAL_WIDTH = 80;
  private static final int USUAL_HEIGHT = 24;

  private final Source source;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final int width;
  private final int height;
  private int drawn;

  /** What is to be seen now. */
  interface Source {
    List<String> lines(int width, int height);
  }

  LiveLines(Source source) {
    this.source = source;
    String[] size = Stty.run("size").split(" ", -1);
    height = size.length == 2 ? number(size[0], USUAL_HEIGHT) : USUAL_HEIGHT;
    width = size.length == 2 ? number(size[1], USUAL_WIDTH) : USUAL_WIDTH;
    Thread.ofPlatform().daemon().start(this::paint);
  }

  private static int number(String digits, int otherwise) {
    return digits.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(digits) : otherwise;
  }

  private void paint() {
    try {
      while (!closing.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
        redraw();
      }
    } catch (InterruptedException e) {
      throw new AssertionError("internal error: nobody interrupts the painter", e);
    }
  }

  private synchronized void redraw() {
    StringBuilder text = new StringBuilder(erased());
    List<String> lines = source.lines(width, height);
    lines.forEach(line -> text.append(line).append('\n'));
    drawn = lines.size();
    Console.draw(text.toString());
  }

  /** Moves to where the lines begin, and clears them. */
  private String erased() {
    return drawn == 0 ? "" : "\u001b[" + drawn + "A\u001b[J";
  }

  /** Prints a line that stays, above those that are drawn. */
  synchronized void print(String line) {
    Console.draw(erased() + line + "\n");
    drawn = 0;
  }

  /** The lines disappear. */
  @Override
  public void close() {
    closing.countDown();
    synchronized (this) {
      Console.draw(erased());
      drawn = 0;
    }
  }
}
