package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.supervisor.LinePattern.Result;
import org.junit.jupiter.api.Test;

class LinePatternTest {
  @Test
  void patternIsLookedForAnywhereInALine() {
    LinePattern pattern = LinePattern.of("ready on port \\d+$");

    assertThat(pattern.lookIn("server ready on port 80")).isEqualTo(Result.FOUND);
    assertThat(pattern.lookIn("server ready on port 80!")).isEqualTo(Result.NOT_FOUND);
  }

  @Test
  void onlyTheBeginningOfALineIsLookedAt() {
    LinePattern pattern = LinePattern.of("x");

    assertThat(pattern.lookIn(" ".repeat(LinePattern.LONGEST - 1) + "x")).isEqualTo(Result.FOUND);
    assertThat(pattern.lookIn(" ".repeat(LinePattern.LONGEST) + "x")).isEqualTo(Result.NOT_FOUND);
  }

  @Test
  void hostilePatternCostsALittleAndFindsNothing() {
    LinePattern pattern = LinePattern.of("(.*)(.*)(.*)(.*)(.*)z");
    long began = System.nanoTime();

    assertThat(pattern.lookIn("a".repeat(4000) + "!")).isEqualTo(Result.TOO_COSTLY);
    assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
  }

  @Test
  void alternativesInALongLoopDoNotOverflow() {
    LinePattern pattern = LinePattern.of("^(a|b|ab)*$");

    assertThat(pattern.lookIn("ab".repeat(2000) + "c")).isNotEqualTo(Result.FOUND);
  }

  @Test
  void patternThatIsTooCostlyAgainAndAgainIsGivenUp() {
    LinePattern pattern = LinePattern.of("(.*)(.*)(.*)(.*)(.*)z|ready");
    for (int i = 0; i < LinePattern.MOST_FAILURES; i++) {
      pattern.lookIn("a".repeat(100) + "!");
    }

    assertThat(pattern.lookIn("ready")).isEqualTo(Result.TOO_COSTLY);
  }

  @Test
  void whatIsNoPatternIsRefused() {
    assertThatThrownBy(() -> LinePattern.of("a(b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'a(b' is not a regular expression: Unclosed group");
  }
}
