package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MistakeTest {
  private static final String ADVICE =
      "; run it again with --debug to see where it was noticed, and report that, please";

  @Test
  void whatCanBeRepeatedIsOneSentence() {
    assertThat(Mistake.text(new IllegalStateException("no\nmore"), List.of("fleet", "plan"), false))
        .isEqualTo("ostler: internal error: java.lang.IllegalStateException: no" + ADVICE);
    assertThat(
            Mistake.text(
                new AssertionError("internal error: no command x"), List.of("check"), false))
        .isEqualTo("ostler: internal error: no command x" + ADVICE);
    assertThat(Mistake.text(new StackOverflowError(), List.of(), false))
        .isEqualTo("ostler: internal error: java.lang.StackOverflowError" + ADVICE);
  }

  @Test
  void traceIsForThoseWhoAsk() {
    assertThat(Mistake.text(new IllegalStateException("no more"), List.of("check", "file"), true))
        .startsWith("ostler: internal error: java.lang.IllegalStateException: no more\n\tat ")
        .contains("MistakeTest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "container-run", "demo", "gateway"})
  void whatMayNotHappenAgainIsTracedAtOnce(String command) {
    assertThat(Mistake.text(new IllegalStateException("no more"), List.of(command, "file"), false))
        .startsWith("ostler: internal error: java.lang.IllegalStateException: no more\n\tat ")
        .contains("MistakeTest")
        .doesNotContain("--debug");
  }
}
