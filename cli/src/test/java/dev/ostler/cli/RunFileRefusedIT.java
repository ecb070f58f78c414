package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked for in place of a file, and is none. */
class RunFileRefusedIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "., cannot read .: Is a directory",
    "/dev/null, 'cannot run /dev/null: it is no regular file, and those are read again by a reload'",
    "gone, 'cannot run gone: there is no such file; to run a command, write ostler run -- gone'"
  })
  void whatIsNoFileIsRefusedForWhatItIs(String name, String why) {
    assertThat(OstlerCommand.of("run", name).in(folder).run())
        .isEqualTo(new Result(1, "", "ostler: " + why + "\n"));
  }
}
