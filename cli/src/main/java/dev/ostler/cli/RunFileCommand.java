package dev.ostler.cli;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.linux.Startup;
import dev.ostler.supervisor.RunFiles;
import dev.ostler.supervisor.Setup;
import dev.ostler.supervisor.SetupFile;
import dev.ostler.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code ostler run FILE}: looks after what a file describes. */
final class RunFileCommand {
  private static final int BAD_FILE = 65;

  private RunFileCommand() {}

  /** A single word that is no command: those come after {@code --}, or with options. */
  static boolean isAskedFor(CommandLine line) {
    return !line.hasEndOfOptions() && line.operands().size() == 1 && !line.hasOptions();
  }

  static int run(CommandLine line) throws IOException {
    Path file = Path.of(line.operands().getFirst());
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "cannot run "
              + file
              + ": there is no such file; to run a command, write ostler run -- "
              + file);
    }
    try {
      return Supervisor.run(new RunFileOnDisk(file), Console.hasColors());
    } catch (InvalidConfigurationException bad) {
      Console.message(String.valueOf(bad.getMessage()));
      return BAD_FILE;
    }
  }

  /** Read anew each time; its references mean the variables that we were started with. */
  private record RunFileOnDisk(Path path) implements SetupFile {
    @Override
    public Setup read() throws InvalidConfigurationException, IOException {
      return RunFiles.setup(RunFiles.read(path, Startup.environment()), Startup.environment());
    }
  }
}
