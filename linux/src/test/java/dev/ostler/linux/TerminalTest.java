package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.RealParts;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void foregroundChildHasTheTerminalAndGivesItBack() throws Exception {
    RealParts.needProgram("script");
    ChildCommand command = new OtherJvm(TerminalMain.class).withSignalsBlocked().command();

    Outcome outcome =
        Outcome.of(
            ChildCommand.of(
                List.of("script", "-qec", quoted(command.arguments()), "/dev/null"),
                command.environment()));

    assertThat(outcome.lines())
        .containsExactly(
            "ours: true",
            "child leads its group: true",
            "child is in our session: true",
            "child has the terminal: true",
            "ours: false",
            "stopped by TSTP",
            "ours: true",
            "ended: was killed by signal KILL");
  }

  private static String quoted(List<String> arguments) {
    return "'" + String.join("' '", arguments) + "'";
  }

  @Test
  void fileIsNoTerminal() throws Exception {
    Outcome outcome =
        new OtherJvm(TerminalMain.class)
            .behind("/bin/sh", "-c", "exec \"$@\" </dev/null", "sh")
            .run();

    assertThat(outcome.lines()).containsExactly("ours: false");
  }
}
