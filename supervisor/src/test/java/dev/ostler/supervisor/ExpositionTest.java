package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.Statistics;
import dev.ostler.supervisor.Exposition.Format;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExpositionTest {
  private static final String LABEL = "[a-z_]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_0-9]+)(?:\\{(" + LABEL + "(?:," + LABEL + ")*)})? (-?[0-9.]+(?:E-?[0-9]+)?)");
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE|UNIT) ([a-z_0-9]+) (.+)");

  /** Reads strictly: order, names, types and duplicates are as both formats demand. */
  private static List<String> problems(String text, boolean open) {
    List<String> problems = new ArrayList<>();
    Set<String> families = new HashSet<>();
    Set<String> series = new HashSet<>();
    String family = "";
    String type = "";
    String body = open ? text.replaceFirst("# EOF\n$", "") : text;
    for (String line : body.split("\n", -1)) {
      Matcher comment = COMMENT.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (comment.matches()) {
        if (comment.group(1).equals("HELP")) {
          family = comment.group(2);
          report(problems, !families.add(family), "twice: " + line);
        }
        report(problems, !family.equals(comment.group(2)), "out of order: " + line);
        type = comment.group(1).equals("TYPE") ? comment.group(3) : type;
        report(
            problems,
            comment.group(1).equals("UNIT") && !family.endsWith("_" + comment.group(3)),
            "unit is not in the name: " + line);
      } else if (sample.matches()) {
        report(problems, !names(family, type, open).contains(sample.group(1)), "name: " + line);
        report(problems, !series.add(line.substring(0, sample.start(3))), "twice: " + line);
      } else {
        report(problems, !line.isEmpty(), "no line: " + line);
      }
    }
    report(problems, !body.endsWith("\n"), "no end of line at the end");
    report(problems, open && !text.endsWith("\n# EOF\n"), "no EOF");
    return problems;
  }

  private static void report(List<String> problems, boolean isOne, String problem) {
    if (isOne) {
      problems.add(problem);
    }
  }

  private static Set<String> names(String family, String type, boolean open) {
    return switch (type) {
      case "counter" -> Set.of(open ? family + "_total" : family);
      case "histogram" -> Set.of(family + "_bucket", family + "_sum", family + "_count");
      default -> Set.of(family);
    };
  }

  private static RunMetrics filled() {
    RunMetrics metrics = new RunMetrics("1");
    String hostile = "we\"b\\\n";
    metrics.started(hostile, Instant.ofEpochSecond(1_700_000_000));
    metrics.failedToStart("db");
    metrics.restarting("db", Duration.ofMillis(1));
    metrics.becameReady(hostile, Duration.ofMillis(70));
    RunMetrics.Wanted wanted = new RunMetrics.Wanted(true, true, false);
    metrics.levels(hostile, new RunMetrics.Levels(Phase.UP, true, wanted));
    metrics.probed(hostile, Probing.Purpose.READY, HealthProbe.Outcome.SUCCESS, Duration.ZERO);
    metrics.updated("site", RunMetrics.Update.ROLLED_BACK, Duration.ofSeconds(40));
    metrics.good("site", 3, Instant.ofEpochSecond(1_700_000_000));
    metrics.lostLines(hostile, 12);
    metrics.ignoredNotification(hostile);
    metrics.counted(new Statistics(3, 1));
    metrics.controlConnections(2);
    return metrics;
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void strictReaderFindsNothingWrong(Format format) {
    String text = filled().write(format);

    assertThat(problems(text, format == Format.OPEN_METRICS)).isEmpty();
    assertThat(text)
        .contains("process=\"we\\\"b\\\\\\n\"")
        .contains("\nprocess_open_fds ")
        .contains("\nprocess_resident_memory_bytes ");
  }

  @Test
  void strictReaderIsStrict() {
    assertThat(problems("# HELP a b\n# TYPE a counter\na 1\na 1\nx\n", true)).hasSize(5);
  }

  @Test
  void histogramCountsUpwards() {
    Metrics metrics = new Metrics();
    Metrics.Family family = metrics.histogram("h_seconds", "help", new double[] {0.1, 1});
    family.observe(0.1);
    family.observe(0.5);
    family.observe(7);

    assertThat(Exposition.of(metrics, Format.OPEN_METRICS))
        .isEqualTo(
            """
            # HELP h_seconds help
            # TYPE h_seconds histogram
            # UNIT h_seconds seconds
            h_seconds_bucket{le="0.1"} 1
            h_seconds_bucket{le="1.0"} 2
            h_seconds_bucket{le="+Inf"} 3
            h_seconds_sum 7.6
            h_seconds_count 3
            # EOF
            """);
  }

  @Test
  void labelsOfAnyNumberDoNotEatTheMemory() {
    Metrics metrics = new Metrics();
    Metrics.Family family = metrics.counter("c", "help", "label");

    for (int i = 0; i < Metrics.MOST_SERIES + 5; i++) {
      family.increment("value " + i);
    }

    assertThat(family.series()).hasSize(Metrics.MOST_SERIES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | PROMETHEUS",
        "*/* | PROMETHEUS",
        "text/plain | PROMETHEUS",
        "application/openmetrics-text;version=1.0.0,text/plain;q=0.5 | OPEN_METRICS",
        "application/openmetrics-text; q=0.2, text/plain; q=0.5 | PROMETHEUS",
        "application/openmetrics-text;q=0 | PROMETHEUS",
        "application/openmetrics-text;q=x;;=, , | OPEN_METRICS"
      })
  void acceptHeaderChoosesTheFormat(String accept, Format format) {
    assertThat(Format.accepted(accept)).isEqualTo(format);
  }
}
