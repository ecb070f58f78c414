package dev.ostler.cli;

import dev.ostler.entrypoint.TargetHeldException;
import dev.ostler.linux.Startup;
import java.io.IOException;
import java.util.List;

/** The {@code ostler} command. */
public final class Main {
  /** Set by the run that the AOT cache is made from. */
  private static final String TRAINING = "OSTLER_TRAIN";

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 64;
  private static final int INTERNAL_ERROR = 70;
  private static final int LOCKED = 75;

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
      Console.failure(e);
      return FAILED;
    }
    int status = statusOf(exact);
    return Console.lost().isEmpty() ? status : failedToWrite(status);
  }

  /** Whoever reads a file without the result must not take it for one. */
  private static int failedToWrite(int status) {
    Console.message("ostler: cannot write to standard output: " + Console.lost().orElseThrow());
    return status == 0 ? FAILED : status;
  }

  private static int statusOf(List<String> exact) {
    try {
      if (exact.isEmpty()) {
        Console.message(Help.overview());
        return WRONG_USAGE;
      }
      return run(exact.getFirst(), exact.subList(1, exact.size()));
    } catch (HelpWanted _) {
      Console.result(Help.wantedIn(exact));
      return 0;
    } catch (UsageException e) {
      Console.failure(e);
      return WRONG_USAGE;
    } catch (IOException e) {
      Console.failure(e);
      // Asked of what has failed, for classes to catch are loaded at every start.
      return e instanceof TargetHeldException ? LOCKED : FAILED;
    } catch (RuntimeException | Error bug) {
      Console.message(Mistake.text(bug, exact, Console.isDebug()));
      return INTERNAL_ERROR;
    }
  }

  static int run(String command, List<String> arguments) throws UsageException, IOException {
    return switch (command) {
      case "run" -> {
        Startup.blockSignals();
        yield RunCommand.run(arguments);
      }
      case "container-run" -> ContainerRunCommand.run(arguments);
      case "check" -> CheckCommand.run(arguments);
      case "ctl" -> CtlCommand.run(arguments);
      case "demo" -> DemoCommand.run(arguments);
      case "fleet" -> {
        Startup.prepareExit();
        yield FleetCommand.run(arguments);
      }
      case "apps", "wake", "idle", "explain" -> AppsCommand.run(command, arguments);
      case "gateway" -> GatewayCommand.run(arguments);
      case "schema" -> SchemaCommand.run(arguments);
      case "completion" -> CompletionCommand.run(arguments);
      case "doctor" -> DoctorCommand.run(arguments);
      case "version", "--version" -> {
        if (!arguments.isEmpty()) {
          yield VersionCommand.run(arguments);
        }
        // The start of Java alone: no other class of ours is loaded for it.
        Console.result("ostler " + version());
        yield 0;
      }
      case "help", "--help", "-h" -> {
        Console.result(Help.of(CommandLine.parseAnywhere(arguments, Option.COMMON).operands()));
        yield 0;
      }
      default -> throw Help.unknown("", command, Commands.ALL);
    };
  }

  /** The launcher says it: to find it in our jar's manifest, Java opens that one and others. */
  static String version() {
    String told = System.getProperty("ostler.version");
    if (told != null) {
      return told;
    }
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
