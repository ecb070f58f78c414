package dev.ostler.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything the table knows, for programs. */
final class JsonPrinter implements Printer {
  @Override
  public String print(Map<String, String> machine, List<Figure> figures) {
    String facts =
        machine.entrySet().stream()
            .map(fact -> "    " + string(fact.getKey()) + ": " + string(fact.getValue()))
            .collect(Collectors.joining(",\n"));
    String rows = figures.stream().map(JsonPrinter::figure).collect(Collectors.joining(",\n"));
    return "{\n  \"machine\": {\n" + facts + "\n  },\n  \"figures\": [\n" + rows + "\n  ]\n}\n";
  }

  private static String figure(Figure figure) {
    String goal =
        figure.goal().map(promise -> ", \"goal\": " + string(promise.text())).orElse("")
            + figure.isGoalMet().map(met -> ", \"met\": " + met).orElse("");
    String cells =
        figure.cells().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> "      " + cell(figure, entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(",\n"));
    return "    {\"row\": "
        + string(figure.row())
        + ", \"title\": "
        + string(figure.title())
        + ", \"unit\": "
        + string(figure.unit())
        + goal
        + ", \"cells\": {\n"
        + cells
        + "\n    }}";
  }

  private static String cell(Figure figure, Contender contender, Cell cell) {
    String value =
        switch (cell) {
          case Cell.Absent(String remedy) -> "{\"absent\": " + string(remedy) + "}";
          case Cell.Failed(String reason) -> "{\"failed\": " + string(reason) + "}";
          case Cell.Measured(Samples samples) ->
              "{\"count\": "
                  + samples.count()
                  + ", \"min\": "
                  + samples.min()
                  + ", \"median\": "
                  + samples.median()
                  + ", \"p99\": "
                  + samples.percentile(99)
                  + ", \"max\": "
                  + samples.max()
                  + figure.ratioTo(contender).map(ratio -> ", \"ratio\": " + ratio).orElse("")
                  + "}";
        };
    return string(contender.title()) + ": " + value;
  }

  /** A quoted string; control characters, which no name here needs, become spaces. */
  static String string(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ")
        + '"';
  }
}
