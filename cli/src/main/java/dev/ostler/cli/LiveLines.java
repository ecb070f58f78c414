package dev.ostler.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    String[] size = size().split(" ", -1);
    height = size.length == 2 ? number(size[0], USUAL_HEIGHT) : USUAL_HEIGHT;
    width = size.length == 2 ? number(size[1], USUAL_WIDTH) : USUAL_WIDTH;
    Thread.ofPlatform().daemon().start(this::paint);
  }

  private static int number(String digits, int otherwise) {
    return digits.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(digits) : otherwise;
  }

  /** Rows and columns of the terminal, as {@code stty} says them. */
  private static String size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException noTerminal) {
      return "";
    }
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
