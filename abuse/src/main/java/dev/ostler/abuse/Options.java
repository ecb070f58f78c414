package dev.ostler.abuse;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The command line.
 *
 * @param home the checkout
 * @param time how long new rounds are begun
 * @param seed of all that is drawn
 * @param from the number of the first round
 * @param levels which ones, at least one
 * @param only faults to be limited to; empty for all
 */
record Options(
    Path home,
    Duration time,
    long seed,
    long from,
    Set<Level> levels,
    Set<Fault> only,
    Output output) {
  static final String USAGE =
      """
      usage: abuse/run [--minutes N] [--seed N] [--from ROUND]
                       [--only run|fleet|gateway,...] [--faults NAME,...] [--output markdown|json] [--no-build]\
      """;

  private static final int USUAL_MINUTES = 5;

  /** How the report is printed. */
  enum Output {
    MARKDOWN,
    JSON
  }

  Options {
    if (!time.isPositive()) {
      throw new IllegalArgumentException("--minutes must be positive, got " + time);
    }
    levels = Set.copyOf(levels);
    only = Set.copyOf(only);
  }

  /**
   * Reads the words of the command line.
   *
   * @throws IllegalArgumentException if a word is not known or its value is missing or wrong
   */
  static Options parse(Path home, List<String> arguments) {
    Duration time = Duration.ofMinutes(USUAL_MINUTES);
    long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    long from = 1;
    Set<Level> levels = EnumSet.allOf(Level.class);
    Set<Fault> only = EnumSet.noneOf(Fault.class);
    Output output = Output.MARKDOWN;
    Deque<String> words = new ArrayDeque<>(arguments);
    while (!words.isEmpty()) {
      String word = words.pop();
      switch (word) {
        case "--minutes" -> time = minutes(value(word, words));
        case "--seed" -> seed = number(word, value(word, words));
        case "--from" -> from = number(word, value(word, words));
        case "--only" -> levels = levels(value(word, words));
        case "--faults" -> only = faults(value(word, words));
        case "--output" -> output = output(value(word, words));
        default -> throw new IllegalArgumentException("unknown option " + word);
      }
    }
    return new Options(home, time, seed, from, levels, only, output);
  }

  boolean wants(Fault fault) {
    return only.isEmpty() || only.contains(fault);
  }

  private static String value(String option, Deque<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return words.pop();
  }

  private static long number(String option, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " must be a whole number, got '" + text + "'", e);
    }
  }

  private static Duration minutes(String text) {
    try {
      return Duration.ofMillis(Math.round(Double.parseDouble(text) * 60_000));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--minutes must be a number, got '" + text + "'", e);
    }
  }

  private static Set<Level> levels(String text) {
    Set<Level> levels = EnumSet.noneOf(Level.class);
    for (String word : text.split(",", -1)) {
      levels.add(
          Level.of(word)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "--only must be run, fleet or gateway, got '" + word + "'")));
    }
    return levels;
  }

  private static Set<Fault> faults(String text) {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (String word : text.split(",", -1)) {
      faults.add(
          Arrays.stream(Fault.values())
              .filter(fault -> fault.word().equals(word))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("unknown fault '" + word + "'")));
    }
    return faults;
  }

  private static Output output(String name) {
    return switch (name) {
      case "markdown" -> Output.MARKDOWN;
      case "json" -> Output.JSON;
      default ->
          throw new IllegalArgumentException(
              "--output must be markdown or json, got '" + name + "'");
    };
  }
}
