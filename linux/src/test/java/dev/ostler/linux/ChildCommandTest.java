package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes one command another. */
class ChildCommandTest {
  private static ChildCommand command() {
    return ChildCommand.of(List.of("app", "-x"), Map.of("A", "1"));
  }

  private static List<UnaryOperator<ChildCommand>> changes() {
    return List.of(
        command -> command.withArguments(List.of("app", "-y")),
        command -> command.withEnvironment(Map.of("A", "2")),
        command -> command.withGrouping(ChildCommand.Grouping.FOREGROUND),
        command -> command.withWorkingDirectory(Path.of("/")),
        command -> command.withCredentials(new Credentials(1, 1, List.of())),
        command -> command.withUmask(077),
        command -> command.withNiceness(1),
        command -> command.withLimits(Map.of(ResourceLimit.OPEN_FILES, 100L)),
        ChildCommand::silenced);
  }

  @Test
  void furtherDescriptorMakesItAnother() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertThat(command().withDescriptor(3, pipe.writeEnd()))
          .isNotEqualTo(command())
          .isNotEqualTo(command().withDescriptor(4, pipe.writeEnd()))
          .isEqualTo(command().withDescriptor(3, pipe.writeEnd()));
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void commandsAreEqualIfTheyRunTheSameInTheSameWay(UnaryOperator<ChildCommand> change) {
    ChildCommand changed = change.apply(command());

    assertThat(changed)
        .isNotEqualTo(command())
        .isEqualTo(change.apply(command()))
        .hasSameHashCodeAs(change.apply(command()));
  }
}
