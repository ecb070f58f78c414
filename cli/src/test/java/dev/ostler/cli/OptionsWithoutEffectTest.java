package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever writes an option expects something of it. */
class OptionsWithoutEffectTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fleet convert --state a | unknown option --state",
        "fleet convert --parallel 2 | unknown option --parallel",
        "gateway --output json | option --output goes with --idle",
        "gateway --unmeasured rest | option --unmeasured goes with --idle",
        "gateway gateway.yaml --output json | option --output goes with --idle",
        "gateway gateway.yaml --unmeasured rest | option --unmeasured goes with --idle",
        "gateway gateway.yaml --check --output json | option --output goes with --idle",
        "gateway gateway.yaml --idle | option --idle goes without a file",
        "gateway gateway.yaml --admin 127.0.0.1:1 | option --admin goes without a file",
        "gateway --idle --check | option --check goes without --idle",
        "gateway --idle --prefix /x | option --prefix goes without --idle",
        "gateway --idle --admin 127.0.0.1:1 | option --admin goes without --idle",
        "gateway --idle --compatible moj | option --compatible goes without --idle",
      })
  void optionWithoutEffectIsRefused(String line, String message) {
    List<String> words = List.of(line.split(" ", -1));

    assertThatThrownBy(() -> Main.run(words.getFirst(), words.subList(1, words.size())))
        .isExactlyInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}
