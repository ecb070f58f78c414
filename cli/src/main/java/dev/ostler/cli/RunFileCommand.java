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
import java.util.List;

/** {@code ostler run FILE}: looks after what a file describes. */
final class RunFileCommand {
  private static final int BAD_FILE = 65;

  /** What is not about a command. */
  private static final List<Option> ALSO_OF_FILES = List.of(Option.NO_COLOR, Option.DEBUG);

  private RunFileCommand() {}

  /** A single word that is no command: those come after {@code --}, or with options. */
  static boolean isAskedFor(CommandLine line) throws UsageException {
    if (line.hasEndOfOptions() || line.operands().isEmpty()) {
      return false;
    }
    if (line.operands().size() == 1 && !line.hasOptionsBut(ALSO_OF_FILES)) {
      return true;
    }
    refuseFile(line.operands().getFirst());
    return false;
  }

  private static void refuseFile(String word) throws UsageException {
    if (word.endsWith(".yaml") || word.endsWith(".yml")) {
      throw new UsageException(
          "cannot run "
              + word
              + " with options or arguments: a file says everything itself; to run it as a"
              + " command, write ostler run [OPTION...] -- "
              + word);
    }
  }

  static int run(CommandLine line) throws UsageException, IOException {
    Path file = Path.of(line.files().getFirst());
    refuseWhatIsNoFile(file);
    try {
      return run(file);
    } catch (InvalidConfigurationException bad) {
      Console.message(String.valueOf(bad.getMessage()));
      return BAD_FILE;
    }
  }

  /** Reading tells what is wrong with all others, a folder or one in a closed folder too. */
  private static void refuseWhatIsNoFile(Path file) throws IOException {
    if (Files.notExists(file)) {
      throw new IOException(
          "cannot run "
              + file
              + ": there is no such file; to run a command, write ostler run -- "
              + file);
    }
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new IOException(
          "cannot run " + file + ": it is no regular file, and those are read again by a reload");
    }
  }

  static int run(Path file) throws IOException, InvalidConfigurationException {
    return Supervisor.run(new RunFileOnDisk(file), Console.hasColors());
  }

  /** Read anew each time; its references mean the variables that we were started with. */
  private record RunFileOnDisk(Path path) implements SetupFile {
    @Override
    public Setup read() throws InvalidConfigurationException, IOException {
      return RunFiles.setup(RunFiles.read(path, Startup.environment()), Startup.environment());
    }
  }
}
