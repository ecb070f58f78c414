package dev.ostler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ostler apps}, {@code wake}, {@code idle} and {@code explain}: talk to a running {@code
 * ostler gateway}, which answers terminals in text and programs in JSON.
 */
final class AppsCommand {
  private static final String USUAL_ADDRESS = "127.0.0.1:9700";
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int FAILED = 1;
  private static final int UNAVAILABLE = 69;

  private final String verb;
  private final CommandLine line;
  private final Map<String, String> environment;

  private AppsCommand(String verb, CommandLine line, Map<String, String> environment) {
    this.verb = verb;
    this.line = line;
    this.environment = environment;
  }

  static int run(String verb, List<String> arguments) throws UsageException, IOException {
    for (Command command : GatewayCommands.APPS) {
      if (command.name().equals(verb)) {
        CommandLine line = CommandLine.parseAnywhere(arguments, command.options());
        return new AppsCommand(verb, line, System.getenv()).run();
      }
    }
    throw new AssertionError("internal error: no command " + verb);
  }

  private int run() throws UsageException, IOException {
    List<String> names = line.operands();
    if (verb.equals("apps") ? !names.isEmpty() : names.size() != 1) {
      throw new UsageException(
          verb.equals("apps")
              ? "no name is taken: ostler apps"
              : "one app is required: ostler " + verb + " APP");
    }
    return switch (verb) {
      case "apps" -> ask("GET", "/v1/apps");
      case "explain" -> ask("GET", app(names.getFirst()));
      case "idle" -> ask("POST", app(names.getFirst()) + "/idle");
      default -> wake(app(names.getFirst()));
    };
  }

  private static String app(String name) {
    return "/v1/apps/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private int wake(String app) throws UsageException, IOException {
    Optional<String> time = line.value("for");
    if (time.isEmpty()) {
      return ask("POST", app + "/wake");
    }
    Duration kept = Durations.parse("for", time.get());
    return ask("POST", app + "/keep-awake?seconds=" + Math.max(1, kept.toSeconds()));
  }

  private int ask(String method, String path) throws UsageException, IOException {
    String address = address();
    String token = token();
    HttpURLConnection connection;
    int status;
    try {
      URI uri = URI.create("http://" + address + path);
      connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setRequestMethod(method);
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      connection.setRequestProperty("Authorization", "Bearer " + token);
      connection.setRequestProperty("Accept", line.isJson() ? "application/json" : "text/plain");
      status = connection.getResponseCode();
    } catch (UnknownHostException e) {
      return unreachable(address, "its name is not known");
    } catch (IOException e) {
      return unreachable(address, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new UsageException("no address: '" + address + "'; expected HOST:PORT");
    }
    return show(connection, status);
  }

  private static int unreachable(String address, String why) {
    Console.message(
        "ostler: cannot reach the gateway at "
            + address
            + ": "
            + why
            + "; its 'admin' says where it listens: give that by --gateway or OSTLER_GATEWAY");
    return UNAVAILABLE;
  }

  private int show(HttpURLConnection connection, int status) throws IOException {
    boolean good = status < HttpURLConnection.HTTP_BAD_REQUEST;
    try (InputStream in = good ? connection.getInputStream() : connection.getErrorStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
      if (good) {
        Console.result(text);
        return 0;
      }
      String advice =
          status == HttpURLConnection.HTTP_UNAUTHORIZED
              ? "; give the token of its 'admin' by OSTLER_GATEWAY_TOKEN or --token-file"
              : "";
      Console.message("ostler: cannot " + words() + ": " + text + advice);
      return FAILED;
    }
  }

  private String words() {
    return verb.equals("apps") ? "list apps" : verb + " " + line.operands().getFirst();
  }

  private String address() throws UsageException {
    String address =
        line.value("gateway").orElse(environment.getOrDefault("OSTLER_GATEWAY", USUAL_ADDRESS));
    if (!address.matches(".+:[0-9]{1,5}")) {
      throw new UsageException("no address: '" + address + "'; expected HOST:PORT");
    }
    return address;
  }

  private String token() throws UsageException, IOException {
    Optional<Path> file = line.path("token-file");
    if (file.isEmpty()) {
      return environment.getOrDefault("OSTLER_GATEWAY_TOKEN", "");
    }
    try {
      return Files.readString(file.get()).strip();
    } catch (NoSuchFileException e) {
      throw new IOException("cannot read the token in " + file.get() + ": it is not there", e);
    } catch (IOException e) {
      throw new IOException("cannot read the token in " + file.get() + ": " + e, e);
    }
  }
}
