package dev.ostler.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A table of text: columns as wide as they must be, two blanks apart. */
final class TextTable {
  /** Of a cell, on terminals. */
  enum Color {
    NONE(""),
    RED("\u001b[31m"),
    GREEN("\u001b[32m"),
    YELLOW("\u001b[33m");

    private static final String RESET = "\u001b[0m";

    private final String code;

    Color(String code) {
      this.code = code;
    }

    String paint(String text) {
      return this == NONE ? text : code + text + RESET;
    }
  }

  /** A text in its colour. */
  record Cell(String text, Color color) {
    static Cell of(String text) {
      return new Cell(text, Color.NONE);
    }

    static Cell of(String text, Color color) {
      return new Cell(text, color);
    }
  }

  private final List<List<Cell>> rows = new ArrayList<>();

  TextTable(String... titles) {
    rows.add(Stream.of(titles).map(Cell::of).toList());
  }

  void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  String text(boolean colors) {
    List<Integer> widths = widths();
    StringBuilder text = new StringBuilder();
    for (List<Cell> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        Cell cell = row.get(column);
        String shown = Plain.line(cell.text());
        line.append(colors ? cell.color().paint(shown) : shown);
        line.repeat(' ', widths.get(column) - shown.length() + 2);
      }
      text.append(text.isEmpty() ? "" : "\n").append(line.toString().stripTrailing());
    }
    return text.toString();
  }

  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < rows.getFirst().size(); column++) {
      int width = 0;
      for (List<Cell> row : rows) {
        width = Math.max(width, row.get(column).text().length());
      }
      widths.add(width);
    }
    return widths;
  }
}
