package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/*
 * Most examples wait for something to happen in another process: they run at the same time. Each is
 * itself run by ostler, which ends whatever an example leaves behind.
 */
/**
 * Runs the examples of the README and the guides: every block marked {@code sh test}, in a folder
 * of its own with {@code ostler} in it and the files of the blocks marked {@code file NAME} of the
 * same document. A block marked {@code text output} after it is what it prints; {@code ...} stands
 * for anything on one line.
 */
class GuideExamplesIT {
  private static final int AT_ONCE = 4;

  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  @TempDir Path scratch;

  @TestFactory
  List<DynamicTest> examplesDoWhatTheGuidesSay() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path document : documents()) {
      List<Block> blocks = Block.of(document);
      assertThat(blocks).as(document.toString()).anyMatch(Block::isExample);
      for (Block example : blocks.stream().filter(Block::isExample).toList()) {
        Path folder = prepare(blocks, tests.size());
        Future<OstlerCommand.Result> running = threads.submit(() -> run(example, folder));
        tests.add(dynamicTest(example.name(), example.where(), () -> check(example, running)));
      }
    }
    return tests;
  }

  @AfterEach
  void endAll() {
    threads.close();
  }

  private static List<Path> documents() throws IOException {
    Path root = Path.of("..").toRealPath();
    try (Stream<Path> guides = Files.list(root.resolve("docs/guide"))) {
      return Stream.concat(Stream.of(root.resolve("README.md")), guides.sorted()).toList();
    }
  }

  private Path prepare(List<Block> blocks, int number) throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("example" + number));
    Path home = OstlerCommand.home();
    Files.createSymbolicLink(folder.resolve("ostler"), home.resolve("bin/ostler"));
    // As in a checkout.
    Files.createDirectories(folder.resolve("cli/target"));
    Files.createSymbolicLink(folder.resolve("cli/target/ostler"), home);
    for (Block file : blocks) {
      if (file.isFile()) {
        Files.writeString(folder.resolve(file.fileName()), file.text());
      }
    }
    return folder;
  }

  private static OstlerCommand.Result run(Block example, Path folder) {
    return OstlerCommand.running("exec 2>&1\n" + example.text(), "--stop-within", "2s")
        .with("PATH", System.getProperty("java.home") + "/bin:" + folder + ":/usr/bin:/bin")
        .in(folder)
        .run();
  }

  private static void check(Block example, Future<OstlerCommand.Result> running) throws Exception {
    boolean required = "1".equals(System.getenv("OSTLER_REQUIRE_REAL_PARTS"));
    assumeTrue(required || example.canRun(), "this machine lacks netcat");
    OstlerCommand.Result result = running.get();
    assertThat(result.output()).matches(example.expected());
    assertThat(result.errors()).isEmpty();
    assertThat(result.status()).as(result.output()).isZero();
  }

  /**
   * What is between two fences.
   *
   * @param where the document and the line
   * @param kind what follows the opening fence
   * @param text the lines between
   * @param printed what an example prints, if the document says so
   */
  private record Block(URI where, String kind, String text, List<String> printed) {
    private static final Pattern ANYTHING = Pattern.compile("(?s).*");

    static List<Block> of(Path document) throws IOException {
      List<Block> blocks = new ArrayList<>();
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
          blocks.add(new Block(where, kind, text.toString(), new ArrayList<>()));
          kind = "";
        }
      }
      return blocks;
    }

    boolean isExample() {
      return kind.startsWith("sh test");
    }

    boolean canRun() {
      return !kind.equals("sh test nc") || RealPart.NC.isThere();
    }

    boolean isFile() {
      return kind.contains(" file ");
    }

    String fileName() {
      return kind.substring(kind.indexOf(" file ") + 6);
    }

    String name() {
      return Path.of(where.getPath()).getFileName() + ": " + text.lines().findFirst().orElse("");
    }

    Pattern expected() {
      if (printed.isEmpty()) {
        return ANYTHING;
      }
      String[] parts = printed.getFirst().split("\\.\\.\\.", -1);
      return Pattern.compile(
          Stream.of(parts).map(Pattern::quote).reduce((a, b) -> a + ".*" + b).get());
    }
  }
}
