package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Tool;
import org.junit.jupiter.api.Test;

/** What {@code ./verify} says of itself, before it builds anything. */
class VerifyScriptTest {
  @Test
  void helpIsAResult() {
    assertThat(Tool.run("../verify", "--help"))
        .isEqualTo(
            """
            usage: ./verify [--install]

            Builds everything and runs every test: 20 to 25 minutes on four processors. Tests whose real parts
            are missing are skipped, by name.

              --install  install these parts first, by apt-get; a missing part is a failure then, as with
                         CI=true, and so is a user other than root\
            """);
  }

  @Test
  void unknownWordIsWrongUsage() {
    assertThat(Tool.run("sh", "-c", "../verify --instal; echo $?"))
        .isEqualTo("usage: ./verify [--install]\n64");
  }
}
