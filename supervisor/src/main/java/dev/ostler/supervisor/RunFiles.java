package dev.ostler.supervisor;

import dev.ostler.configuration.Configuration;
import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.configuration.Problem;
import dev.ostler.configuration.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Reads files of {@code ostler run FILE}. */
public final class RunFiles {
  private RunFiles() {}

  /**
   * Reads a file and checks all that can be checked without starting anything.
   *
   * @param file the file
   * @param environment the variables that the file's references mean and processes inherit
   * @return what it says
   * @throws InvalidConfigurationException if it says anything wrong, with all that is wrong
   * @throws IOException if it cannot be read
   */
  public static RunFile read(Path file, Map<String, String> environment)
      throws InvalidConfigurationException, IOException {
    return read(file, environment, doubt -> {});
  }

  /**
   * The same, with doubts: what could not be done if it were to start here and now, such as a limit
   * above the hard one of whoever asks. A start elsewhere or later may do it.
   *
   * @param file the file
   * @param environment the variables that the file's references mean and processes inherit
   * @param doubts told each, before the file is refused or returned
   * @return what it says
   * @throws InvalidConfigurationException if it says anything wrong, with all that is wrong
   * @throws IOException if it cannot be read
   */
  public static RunFile read(Path file, Map<String, String> environment, Consumer<Problem> doubts)
      throws InvalidConfigurationException, IOException {
    return format(environment)
        .withCheck((content, problems) -> {
          check(content, environment, problems);
          RunFileDoubts.tell(content, problems, doubts);
        })
        .read(file);
  }

  private static void check(RunFile content, Map<String, String> environment, Problems problems) {
    RunFileNames.check(content, problems);
    RunFileWorld.check(content, environment, problems);
  }

  /**
   * What a file that has been read asks the supervisor for.
   *
   * @param file what it says
   * @param environment the variables that processes inherit
   * @return what to look after
   * @throws IOException if a user or a file of variables is gone since
   */
  public static Setup setup(RunFile file, Map<String, String> environment) throws IOException {
    return RunFileSetup.of(file, environment);
  }

  static Configuration<RunFile> format(Map<String, String> environment) {
    return Configuration.of(RunFile.class)
        .withEnvironment(environment)
        .withCheck((content, problems) -> check(content, environment, problems));
  }
}
