package dev.ostler.cli;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code ostler gateway FILE}: rests what nobody uses and readies it on the first request. */
final class GatewayCommand {
  static final List<Option> OPTIONS =
      List.of(
          new Option("check", "", "say what is wrong with the file, and end"),
          new Option("dry-run", "", "wake and rest nothing; say what would be done"),
          new Option("log-format", "FORMAT", "text (default) or json"));

  /** Of clients and apps that hang up, which is no news. Kept, or they would be made anew. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("io.undertow.proxy"),
          Logger.getLogger("io.undertow.request.io"),
          Logger.getLogger("org.xnio.listener"));

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
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
    boolean json = isJson(line);
    Consumer<String> lines = json ? Console::message : GatewayCommand::say;
    try (Gateway gateway =
        Gateway.open(file, new Gateway.Options(line.has("dry-run"), json), lines)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway)));
      new CountDownLatch(1).await(); // until a signal
      return 0;
    } catch (InvalidConfigurationException bad) {
      Console.message(String.valueOf(bad.getMessage()));
      return BAD_FILE;
    } catch (InterruptedException e) {
      throw new AssertionError("internal error: nobody interrupts this thread", e);
    }
  }

  private static boolean isJson(CommandLine line) throws UsageException {
    String format = line.value("log-format").orElse("text");
    if (!format.equals("text") && !format.equals("json")) {
      throw new UsageException("no such format '" + format + "'; there are text and json");
    }
    return format.equals("json");
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
      gateway.drain();
      gateway.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }
}
