package dev.ostler.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines behind the name of their process: {@code web | listening}. A plus sign instead of the bar
 * marks what belongs to the line before, which was too long.
 */
final class PrefixFormat implements LineFormat {
  private static final String RESET = "\033[0m";
  // Cyan, yellow, green, magenta, blue: red is left to errors.
  private static final List<String> COLOURS =
      List.of("\033[36m", "\033[33m", "\033[32m", "\033[35m", "\033[34m");

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Prefix(byte[] first, byte[] next) {
    static Prefix of(String name, String before, String after) {
      return new Prefix(
          (before + name + " |" + after + " ").getBytes(StandardCharsets.UTF_8),
          (before + name + " +" + after + " ").getBytes(StandardCharsets.UTF_8));
    }
  }

  private final boolean coloured;
  private final Map<String, Prefix> prefixes = new HashMap<>();

  PrefixFormat(boolean coloured) {
    this.coloured = coloured;
  }

  /** Names are padded to the longest of them; the same name keeps its colour. */
  void name(List<String> processes) {
    prefixes.clear();
    int width = processes.stream().mapToInt(String::length).max().orElse(0);
    int number = 0;
    for (String process : processes) {
      String padded = process + " ".repeat(width - process.length());
      String colour = COLOURS.get(number % COLOURS.size());
      prefixes.put(
          process, coloured ? Prefix.of(padded, colour, RESET) : Prefix.of(padded, "", ""));
      number++;
    }
  }

  @Override
  public void append(LineBuffer to, Origin origin, Instant time, Piece piece) {
    Prefix prefix = prefixes.computeIfAbsent(origin.process(), name -> Prefix.of(name, "", ""));
    byte[] shown = piece.continued() ? prefix.next() : prefix.first();
    to.append(shown, 0, shown.length).append(piece).append('\n');
  }
}
