package dev.ostler.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, there is a record, or problems at places that the file has. */
class FuzzTest {
  private static final int FILES = 1_000;
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final byte[] GOOD =
      """
      name: "The ${USER:-Ostler}'s" # a comment
      stalls: 12
      within: 1h30m
      cellar: &c 10MiB
      key: {env: KEY}
      guests: [Ann, 'Bob', *c]
      rations: {dobbin: oats-only}
      horses:
        dobbin: {bridle: [leather], for: Ann}
        ? star
        : bridle:
          - |
            two
            lines
      gate: {guard: Tom, shift: 8h}
      probe: {tcp: "127.0.0.1:80"}
      tabs: {ann: [1, 2]}
      """
          .getBytes(StandardCharsets.UTF_8);
  private static final String[] PIECES = {
    "\t",
    "\n",
    "\r\n",
    " ",
    "- ",
    ": ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!!x ",
    "| ",
    "> ",
    "\"",
    "'",
    "%",
    "---\n",
    "...\n",
    "#",
    "${",
    "}",
    "$$",
    "<<: ",
    "\u0000",
    "\uFEFF",
    "é",
    "😀",
    "%YAML 1.1\n",
    "%TAG ! x\n",
    "null",
    "~",
    "99999999999999999999",
    "\\x",
    "\"\\u12\"",
    "@",
    "`",
    "\u2028",
    "\u0085"
  };

  private final Configuration<Inn> inns =
      Configuration.of(Inn.class).withEnvironment(Map.of("KEY", "k"));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void mutatedFileIsReadOrRefusedAtAPlaceInIt(long seed) {
    Random random = new Random(seed);

    assertTimeoutPreemptively(
        LONGEST,
        () -> {
          for (int i = 0; i < FILES; i++) {
            readOrRefuse(mutated(random), "seed " + seed + ", file " + i);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void randomBytesAreReadOrRefusedAtAPlaceInThem(long seed) {
    Random random = new Random(seed);

    assertTimeoutPreemptively(
        LONGEST,
        () -> {
          for (int i = 0; i < FILES; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            readOrRefuse(bytes, "seed " + seed + ", file " + i);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{",
        "- ",
        "? ",
        "{a: ",
        "&a ",
        "!!str ",
        "*a ",
        "\"",
        "#",
        "a: b\n",
        "- - ",
        "|\n ",
        "%TAG ! a:\n",
        "\n",
        "'",
        "[a,",
        "{a,",
        "${",
        "key: \n "
      })
  void muchOfTheSameIsReadOrRefusedInTime(String piece) {
    byte[] bytes = piece.repeat((1 << 19) / piece.length()).getBytes(StandardCharsets.UTF_8);

    assertTimeoutPreemptively(LONGEST, () -> readOrRefuse(bytes, piece));
  }

  private static byte[] mutated(Random random) {
    StringBuilder text = new StringBuilder(new String(GOOD, StandardCharsets.UTF_8));
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        default -> text.setCharAt(at, (char) random.nextInt(0x180));
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void readOrRefuse(byte[] bytes, String origin) throws Exception {
    Path file = Files.write(folder.resolve("file"), bytes);
    try {
      assertThat(inns.read(file)).isNotNull();
    } catch (InvalidConfigurationException e) {
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      assertThat(e.problems()).as(origin).isNotEmpty().allSatisfy(p -> assertIsIn(p, lines));
    }
  }

  /** At most right after the end: that is where something is missing. */
  private static void assertIsIn(Problem problem, List<String> lines) {
    int line = problem.position().line();
    assertThat(line).isBetween(1, lines.size() + 1);
    String text = line > lines.size() ? "" : lines.get(line - 1);
    assertThat(problem.position().column()).isBetween(1, text.length() + 2);
    assertThat(problem.message()).isNotBlank().doesNotContain("\n");
  }
}
