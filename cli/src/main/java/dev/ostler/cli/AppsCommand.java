package dev.ostler.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ostler apps}, {@code wake}, {@code idle} and {@code explain}: talk to a running {@code
 * ostler gateway}, which answers terminals in text and programs in JSON.
 */
final class AppsCommand {
  private static final String USUAL_ADDRESS = "127.0.0.1:9700";

  /** A host or {@code [IPV6]}, and a port. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.%]+]|[^\\s\\p{Cntrl}/?#@:%\\[\\]\\\\]+):([0-9]{1,5})");

  private static final int LARGEST_PORT = 65535;
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
    HttpURLConnection connection = connection(address, path, token());
    connection.setRequestMethod(method);
    GatewayAnswer answer;
    try {
      answer = GatewayAnswer.read(connection);
    } catch (UnknownHostException e) {
      return unreachable(address, "its name is not known");
    } catch (IOException e) {
      return unreachable(address, String.valueOf(e.getMessage()));
    }
    return answer.isOfGateway(line.isJson())
        ? show(answer)
        : unreachable(address, "something else answers there (" + answer.words() + ")");
  }

  private HttpURLConnection connection(String address, String path, String token)
      throws UsageException, IOException {
    try {
      URI uri = URI.create("http://" + address + path);
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setInstanceFollowRedirects(false); // the token is for nobody else
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      connection.setRequestProperty("Authorization", "Bearer " + token);
      connection.setRequestProperty("Accept", line.isJson() ? "application/json" : "text/plain");
      return connection;
    } catch (IllegalArgumentException | MalformedURLException e) {
      throw noAddress(address);
    }
  }

  private static int unreachable(String address, String why) {
    Console.message(
        "ostler: cannot reach the gateway at "
            + address
            + ": "
            + Plain.line(why)
            + "; its 'admin' says where it listens: give that by --gateway or OSTLER_GATEWAY");
    return UNAVAILABLE;
  }

  private int show(GatewayAnswer answer) {
    if (answer.isGood()) {
      Console.result(Plain.lines(answer.text()));
      return 0;
    }
    String advice =
        answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED
            ? "; give the token of its 'admin' by OSTLER_GATEWAY_TOKEN or --token-file"
            : "";
    Console.message("ostler: cannot " + words() + ": " + Plain.line(answer.text()) + advice);
    return FAILED;
  }

  private String words() {
    return verb.equals("apps") ? "list apps" : verb + " " + line.operands().getFirst();
  }

  private String address() throws UsageException {
    String address =
        line.value("gateway").orElse(environment.getOrDefault("OSTLER_GATEWAY", USUAL_ADDRESS));
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches() || !isPort(Integer.parseInt(parts.group(1)))) {
      throw noAddress(address);
    }
    return address;
  }

  private static boolean isPort(int number) {
    return number > 0 && number <= LARGEST_PORT;
  }

  private static UsageException noAddress(String address) {
    return new UsageException(
        "no address: '"
            + address
            + "'; expected HOST:PORT with a port from 1 to 65535, such as "
            + USUAL_ADDRESS);
  }

  private String token() throws UsageException, IOException {
    Optional<Path> file = line.path("token-file");
    String token =
        file.isPresent()
            ? Files.readString(file.get()).strip()
            : environment.getOrDefault("OSTLER_GATEWAY_TOKEN", "");
    if (token.chars().anyMatch(Character::isISOControl)) {
      throw new UsageException(
          "cannot send the token of "
              + file.map(Path::toString).orElse("OSTLER_GATEWAY_TOKEN")
              + ": it has a line break or another character that no token has; expected one line");
    }
    return token;
  }
}
