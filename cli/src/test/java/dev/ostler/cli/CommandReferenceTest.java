package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.GeneratedFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page is written from the list of commands. */
class CommandReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/commands.md");

  @Test
  void pageIsUpToDate() {
    GeneratedFile.requireUpToDate(PAGE, CommandReference.page());
  }

  @Test
  void everyOptionOfEveryCommandIsOnThePage() {
    String page = CommandReference.page();

    Completion.forEach((words, command) ->
        assertThat(page)
            .contains("# ostler " + words + "\n")
            .contains(command.options().stream().map(option -> "--" + option.name()).toList()));
  }
}
