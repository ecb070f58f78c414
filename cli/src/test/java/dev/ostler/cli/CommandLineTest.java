package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLineTest {
  private static final List<Option> OPTIONS =
      List.of(
          new Option("restart", "WHEN", "no, on-failure or always"),
          new Option("rewrite", "FROM=TO", "forward FROM as TO"),
          new Option("group", "", "to the whole group"));

  private static CommandLine parse(String... arguments) throws UsageException {
    return CommandLine.parse(List.of(arguments), OPTIONS);
  }

  @Test
  void argumentFollowsItsOptionAsTheNextWordOrAfterEquals() throws Exception {
    assertThat(parse("--restart", "always").value("restart")).hasValue("always");
    assertThat(parse("--restart=always").value("restart")).hasValue("always");
  }

  @Test
  void argumentMayBeEmptyOrHoldEqualsOrDashes() throws Exception {
    assertThat(parse("--restart=").value("restart")).hasValue("");
    assertThat(parse("--restart", "").value("restart")).hasValue("");
    assertThat(parse("--rewrite=TERM=QUIT").value("rewrite")).hasValue("TERM=QUIT");
    assertThat(parse("--restart", "--").value("restart")).hasValue("--");
    assertThat(parse("--restart", "--group").value("restart")).hasValue("--group");
  }

  @Test
  void lastOfSeveralCountsWhereOneIsWanted() throws Exception {
    CommandLine line = parse("--restart", "no", "--restart=always");

    assertThat(line.value("restart")).hasValue("always");
    assertThat(line.all("restart")).containsExactly("no", "always");
  }

  @Test
  void whatWasNotGivenIsNotThere() throws Exception {
    CommandLine line = parse();

    assertThat(line.has("group")).isFalse();
    assertThat(line.value("restart")).isEmpty();
    assertThat(line.all("rewrite")).isEmpty();
    assertThat(line.operands()).isEmpty();
  }

  @Test
  void optionWithoutArgumentIsThereOrNot() throws Exception {
    assertThat(parse("--group").has("group")).isTrue();
  }

  @Test
  void firstOperandEndsTheOptions() throws Exception {
    CommandLine line = parse("--group", "ls", "--restart", "-l", "--", "x");

    assertThat(line.operands()).containsExactly("ls", "--restart", "-l", "--", "x");
  }

  @Test
  void whatFollowsDashesIsLeftAsItIs() throws Exception {
    CommandLine line = parse("--group", "--", "--restart", "", "-", "--", "a b");

    assertThat(line.operands()).containsExactly("--restart", "", "-", "--", "a b");
  }

  @Test
  void loneDashAndEmptyWordAreOperands() throws Exception {
    assertThat(parse("-", "x").operands()).containsExactly("-", "x");
    assertThat(parse("", "x").operands()).containsExactly("", "x");
  }

  @Test
  void pathMustNotBeEmpty() throws Exception {
    assertThat(parse("--restart", "a/b").path("restart")).hasValue(Path.of("a/b"));
    assertThat(parse().path("restart")).isEmpty();
    assertThatThrownBy(() -> parse("--restart=").path("restart"))
        .isInstanceOf(UsageException.class)
        .hasMessage("option --restart must not be empty");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsNamedWithTheWayOut(List<String> arguments, String message) {
    assertThatThrownBy(() -> CommandLine.parse(arguments, OPTIONS))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(List.of("-g"), "unknown option -g; options begin with --"),
        arguments(List.of("-group"), "unknown option -group; options begin with --"),
        arguments(List.of("--gruop"), "unknown option --gruop; did you mean --group?"),
        arguments(List.of("--restat=x"), "unknown option --restat; did you mean --restart?"),
        arguments(List.of("--rewrites"), "unknown option --rewrites; did you mean --rewrite?"),
        arguments(List.of("--frobnicate"), "unknown option --frobnicate"),
        arguments(List.of("--GROUP"), "unknown option --GROUP"),
        arguments(List.of("--=x"), "unknown option --"),
        arguments(List.of("--restart"), "option --restart needs an argument: --restart WHEN"),
        arguments(
            List.of("--group", "--rewrite"),
            "option --rewrite needs an argument: --rewrite FROM=TO"),
        arguments(List.of("--group="), "option --group takes no argument"),
        arguments(List.of("--group=yes"), "option --group takes no argument"));
  }

  @Test
  void nearestOfSeveralNamesIsSuggested() {
    List<Option> near =
        List.of(new Option("post-start-arg", "A", ""), new Option("post-start-args", "A", ""));

    assertThatThrownBy(() -> CommandLine.parse(List.of("--post-start-argss"), near))
        .hasMessage("unknown option --post-start-argss; did you mean --post-start-args?");
  }
}
