package dev.ostler.benchmarks;

import static dev.ostler.benchmarks.Contender.FLOOR;
import static dev.ostler.benchmarks.Contender.OSTLER;
import static dev.ostler.benchmarks.Contender.TINI;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {
  private final Figure start =
      new Figure(
          "start",
          "start",
          "ms",
          Optional.of(Goal.ratioAtMost(1.5, FLOOR)),
          Map.of(
              OSTLER, new Cell.Measured(Samples.of(40, 30, 50)),
              FLOOR, new Cell.Measured(Samples.of(20)),
              TINI, new Cell.Absent("not here: apt-get install tini")));
  private final Figure stop =
      new Figure(
          "stop", "stop", "", Optional.empty(), Map.of(OSTLER, new Cell.Failed("no \"end\"")));
  private final Map<String, String> machine = Map.of("cores", "4");

  @Test
  void onlyWhoTakesPartHasAColumn() {
    assertThat(new Table(List.of(start, stop)).titles())
        .containsExactly("figure", "Ostler", "floor", "tini", "repeat");
  }

  @Test
  void cellTellsMedianSpreadAndRatio() {
    assertThat(new Table(List.of(start)).rows().getFirst())
        .containsExactly(
            List.of("start, ms", "goal: ≤ 1.5 × floor: MISSED"),
            List.of("40", "30–50"),
            List.of("20", "ratio 2"),
            List.of("not here: apt-get install tini"),
            List.of("benchmarks/run --only start"));
  }

  @Test
  void failureIsShownAndNotLeftOut() {
    assertThat(new Table(List.of(start, stop)).rows().getLast())
        .containsExactly(
            List.of("stop"),
            List.of("failed: no \"end\""),
            List.of(""),
            List.of(""),
            List.of("benchmarks/run --only stop"));
  }

  @Test
  void markdownHasOneLineForEachFigure() {
    assertThat(new MarkdownPrinter().print(machine, List.of(start)))
        .isEqualTo(
            """
            - cores: 4

            | figure | Ostler | floor | tini | repeat |
            | --- | --- | --- | --- | --- |
            | start, ms<br>goal: ≤ 1.5 × floor: MISSED | 40<br>30–50 | 20<br>ratio 2 \
            | not here: apt-get install tini | benchmarks/run --only start |

            %s
            """
                .formatted(Printer.LEGEND));
  }

  @Test
  void jsonTellsEverything() {
    assertThat(new JsonPrinter().print(machine, List.of(start, stop)))
        .isEqualTo(
            """
            {
              "machine": {
                "cores": "4"
              },
              "figures": [
                {"row": "start", "title": "start", "unit": "ms", "goal": "≤ 1.5 × floor", \
            "met": false, "cells": {
                  "Ostler": {"count": 3, "min": 30.0, "median": 40.0, "p99": 50.0, "max": 50.0},
                  "floor": {"count": 1, "min": 20.0, "median": 20.0, "p99": 20.0, "max": 20.0, \
            "ratio": 2.0},
                  "tini": {"absent": "not here: apt-get install tini"}
                }},
                {"row": "stop", "title": "stop", "unit": "", "cells": {
                  "Ostler": {"failed": "no \\"end\\""}
                }}
              ]
            }
            """);
  }

  @Test
  void textBreaksLongCellsIntoLines() {
    assertThat(TextPrinter.wrap("not here: apt-get install tini", 13))
        .containsExactly("not here:", "apt-get", "install tini");
    assertThat(TextPrinter.wrap("a/path/without/spaces", 8))
        .containsExactly("a/path/w", "ithout/s", "paces");
    assertThat(TextPrinter.wrap("", 8)).containsExactly("");
  }
}
