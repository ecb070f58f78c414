package dev.ostler.cli;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.gateway.Gateway;
import dev.ostler.gateway.InvalidKubeConfigException;
import dev.ostler.gateway.KubernetesGateway;
import dev.ostler.gateway.KubernetesIdler;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code ostler gateway FILE}: rests what nobody uses and readies it on the first request. Without
 * a file it does so for a whole Kubernetes cluster.
 */
final class GatewayCommand {
  /** Of clients and apps that hang up, which is no news. Kept, or they would be made anew. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("io.undertow.proxy"),
          Logger.getLogger("io.undertow.request.io"),
          Logger.getLogger("org.xnio.listener"));

  private static final List<String> WITHOUT_FILE =
      List.of("compatible", "prefix", "admin", "idle", "service");
  private static final List<String> WITHOUT_IDLE =
      List.of("check", "compatible", "prefix", "admin");
  private static final List<String> WITH_IDLE = List.of("unmeasured", "output");

  private static final int BAD_FILE = 65;
  private static final int UNAVAILABLE = 69;

  private GatewayCommand() {}

  static int run(List<String> arguments) throws UsageException, IOException {
    try {
      return runAny(arguments);
    } catch (InvalidKubeConfigException bad) {
      Console.failure(bad);
      return BAD_FILE;
    }
  }

  private static int runAny(List<String> arguments) throws UsageException, IOException {
    CommandLine line = CommandLine.parseAnywhere(arguments, GatewayCommands.GATEWAY.options());
    List<String> files = line.files();
    if (files.size() > 1) {
      throw new UsageException("one file at most: ostler gateway [FILE]");
    }
    refuseWithoutEffect(line);
    new LibraryLog(isJsonLog(line), lines(line), InstantSource.system()).takeAll();
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
    if (files.isEmpty()) {
      return line.has("idle") ? idle(line) : serveCluster(line);
    }
    Path file = Path.of(files.getFirst());
    return line.has("check") ? check(file) : serve(file, line);
  }

  private static void refuseWithoutEffect(CommandLine line) throws UsageException {
    if (!line.operands().isEmpty()) {
      refuse(line, WITHOUT_FILE, "goes without a file");
    }
    if (line.has("idle")) {
      refuse(line, WITHOUT_IDLE, "goes without --idle");
    } else {
      refuse(line, WITH_IDLE, "goes with --idle");
    }
  }

  private static void refuse(CommandLine line, List<String> names, String how)
      throws UsageException {
    for (String name : names) {
      if (line.has(name)) {
        throw new UsageException("option --" + name + " " + how);
      }
    }
  }

  private static int serve(Path file, CommandLine line) throws IOException {
    Gateway.Options options = new Gateway.Options(line.has("dry-run"), isJsonLog(line));
    try (Gateway gateway = Gateway.open(file, options, lines(line))) {
      return serve(gateway::drain, gateway);
    } catch (InvalidConfigurationException bad) {
      Console.message(String.valueOf(bad.getMessage()));
      return BAD_FILE;
    }
  }

  private static boolean isJsonLog(CommandLine line) {
    return line.value("log-format").orElse("text").equals("json");
  }

  private static Consumer<String> lines(CommandLine line) {
    return isJsonLog(line) ? Console::message : GatewayCommand::say;
  }

  private static int serveCluster(CommandLine line) throws UsageException, IOException {
    if (line.has("check")) {
      throw new UsageException("one file is required: ostler gateway --check FILE");
    }
    if (line.has("dry-run")) {
      throw new UsageException("option --dry-run goes with a file or with --idle");
    }
    Optional<String> manner = line.value("compatible");
    if (manner.isPresent() && !manner.get().equals("moj")) {
      throw new UsageException("--compatible must be moj, got '" + manner.get() + "'");
    }
    try (KubernetesGateway gateway =
        KubernetesGateway.open(
            settings(line, manner.isPresent()), System.getenv(), isJsonLog(line), lines(line))) {
      return serve(gateway::drain, gateway);
    }
  }

  private static KubernetesGateway.Settings settings(CommandLine line, boolean compatible)
      throws UsageException {
    try {
      KubernetesGateway.Settings settings =
          KubernetesGateway.Settings.of(
                  System.getenv(), line.value("prefix").orElse("/"), compatible)
              .withService(service(line));
      Optional<String> token =
          Optional.ofNullable(System.getenv("OSTLER_GATEWAY_TOKEN"))
              .filter(text -> !text.isEmpty());
      return line.value("admin").isPresent()
          ? settings.withAdmin(line.value("admin").get(), token)
          : settings;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static String service(CommandLine line) {
    return line.value("service").orElse(KubernetesGateway.SERVICE);
  }

  private static int idle(CommandLine line) throws UsageException, IOException {
    KubernetesIdler.Settings settings = idlerSettings(line);
    Consumer<KubernetesIdler.Verdict> told =
        line.isJson()
            ? verdict -> Console.result(Json.of(object(verdict)))
            : verdict -> Console.result(Plain.lines(verdict.text()));
    try {
      return KubernetesIdler.run(settings, System.getenv(), told) == 0 ? 0 : 1;
    } catch (IOException e) {
      if (!isOfTheNetwork(e)) {
        throw e;
      }
      Console.failure(e);
      return UNAVAILABLE;
    }
  }

  /** What an API server answers has no cause; beneath no answer lies why a connection failed. */
  private static boolean isOfTheNetwork(IOException failure) {
    Throwable cause = failure.getCause();
    while (cause != null && !(cause instanceof IOException || cause instanceof TimeoutException)) {
      cause = cause.getCause();
    }
    return cause != null && !(cause instanceof FileSystemException);
  }

  private static KubernetesIdler.Settings idlerSettings(CommandLine line)
      throws UsageException, IOException {
    boolean unmeasured = restsUnmeasured(line);
    try {
      return KubernetesIdler.Settings.of(System.getenv(), service(line), line.has("dry-run"))
          .withUnmeasuredAtRest(unmeasured);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static boolean restsUnmeasured(CommandLine line) throws UsageException {
    String unmeasured = line.value("unmeasured").orElse("stay");
    return switch (unmeasured) {
      case "stay" -> false;
      case "rest" -> true;
      default ->
          throw new UsageException("--unmeasured must be stay or rest, got '" + unmeasured + "'");
    };
  }

  private static Map<String, Object> object(KubernetesIdler.Verdict verdict) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", verdict.kind());
    object.put("namespace", verdict.namespace());
    object.put("name", verdict.name());
    object.put("outcome", verdict.outcome().words());
    object.put("reason", verdict.reason());
    return object;
  }

  /** Lets those who are served be served to the end. */
  private interface Drain {
    void run() throws InterruptedException;
  }

  private static int serve(Drain drain, AutoCloseable gateway) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(drain, gateway)));
    try {
      new Housekeeping(Housekeeping.Heap.ofThisJvm()).goOn(); // until a signal
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError("internal error: nobody interrupts this thread", e);
    }
  }

  private static int check(Path file) throws IOException {
    try {
      Gateway.check(file);
      Console.result(file + ": gateway file");
      return 0;
    } catch (InvalidConfigurationException bad) {
      Console.message(String.valueOf(bad.getMessage()));
      return BAD_FILE;
    }
  }

  private static void say(String line) {
    Console.message("ostler: " + Plain.lines(line));
  }

  /** Runs when a signal has asked us to end: that is no failure. */
  private static void end(Drain drain, AutoCloseable gateway) {
    try {
      drain.run();
      gateway.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      say("ended badly: " + e.getMessage());
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }
}
