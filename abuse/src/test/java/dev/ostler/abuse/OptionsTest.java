package dev.ostler.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private static final Path HOME = Path.of("/home");

  @Test
  void withoutWordsAllLevelsHaveFiveMinutes() {
    Options options = Options.parse(HOME, List.of());

    assertThat(options.time()).isEqualTo(Duration.ofMinutes(5));
    assertThat(options.levels()).isEqualTo(EnumSet.allOf(Level.class));
    assertThat(Fault.values()).allMatch(options::wants);
    assertThat(options.output()).isEqualTo(Options.Output.MARKDOWN);
  }

  @Test
  void everyWordHasItsMeaning() {
    List<String> words =
        List.of("--minutes", "0.5", "--seed", "7", "--from", "3", "--only", "run,fleet");
    List<String> more = List.of("--faults", "kill-process,signals", "--output", "json");

    Options options =
        Options.parse(HOME, java.util.stream.Stream.concat(words.stream(), more.stream()).toList());

    assertThat(options)
        .isEqualTo(
            new Options(
                HOME,
                Duration.ofSeconds(30),
                7,
                3,
                Set.of(Level.RUN, Level.FLEET),
                Set.of(Fault.KILL_PROCESS, Fault.SIGNALS),
                Options.Output.JSON));
    assertThat(options.wants(Fault.ORPHANS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--hours 1 | unknown option --hours",
        "--seed | --seed needs a value",
        "--seed x | --seed must be a whole number, got 'x'",
        "--minutes x | --minutes must be a number, got 'x'",
        "--minutes 0 | --minutes must be positive, got PT0S",
        "--only all | --only must be run, fleet or gateway, got 'all'",
        "--faults rain | unknown fault 'rain'",
        "--output text | --output must be markdown or json, got 'text'"
      })
  void wrongWordsAreNamed(String words, String message) {
    assertThatThrownBy(() -> Options.parse(HOME, List.of(words.split(" ", -1))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
