package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether the colours of the pages can be told from their paper.
 *
 * @see <a href="https://www.w3.org/TR/WCAG22/#contrast-minimum">WCAG 2.2</a>
 */
class ContrastTest {
  private static final Pattern SCHEMES =
      Pattern.compile(
          "(?s):root \\{([^}]*)}\\s*@media \\(prefers-color-scheme: dark\\) \\{\\s*:root \\{([^}]*)}");
  private static final Pattern COLOUR = Pattern.compile("--([a-z]+): #([0-9a-f]{6})");

  private static Map<String, Integer> colours(String page, int scheme) throws Exception {
    try (InputStream in = Objects.requireNonNull(Theme.class.getResourceAsStream(page))) {
      Matcher schemes = SCHEMES.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      assertThat(schemes.find()).isTrue();
      Map<String, Integer> colours = new HashMap<>();
      Matcher colour = COLOUR.matcher(schemes.group(scheme));
      while (colour.find()) {
        colours.put(colour.group(1), Integer.parseInt(colour.group(2), 16));
      }
      return colours;
    }
  }

  private static double luminance(int colour) {
    return 0.2126 * linear(colour >> 16 & 0xFF)
        + 0.7152 * linear(colour >> 8 & 0xFF)
        + 0.0722 * linear(colour & 0xFF);
  }

  private static double linear(int part) {
    double share = part / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  private static double contrast(Map<String, Integer> colours, String ink) {
    double one = luminance(Objects.requireNonNull(colours.get(ink))) + 0.05;
    double other = luminance(Objects.requireNonNull(colours.get("paper"))) + 0.05;
    return Math.max(one, other) / Math.min(one, other);
  }

  @ParameterizedTest
  @CsvSource({
    "wake.html,   ink",
    "wake.html,   soft",
    "wake.html,   mark",
    "wake.html,   bad",
    "status.html, ink",
    "status.html, soft",
    "status.html, bad"
  })
  void textIsReadInLightAndDark(String page, String ink) throws Exception {
    assertThat(contrast(colours(page, 1), ink)).as("light").isGreaterThanOrEqualTo(4.5);
    assertThat(contrast(colours(page, 2), ink)).as("dark").isGreaterThanOrEqualTo(4.5);
  }

  @ParameterizedTest
  @CsvSource({"rest", "wake", "awake", "bad"})
  void shapesAreSeenInLightAndDark(String colour) throws Exception {
    assertThat(contrast(colours("status.html", 1), colour)).as("light").isGreaterThanOrEqualTo(3);
    assertThat(contrast(colours("status.html", 2), colour)).as("dark").isGreaterThanOrEqualTo(3);
  }
}
