package dev.ostler.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A table for a wide terminal: cells of several lines, words wrapped. */
final class TextPrinter implements Printer {
  private static final int FIRST_WIDTH = 40;
  private static final int WIDTH = 13;
  private static final int LAST_WIDTH = 35;

  @Override
  public String print(Map<String, String> machine, List<Figure> figures) {
    StringBuilder text = new StringBuilder();
    machine.forEach((name, value) -> text.append(pad(name + ":", 17)).append(value).append('\n'));
    text.append('\n');
    Table table = new Table(figures);
    append(text, table.titles().stream().map(List::of).toList());
    for (List<List<String>> row : table.rows()) {
      append(text, row);
    }
    return text.append('\n').append(LEGEND).append('\n').toString();
  }

  private static void append(StringBuilder text, List<List<String>> row) {
    List<List<String>> cells = new ArrayList<>();
    int height = 0;
    for (int i = 0; i < row.size(); i++) {
      int width = width(i, row.size());
      List<String> lines = row.get(i).stream().flatMap(line -> wrap(line, width).stream()).toList();
      cells.add(lines);
      height = Math.max(height, lines.size());
    }
    for (int line = 0; line < height; line++) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < cells.size(); i++) {
        List<String> lines = cells.get(i);
        out.append(pad(line < lines.size() ? lines.get(line) : "", width(i, cells.size()) + 2));
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
    text.append("·".repeat(FIRST_WIDTH)).append('\n');
  }

  private static int width(int column, int columns) {
    if (column == 0) {
      return FIRST_WIDTH;
    }
    return column == columns - 1 ? LAST_WIDTH : WIDTH;
  }

  /** Breaks at spaces, and within words that are longer than a line. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
      while (line.length() > width) {
        lines.add(line.substring(0, width));
        line.delete(0, width);
      }
    }
    lines.add(line.toString());
    return Collections.unmodifiableList(lines);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
