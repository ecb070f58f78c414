package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all commands have in common, asked of each. */
class ConventionsTest {
  /** These begin by what a process can do once; {@link ConventionsIT} asks them. */
  private static final Set<String> FOR_ONCE = Set.of("run", "container-run", "demo");

  /** All that specifications of exit statuses know. */
  private static final List<String> STATUSES =
      List.of("0", "1", "2", "64", "65", "69", "70", "75", "126", "127", "128+N", "any other");

  /** What these print is not theirs, a program, or a file in a form of its own. */
  private static final Set<String> NEVER_JSON =
      Set.of(
          "run",
          "container-run",
          "demo",
          "schema",
          "completion",
          "help",
          "fleet convert",
          "fleet export");

  static Stream<List<String>> commands() {
    List<List<String>> all = new ArrayList<>();
    Completion.forEach((words, command) -> {
      if (command.commands().isEmpty() && !FOR_ONCE.contains(words)) {
        all.add(List.of(words.split(" ", -1)));
      }
    });
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void unknownOptionIsWrongUsage(List<String> words) {
    assertThatThrownBy(() -> call(words, "--no-such-option"))
        .isExactlyInstanceOf(UsageException.class)
        .hasMessage("unknown option --no-such-option");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsAskedForBySeveralWords(List<String> words) {
    assertThatThrownBy(() -> call(words, "--help")).isInstanceOf(HelpWanted.class);
    assertThatThrownBy(() -> call(words, "-h")).isInstanceOf(HelpWanted.class);
    assertThatThrownBy(() -> call(words, "--debug", "--help")).isInstanceOf(HelpWanted.class);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyStatusIsOneThatWeHave(List<String> words) {
    assertThat(Commands.find(words).orElseThrow().exits())
        .extracting(Command.Status::code)
        .isSubsetOf(STATUSES)
        .contains("0", "64");
  }

  @Test
  void whatHasAResultGivesItToProgramsToo() {
    Set<String> withoutJson = new TreeSet<>();
    Completion.forEach((words, command) -> {
      if (command.commands().isEmpty() && !takesJson(command)) {
        withoutJson.add(words);
      }
    });

    assertThat(withoutJson).containsExactlyInAnyOrderElementsOf(NEVER_JSON);
  }

  private static boolean takesJson(Command command) {
    return command.options().stream()
        .anyMatch(option ->
            option.name().equals("output")
                && List.of(option.argument().split("\\|", -1)).contains("json"));
  }

  private static int call(List<String> words, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
    arguments.addAll(List.of(more));
    return Main.run(words.getFirst(), arguments);
  }
}
