package dev.ostler.cli;

import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is between two fences of a document. What follows the opening fence says what it is: {@code
 * sh test} is run, other commands by those whom GuideBlocksTest names, {@code yaml part} is a part
 * of a file, {@code yaml check} a file of {@code ostler run}, {@code ... file NAME} is there under
 * that name; words behind that name what a machine may lack.
 *
 * @param where the document and the line
 * @param kind what follows the opening fence
 * @param text the lines between
 * @param printed what an example prints, if the document says so
 */
record GuideBlock(URI where, String kind, String text, List<String> printed) {
  private static final Pattern ANYTHING = Pattern.compile("(?s).*");
  private static final Map<String, RealPart> PARTS =
      Map.of(
          "nc", RealPart.NC,
          "nginx", RealPart.NGINX,
          "curl", RealPart.CURL,
          "python3", RealPart.PYTHON,
          "engine", RealPart.ENGINE,
          "busybox", RealPart.BUSYBOX);

  /** The README and all pages of {@code docs}. */
  static List<Path> documents() throws IOException {
    Path root = Path.of("..").toRealPath();
    try (Stream<Path> all = Files.walk(root.resolve("docs"))) {
      return Stream.concat(
              Stream.of(root.resolve("README.md")),
              all.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  /** All blocks of a document. */
  static List<GuideBlock> of(Path document) throws IOException {
    List<GuideBlock> blocks = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String kind = "";
    int line = 0;
    for (String content : Files.readAllLines(document)) {
      line++;
      if (!content.startsWith("```")) {
        text.append(content).append('\n');
      } else if (kind.isEmpty()) {
        kind = content.substring(3).isEmpty() ? "?" : content.substring(3);
        text.setLength(0);
      } else {
        URI where = URI.create(document.toUri() + "?line=" + (line - 1));
        if (kind.equals("text output")) {
          blocks.getLast().printed().add(text.toString());
        }
        blocks.add(new GuideBlock(where, kind, text.toString(), new ArrayList<>()));
        kind = "";
      }
    }
    return blocks;
  }

  /** Whether it is what people type. */
  boolean isCommands() {
    return kind.matches("sh( .*)?");
  }

  boolean isExample() {
    return kind.startsWith("sh test");
  }

  /** Whether it is a file of {@code ostler run}: all YAML is, unless it says for whom it is. */
  boolean isRunFile() {
    return kind.startsWith("yaml")
        && !kind.equals("yaml kubernetes")
        && !kind.equals("yaml compose")
        && !kind.equals("yaml part")
        && !isFleet()
        && !isGateway();
  }

  /** Whether it is the file of a fleet. */
  boolean isFleet() {
    return kind.startsWith("yaml fleet");
  }

  /** Whether it is a file of {@code ostler gateway}. */
  boolean isGateway() {
    return kind.startsWith("yaml gateway");
  }

  boolean isFile() {
    return words().contains("file");
  }

  String fileName() {
    return words().get(words().indexOf("file") + 1);
  }

  /** The file's name in which it is. */
  String document() {
    return Path.of(where.getPath()).getFileName().toString();
  }

  private List<String> words() {
    return List.of(kind.split(" "));
  }

  /** Whether the machine has what it needs. */
  boolean canRun() {
    return words().stream().filter(PARTS::containsKey).map(PARTS::get).allMatch(RealPart::isThere);
  }

  String name() {
    return document() + ": " + text.lines().findFirst().orElse("");
  }

  /** What an example must print, once its text was changed in the same way. */
  Pattern expected(UnaryOperator<String> changed) {
    if (printed.isEmpty()) {
      return ANYTHING;
    }
    String[] parts = changed.apply(printed.getFirst()).split("\\.\\.\\.", -1);
    return Pattern.compile(
        Stream.of(parts).map(Pattern::quote).reduce((a, b) -> a + ".*" + b).orElseThrow());
  }
}
