package dev.ostler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private final Path home = Path.of("/checkout");

  @Test
  void withoutWordsEveryRowIsWanted() {
    Options options = Options.parse(home, List.of());

    assertThat(options.wants("start")).isTrue();
    assertThat(options.quick()).isFalse();
    assertThat(options.output()).isEqualTo(Options.Output.TEXT);
    assertThat(options.cache()).isEqualTo(Path.of("/checkout/benchmarks/target"));
  }

  @Test
  void allIsWhatIsMeasuredWithoutWords() {
    assertThat(Options.parse(home, List.of("--all"))).isEqualTo(Options.parse(home, List.of()));
    assertThatThrownBy(() -> Options.parse(home, List.of("--all", "--only", "start")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--all and --only exclude each other");
  }

  @Test
  void wordsSelectRowsOutputAndPeers() {
    Options options =
        Options.parse(
            home,
            List.of(
                "--only",
                "start,stop",
                "--quick",
                "--output",
                "json",
                "--peer",
                "ef=/opt/ef",
                "--ostler",
                "/opt/ostler"));

    assertThat(options.wants("stop")).isTrue();
    assertThat(options.wants("idle")).isFalse();
    assertThat(options.quick()).isTrue();
    assertThat(options.output()).isEqualTo(Options.Output.JSON);
    assertThat(options.peers())
        .containsEntry("ef", Path.of("/opt/ef"))
        .containsEntry("ostler", Path.of("/opt/ostler"));
  }

  @ParameterizedTest
  @CsvSource({
    "--fast, unknown option --fast",
    "--only, --only needs a value",
    "--output=json, unknown option --output=json"
  })
  void wrongWordIsRefused(String word, String message) {
    assertThatThrownBy(() -> Options.parse(home, List.of(word)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void wrongValueIsRefused() {
    assertThatThrownBy(() -> Options.parse(home, List.of("--output", "xml")))
        .hasMessage("--output must be text, json or markdown, got xml");
    assertThatThrownBy(() -> Options.parse(home, List.of("--peer", "tini=/bin/tini")))
        .hasMessage(
            "--peer must be qcr=PROGRAM, ef=PROGRAM, flexkube=PROGRAM or sablier=PROGRAM, got tini=/bin/tini");
  }
}
