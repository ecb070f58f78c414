package dev.ostler.supervisor;

import dev.ostler.supervisor.Metrics.Family;
import dev.ostler.supervisor.Metrics.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Metrics as text. Pure. */
final class Exposition {
  /**
   * How they are written.
   *
   * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a>
   * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics</a>
   */
  enum Format {
    /** What every scraper reads. */
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    /** What a scraper asks for that knows it. */
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    String contentType() {
      return contentType;
    }

    /** By the Accept header of a request; weights decide only between the two. */
    static Format accepted(String accept) {
      double open = weight(accept, "application/openmetrics-text");
      return open > 0 && open >= weight(accept, "text/plain") ? OPEN_METRICS : PROMETHEUS;
    }

    private static double weight(String accept, String type) {
      double most = 0;
      for (String one : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
        List<String> parts = List.of(one.replace(" ", "").split(";", -1));
        if (parts.getFirst().equals(type)) {
          most = Math.max(most, parts.stream().skip(1).mapToDouble(Format::weight).min().orElse(1));
        }
      }
      return most;
    }

    private static double weight(String parameter) {
      return parameter.matches("q=[01](\\.[0-9]{0,3})?")
          ? Double.parseDouble(parameter.substring(2))
          : 1;
    }
  }

  private final Format format;
  private final StringBuilder text = new StringBuilder(4096);

  private Exposition(Format format) {
    this.format = format;
  }

  /** All that is known, families without a value left out. */
  static String of(Metrics metrics, Format format) {
    Exposition exposition = new Exposition(format);
    for (Family family : metrics.families()) {
      if (!family.series().isEmpty()) {
        exposition.write(family);
      }
    }
    if (format == Format.OPEN_METRICS) {
      exposition.text.append("# EOF\n");
    }
    return exposition.text.toString();
  }

  private void write(Family family) {
    boolean open = format == Format.OPEN_METRICS;
    String sample =
        family.type() == Metrics.Type.COUNTER ? family.name() + "_total" : family.name();
    String described = open ? family.name() : sample;
    comment("HELP", described, escaped(family.help(), open));
    comment("TYPE", described, family.type().name().toLowerCase(Locale.ROOT));
    if (open) {
      family.unit().ifPresent(unit -> comment("UNIT", described, unit));
    }
    family
        .series()
        .forEach((values, series) -> {
          if (family.type() == Metrics.Type.HISTOGRAM) {
            histogram(family, values, series);
          } else {
            sample(sample, labels(family, values), number(series.value()));
          }
        });
  }

  private void comment(String keyword, String name, String what) {
    text.append("# ").append(keyword).append(' ').append(name).append(' ').append(what);
    text.append('\n');
  }

  private void histogram(Family family, List<String> values, Series series) {
    List<String> labels = labels(family, values);
    double[] bounds = family.bounds();
    for (int i = 0; i < bounds.length; i++) {
      bucket(family, labels, Double.toString(bounds[i]), series.counts().get(i));
    }
    bucket(family, labels, "+Inf", series.count());
    sample(family.name() + "_sum", labels, number(series.value()));
    sample(family.name() + "_count", labels, Long.toString(series.count()));
  }

  private void bucket(Family family, List<String> labels, String bound, long count) {
    List<String> all = new ArrayList<>(labels);
    all.add("le=\"" + bound + '"');
    sample(family.name() + "_bucket", all, Long.toString(count));
  }

  private static List<String> labels(Family family, List<String> values) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      labels.add(family.labels().get(i) + "=\"" + escaped(values.get(i), true) + '"');
    }
    return labels;
  }

  private void sample(String name, List<String> labels, String value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append('{').append(String.join(",", labels)).append('}');
    }
    text.append(' ').append(value).append('\n');
  }

  private static String escaped(String value, boolean quotes) {
    String escaped = value.replace("\\", "\\\\").replace("\n", "\\n");
    return quotes ? escaped.replace("\"", "\\\"") : escaped;
  }

  private String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
