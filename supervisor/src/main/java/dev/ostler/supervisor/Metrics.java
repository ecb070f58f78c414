package dev.ostler.supervisor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Counts and levels by name and labels. For one thread.
 *
 * @see <a href="https://prometheus.io/docs/practices/naming/">naming</a>
 */
final class Metrics {
  /** Most values of one name: what puts chance into labels must not eat the memory. */
  static final int MOST_SERIES = 4096;

  /** How the values of a name behave. */
  enum Type {
    /** Only grows; its sample's name ends in _total. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** Counts what is observed by upper bounds. */
    HISTOGRAM
  }

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private final Map<String, Family> families = new LinkedHashMap<>();

  Family counter(String name, String help, String... labels) {
    return add(new Family(name, Type.COUNTER, help, List.of(labels)));
  }

  Family gauge(String name, String help, String... labels) {
    return add(new Family(name, Type.GAUGE, help, List.of(labels)));
  }

  Family histogram(String name, String help, double[] bounds, String... labels) {
    Family family = add(new Family(name, Type.HISTOGRAM, help, List.of(labels)));
    family.bounds = bounds.clone();
    return family;
  }

  private Family add(Family family) {
    if (!NAME.matcher(family.name).matches() || family.name.endsWith("_total")) {
      throw new IllegalArgumentException("no name for a metric: '" + family.name + "'");
    }
    if (families.put(family.name, family) != null) {
      throw new IllegalArgumentException("the metric " + family.name + " is already there");
    }
    return family;
  }

  List<Family> families() {
    return List.copyOf(families.values());
  }

  /** All values of one name. */
  static final class Family {
    private final String name;
    private final Type type;
    private final String help;
    private final List<String> labels;
    private double[] bounds = {};
    private final Map<List<String>, Series> series = new LinkedHashMap<>();

    private Family(String name, Type type, String help, List<String> labels) {
      this.name = name;
      this.type = type;
      this.help = help;
      this.labels = labels;
    }

    String name() {
      return name;
    }

    Type type() {
      return type;
    }

    String help() {
      return help;
    }

    List<String> labels() {
      return labels;
    }

    double[] bounds() {
      return bounds.clone();
    }

    /** The unit that its name ends in, as OpenMetrics wants it told. */
    Optional<String> unit() {
      return List.of("seconds", "bytes").stream()
          .filter(unit -> name.endsWith("_" + unit))
          .findFirst();
    }

    /** One more. */
    void increment(String... values) {
      add(1, values);
    }

    void add(double amount, String... values) {
      series(values).ifPresent(one -> one.value += amount);
    }

    void set(double value, String... values) {
      series(values).ifPresent(one -> one.value = value);
    }

    void set(boolean value, String... values) {
      set(value ? 1 : 0, values);
    }

    /** For histograms. */
    void observe(double value, String... values) {
      series(values).ifPresent(one -> one.observe(value, bounds));
    }

    /**
     * Forgets everything whose first label has a value, as when a process is not configured any
     * more.
     */
    void forget(String first) {
      series.keySet().removeIf(values -> values.getFirst().equals(first));
    }

    Map<List<String>, Series> series() {
      return series;
    }

    private Optional<Series> series(String... values) {
      if (values.length != labels.size()) {
        throw new IllegalArgumentException(
            "%s has the labels %s, got %s".formatted(name, labels, Arrays.toString(values)));
      }
      List<String> key = List.of(values);
      Series found = series.get(key);
      if (found != null) {
        return Optional.of(found);
      }
      if (series.size() >= MOST_SERIES) {
        return Optional.empty();
      }
      Series made = new Series(bounds.length);
      series.put(key, made);
      return Optional.of(made);
    }
  }

  /** One value, or the counts of one histogram. */
  static final class Series {
    private final long[] counts;
    private double value;
    private long count;

    private Series(int bounds) {
      counts = new long[bounds];
    }

    private void observe(double observed, double[] bounds) {
      count++;
      value += observed;
      for (int i = 0; i < bounds.length; i++) {
        if (observed <= bounds[i]) {
          counts[i]++;
        }
      }
    }

    /** Of a counter or gauge; of a histogram the sum of what was observed. */
    double value() {
      return value;
    }

    /** How much was observed. */
    long count() {
      return count;
    }

    /** How much was observed up to each bound. */
    List<Long> counts() {
      List<Long> all = new ArrayList<>();
      for (long one : counts) {
        all.add(one);
      }
      return all;
    }
  }
}
