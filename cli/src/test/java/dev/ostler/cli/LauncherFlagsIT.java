package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the launcher asks of Java by name. Java says nothing of a name that is not there. */
class LauncherFlagsIT {
  private static final Path LAUNCHER = OstlerCommand.home().resolve("bin/ostler");
  private static final Pattern METHOD = Pattern.compile("([\\w.]+)::(\\w+)");

  static String[] namedMethods() throws Exception {
    return METHOD
        .matcher(Files.readString(LAUNCHER))
        .results()
        .map(MatchResult::group)
        .toArray(String[]::new);
  }

  @Test
  void methodsAreNamed() throws Exception {
    assertThat(namedMethods())
        .contains("dev.ostler.entrypoint.MeteredInput::questionMarks")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("namedMethods")
  void methodsThatAreCompiledAtOnceOrNeverAreThere(String named) throws Exception {
    String[] parts = named.split("::", 2);

    assertThat(Class.forName(parts[0], false, getClass().getClassLoader()).getDeclaredMethods())
        .extracting("name")
        .contains(parts[1]);
  }
}
