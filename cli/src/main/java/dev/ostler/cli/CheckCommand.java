package dev.ostler.cli;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.configuration.Problem;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ostler check}: says everything that is wrong with files, and starts nothing. */
final class CheckCommand {
  private static final int UNREADABLE = 1;
  private static final int BAD_INPUT = 65;

  private final Map<String, String> environment;
  private final boolean json;

  private CheckCommand(Map<String, String> environment, boolean json) {
    this.environment = environment;
    this.json = json;
  }

  /** What a good file is: its kind, what is in it, and what of it could not be done here. */
  private record Good(String kind, String summary, List<Problem> warnings) {
    Good(String kind, String summary) {
      this(kind, summary, List.of());
    }
  }

  static int run(List<String> arguments) throws UsageException, IOException {
    CommandLine line = CommandLine.parseAnywhere(arguments, Option.ANSWERING);
    if (line.operands().isEmpty()) {
      throw new UsageException("a file is required: ostler check FILE...");
    }
    CheckCommand command = new CheckCommand(Startup.environment(), line.isJson());
    int status = 0;
    for (String file : line.files()) {
      status = Math.max(status, command.check(file));
    }
    return status;
  }

  private int check(String file) throws IOException {
    try {
      accept(file, read(Path.of(file)));
      return 0;
    } catch (FleetException e) {
      return refuse(file, List.of(Map.of("message", String.valueOf(e.getMessage()))), e);
    } catch (InvalidConfigurationException e) {
      return refuse(file, e.problems().stream().map(CheckCommand::problem).toList(), e);
    } catch (IOException e) {
      if (!json) {
        throw e;
      }
      refuse(file, List.of(Map.of("message", String.valueOf(e.getMessage()))), e);
      return UNREADABLE;
    }
  }

  private void accept(String file, Good good) {
    if (json) {
      tell(file, Optional.of(good), List.of());
      return;
    }
    good.warnings().forEach(doubt -> Console.message("warning: " + doubt));
    if (!Console.isQuiet()) {
      Console.result(file + ": " + good.summary());
    }
  }

  private int refuse(String file, List<Map<String, Object>> problems, Exception bad) {
    if (json) {
      tell(file, Optional.empty(), problems);
    } else if (bad instanceof FleetException) {
      Console.failure(bad);
    } else {
      Console.message(String.valueOf(bad.getMessage()));
    }
    return BAD_INPUT;
  }

  private static Map<String, Object> problem(Problem problem) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", problem.file());
    object.put("line", problem.position().line());
    object.put("column", problem.position().column());
    object.put("path", problem.path());
    object.put("message", problem.message());
    return object;
  }

  private static void tell(String file, Optional<Good> good, List<Map<String, Object>> problems) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", 1);
    object.put("file", file);
    good.ifPresent(it -> object.put("kind", it.kind()));
    object.put("problems", problems);
    good.map(Good::warnings)
        .filter(warnings -> !warnings.isEmpty())
        .ifPresent(warnings ->
            object.put("warnings", warnings.stream().map(CheckCommand::problem).toList()));
    Console.result(Json.of(object));
  }

  private Good read(Path file) throws InvalidConfigurationException, IOException {
    if (Files.isRegularFile(file) && FleetFile.isOne(file)) {
      return new Good("fleet", summary(FleetFile.read(file)));
    }
    if (Files.isRegularFile(file) && Gateway.isFile(file)) {
      Gateway.format().read(file);
      return new Good("gateway", "gateway file");
    }
    List<Problem> warnings = new ArrayList<>();
    RunFile run = RunFiles.read(file, environment, warnings::add);
    return new Good("run", summary(run), warnings);
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
