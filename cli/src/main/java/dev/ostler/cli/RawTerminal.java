package dev.ostler.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The terminal of this process, passing every key on, until it is closed. */
final class RawTerminal implements AutoCloseable {
  private final String before;
  private final int rows;
  private final int columns;
  private final Thread restoring = new Thread(this::restore);

  private RawTerminal(String before, String[] size) {
    this.before = before;
    rows = Integer.parseInt(size[0]);
    columns = Integer.parseInt(size[1]);
  }

  /** Nothing if there is no terminal. */
  static Optional<RawTerminal> open() {
    String before = stty("-g");
    String size = stty("size");
    if (before.isEmpty() || !size.matches("[1-9][0-9]{0,4} [1-9][0-9]{0,4}")) {
      return Optional.empty();
    }
    RawTerminal terminal = new RawTerminal(before, size.split(" ", -1));
    Runtime.getRuntime().addShutdownHook(terminal.restoring);
    String _ = stty("raw", "-echo");
    return Optional.of(terminal);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  private void restore() {
    String _ = stty(before);
  }

  private static String stty(String... words) {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(words));
    try {
      Process stty =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException noTerminal) {
      return "";
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(restoring);
    restore();
  }
}
