package dev.ostler.cli;

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
    String before = Stty.run("-g");
    String size = Stty.run("size");
    if (before.isEmpty() || !size.matches("[1-9][0-9]{0,4} [1-9][0-9]{0,4}")) {
      return Optional.empty();
    }
    RawTerminal terminal = new RawTerminal(before, size.split(" ", -1));
    Runtime.getRuntime().addShutdownHook(terminal.restoring);
    String _ = Stty.run("raw", "-echo");
    return Optional.of(terminal);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  private void restore() {
    String _ = Stty.run(before);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(restoring);
    restore();
  }
}
