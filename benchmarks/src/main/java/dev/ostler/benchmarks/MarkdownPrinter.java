package dev.ostler.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table for a page. */
final class MarkdownPrinter implements Printer {
  @Override
  public String print(Map<String, String> machine, List<Figure> figures) {
    StringBuilder text = new StringBuilder();
    machine.forEach(
        (name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
    Table table = new Table(figures);
    text.append("\n| ").append(String.join(" | ", table.titles())).append(" |\n|");
    text.append(" --- |".repeat(table.titles().size())).append('\n');
    for (List<List<String>> row : table.rows()) {
      text.append(
          row.stream().map(MarkdownPrinter::cell).collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    return text.append('\n').append(LEGEND).append('\n').toString();
  }

  private static String cell(List<String> lines) {
    return String.join("<br>", lines).replace("|", "\\|");
  }
}
