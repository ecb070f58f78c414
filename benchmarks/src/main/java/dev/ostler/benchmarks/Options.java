package dev.ostler.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The command line of the driver.
 *
 * @param home the checkout
 * @param only names of rows; empty for all
 * @param peers programs that no package brings, by the name of their contender
 */
record Options(Path home, Set<String> only, boolean quick, Output output, Map<String, Path> peers) {
  static final String USAGE =
      """
      usage: benchmarks/run [--all | --only ROW,...] [--quick] [--output text|json|markdown]
                            [--ostler LAUNCHER] [--peer qcr=PROGRAM] [--peer ef=PROGRAM]
                            [--peer flexkube=PROGRAM] [--peer sablier=PROGRAM] [--no-build]\
      """;

  /** How the table is printed. */
  enum Output {
    TEXT,
    JSON,
    MARKDOWN
  }

  Options {
    only = Set.copyOf(only);
    peers = Map.copyOf(peers);
  }

  /**
   * Reads the words of the command line.
   *
   * @throws IllegalArgumentException if a word is not known or its value is missing
   */
  static Options parse(Path home, List<String> arguments) {
    Set<String> only = new LinkedHashSet<>();
    boolean all = false;
    boolean quick = false;
    Output output = Output.TEXT;
    Map<String, Path> peers = new LinkedHashMap<>();
    Deque<String> words = new ArrayDeque<>(arguments);
    while (!words.isEmpty()) {
      String word = words.pop();
      switch (word) {
        case "--all" -> all = true;
        case "--only" -> only.addAll(Arrays.asList(value(word, words).split(",", -1)));
        case "--quick" -> quick = true;
        case "--output" -> output = output(value(word, words));
        case "--ostler" -> peers.put("ostler", Path.of(value(word, words)).toAbsolutePath());
        case "--peer" -> addPeer(peers, value(word, words));
        default -> throw new IllegalArgumentException("unknown option " + word);
      }
    }
    if (all && !only.isEmpty()) {
      throw new IllegalArgumentException("--all and --only exclude each other");
    }
    return new Options(home, only, quick, output, peers);
  }

  /** What the build may throw away. */
  Path cache() {
    return home.resolve("benchmarks/target");
  }

  boolean wants(String row) {
    return only.isEmpty() || only.contains(row);
  }

  private static String value(String option, Deque<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return words.pop();
  }

  private static Output output(String name) {
    return Arrays.stream(Output.values())
        .filter(output -> output.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("--output must be text, json or markdown, got " + name));
  }

  private static void addPeer(Map<String, Path> peers, String pair) {
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    if (equals < 0 || !Set.of("qcr", "ef", "flexkube", "sablier").contains(name)) {
      throw new IllegalArgumentException(
          "--peer must be qcr=PROGRAM, ef=PROGRAM, flexkube=PROGRAM or sablier=PROGRAM, got "
              + pair);
    }
    peers.put(name, Path.of(pair.substring(equals + 1)).toAbsolutePath());
  }
}
