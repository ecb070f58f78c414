package dev.ostler.cli;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code ostler gateway FILE}: rests what nobody uses and readies it on the first request. */
final class GatewayCommand {
  static final List<Option> OPTIONS =
      List.of(
          new Option("check", "", "say what is wrong with the file, and end"),
          new Option("dry-run", "", "wake and rest nothing; say what would be done"));

  private static final int BAD_FILE = 65;

  private GatewayCommand() {}

  static int run(List<String> arguments) throws UsageException, IOException {
    CommandLine line = CommandLine.parse(arguments, OPTIONS);
    List<String> files = line.operands();
    if (files.size() != 1) {
      throw new UsageException("one file is required: ostler gateway FILE");
    }
    Path file = Path.of(files.getFirst());
    if (line.has("check")) {
      return check(file);
    }
    // What the web server says of itself is not ours to say.
    Logger.getLogger("").setLevel(Level.SEVERE);
    try (Gateway gateway =
        line.has("dry-run")
            ? Gateway.openDry(file, GatewayCommand::say)
            : Gateway.open(file, GatewayCommand::say)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway)));
      say("listening at " + gateway.address());
      new CountDownLatch(1).await(); // until a signal
      return 0;
    } catch (InvalidConfigurationException bad) {
      Console.message(String.valueOf(bad.getMessage()));
      return BAD_FILE;
    } catch (InterruptedException e) {
      throw new AssertionError("internal error: nobody interrupts this thread", e);
    }
  }

  private static int check(Path file) throws IOException {
    try {
      Gateway.format().read(file);
      Console.result(file + ": gateway file");
      return 0;
    } catch (InvalidConfigurationException bad) {
      Console.message(String.valueOf(bad.getMessage()));
      return BAD_FILE;
    }
  }

  private static void say(String line) {
    Console.message("ostler: " + line);
  }

  /** Runs when a signal has asked us to end: that is no failure. */
  private static void end(Gateway gateway) {
    try {
      say("ending");
      gateway.drain();
      gateway.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }
}
