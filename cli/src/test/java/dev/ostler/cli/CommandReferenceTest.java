package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page is written from the list of commands. */
class CommandReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/commands.md");
  private static final String REGENERATE = "ostler.regenerate";

  @Test
  void pageIsUpToDate() throws IOException {
    String page = CommandReference.page();
    if (Boolean.getBoolean(REGENERATE)) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as(
            "written anew by: mvn test -pl cli -am -Dtest=CommandReferenceTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dostler.regenerate=true")
        .isEqualTo(page);
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
