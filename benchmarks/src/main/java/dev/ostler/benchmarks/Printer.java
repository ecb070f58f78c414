package dev.ostler.benchmarks;

import java.util.List;
import java.util.Map;

/** Puts the machine and the table into one text. */
interface Printer {
  String LEGEND =
      "Each cell: median, smallest–99th percentile, ratio (Ostler's median / this median).";

  String print(Map<String, String> machine, List<Figure> figures);

  static Printer of(Options.Output output) {
    return switch (output) {
      case TEXT -> new TextPrinter();
      case MARKDOWN -> new MarkdownPrinter();
      case JSON -> new JsonPrinter();
    };
  }
}
