package dev.ostler.cli;

import dev.ostler.linux.Startup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The {@code ostler} command. */
public final class Main {
  /** Set by the run that the AOT cache is made from. */
  private static final String TRAINING = "OSTLER_TRAIN";

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 64;
  private static final int INTERNAL_ERROR = 70;

  private static final List<String> CALLING_THE_KERNEL =
      List.of("run", "container-run", "demo", "check", "fleet");

  private Main() {}

  /**
   * Runs one command and exits with its status.
   *
   * @param arguments the command and its arguments
   */
  public static void main(String[] arguments) {
    if (System.getenv(TRAINING) != null) {
      // The cache is written by an orderly end alone.
      System.exit(Training.run(List.of(arguments), Main::statusOf));
    }
    int status = status(arguments);
    if (arguments.length > 0 && CALLING_THE_KERNEL.contains(arguments[0])) {
      Startup.exit(status);
    }
    // The first call of the kernel takes longer than all that the other commands do.
    Runtime.getRuntime().halt(status);
  }

  private static int status(String[] arguments) {
    List<String> exact;
    try {
      exact = Startup.arguments(arguments);
    } catch (IOException e) {
      Console.message("ostler: " + e.getMessage());
      return FAILED;
    }
    return statusOf(exact);
  }

  private static int statusOf(List<String> exact) {
    try {
      if (exact.isEmpty()) {
        Console.message(Help.overview());
        return WRONG_USAGE;
      }
      return run(exact.getFirst(), exact.subList(1, exact.size()));
    } catch (UsageException e) {
      Console.message("ostler: " + e.getMessage());
      return WRONG_USAGE;
    } catch (IOException e) {
      Console.message("ostler: " + e.getMessage());
      return FAILED;
    } catch (RuntimeException | Error bug) {
      StringWriter trace = new StringWriter();
      bug.printStackTrace(new PrintWriter(trace));
      Console.message("ostler: internal error: " + trace);
      return INTERNAL_ERROR;
    }
  }

  private static int run(String command, List<String> arguments)
      throws UsageException, IOException {
    if (!arguments.isEmpty() && arguments.getFirst().equals("--help")) {
      return help(command);
    }
    return switch (command) {
      case "run" -> {
        Startup.blockSignals();
        yield RunCommand.run(arguments);
      }
      case "container-run" -> ContainerRunCommand.run(arguments);
      case "check" -> CheckCommand.run(arguments);
      case "ctl" -> CtlCommand.run(arguments);
      case "demo" -> DemoCommand.run(arguments);
      case "fleet" -> FleetCommand.run(arguments);
      case "apps", "wake", "idle", "explain" -> AppsCommand.run(command, arguments);
      case "gateway" -> GatewayCommand.run(arguments);
      case "schema" -> SchemaCommand.run(arguments);
      case "version", "--version" -> {
        Console.result("ostler " + version());
        yield 0;
      }
      case "help", "--help" -> help(arguments.isEmpty() ? "" : arguments.getFirst());
      default -> throw new UsageException("unknown command '" + command + "'; see ostler --help");
    };
  }

  private static int help(String command) throws UsageException {
    Console.result(Help.of(command));
    return 0;
  }

  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
