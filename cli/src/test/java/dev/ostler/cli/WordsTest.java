package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @ParameterizedTest
  @MethodSource("commands")
  void commandIsSplitAsByAShell(String command, List<String> words) throws Exception {
    assertThat(Words.split("check", command)).isEqualTo(words);
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        arguments("nginx", List.of("nginx")),
        arguments(
            "nginx -t -c {staged}/nginx.conf", List.of("nginx", "-t", "-c", "{staged}/nginx.conf")),
        arguments("  a \t b\n c  ", List.of("a", "b", "c")),
        arguments("sh -c 'exit 1'", List.of("sh", "-c", "exit 1")),
        arguments("sh -c \"exit 1\"", List.of("sh", "-c", "exit 1")),
        arguments("a ''", List.of("a", "")),
        arguments("\"\" a", List.of("", "a")),
        arguments("a'b c'd", List.of("ab cd")),
        arguments("'it'\\''s'", List.of("it's")),
        arguments("\"it's\"", List.of("it's")),
        arguments("'say \"a\"'", List.of("say \"a\"")),
        arguments("a\\ b", List.of("a b")),
        arguments("\\'a", List.of("'a")),
        arguments("\"a\\\"b\"", List.of("a\"b")),
        arguments("'a\\b'", List.of("a\\b")),
        arguments("a\\\\b", List.of("a\\b")),
        arguments("a\\", List.of("a\\")),
        arguments("\\ ", List.of(" ")),
        arguments("echo $HOME *", List.of("echo", "$HOME", "*")),
        arguments("grüße ☃", List.of("grüße", "☃")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a 'b", "a \"b", "'", "\"a\\\"", "a'"})
  void quoteMustBeClosed(String command) {
    assertThatThrownBy(() -> Words.split("check", command))
        .isInstanceOf(UsageException.class)
        .hasMessage("--check: a quote is not closed: " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void thereMustBeAWord(String command) {
    assertThatThrownBy(() -> Words.split("check", command))
        .isInstanceOf(UsageException.class)
        .hasMessage("--check needs a command");
  }

  @ParameterizedTest
  @CsvSource({
    "restart, restart, 0",
    "restrat, restart, 2",
    "restar, restart, 1",
    "restarts, restart, 1",
    "rastart, restart, 1",
    "'', nice, 4",
    "nice, '', 4",
    "kitten, sitting, 3"
  })
  void distanceCountsLettersChangedAddedAndLeftOut(String one, String other, int distance) {
    assertThat(Words.distance(one, other)).isEqualTo(distance);
  }
}
