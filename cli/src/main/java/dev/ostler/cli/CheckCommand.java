package dev.ostler.cli;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.fleet.Fleet;
import dev.ostler.fleet.FleetException;
import dev.ostler.fleet.FleetFile;
import dev.ostler.gateway.Gateway;
import dev.ostler.linux.Startup;
import dev.ostler.supervisor.RunFile;
import dev.ostler.supervisor.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code ostler check}: says everything that is wrong with files, and starts nothing. */
final class CheckCommand {
  static final List<Option> OPTIONS = List.of();

  private static final int BAD_INPUT = 65;

  private CheckCommand() {}

  static int run(List<String> arguments) throws UsageException, IOException {
    List<String> files = CommandLine.parse(arguments, OPTIONS).operands();
    if (files.isEmpty()) {
      throw new UsageException("a file is required: ostler check FILE...");
    }
    Map<String, String> environment = Startup.environment();
    int status = 0;
    for (String file : files) {
      status = Math.max(status, check(file, environment));
    }
    return status;
  }

  private static int check(String file, Map<String, String> environment) throws IOException {
    try {
      Console.result(file + ": " + summary(Path.of(file), environment));
      return 0;
    } catch (FleetException e) {
      Console.message("ostler: " + e.getMessage());
      return BAD_INPUT;
    } catch (InvalidConfigurationException e) {
      Console.message(String.valueOf(e.getMessage()));
      return BAD_INPUT;
    }
  }

  private static String summary(Path file, Map<String, String> environment)
      throws InvalidConfigurationException, IOException {
    if (Files.isRegularFile(file) && FleetFile.isOne(file)) {
      return summary(FleetFile.read(file));
    }
    if (Files.isRegularFile(file) && Gateway.isFile(file)) {
      Gateway.format().read(file);
      return "gateway file";
    }
    return summary(RunFiles.read(file, environment));
  }

  private static String summary(Fleet fleet) {
    return "fleet "
        + fleet.name()
        + ", "
        + count(fleet.hosts().size(), "host", "hosts")
        + ", "
        + count(fleet.workloads().size(), "container", "containers");
  }

  private static String summary(RunFile file) {
    return "run file, "
        + count(file.processes().size(), "process", "processes")
        + (file.configuration().isEmpty()
            ? ""
            : ", " + count(file.configuration().size(), "configuration", "configurations"));
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
