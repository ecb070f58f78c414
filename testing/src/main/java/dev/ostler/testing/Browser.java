package dev.ostler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Chromium without a window, by its driver.
 *
 * @see <a href="https://www.w3.org/TR/webdriver2/">WebDriver</a>
 */
public final class Browser implements AutoCloseable {
  private static final Pattern TEXT = Pattern.compile("\"value\":\"((?:[^\"\\\\]++|\\\\.)*+)\"");
  private static final Pattern SESSION = Pattern.compile("\"sessionId\":\"([^\"]*)\"");
  private static final Pattern HANDLE = Pattern.compile("\"handle\":\"([^\"]*)\"");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path profile;
  private final Process driver;
  private final String address;
  private String session = "";

  private Browser(Path profile, Process driver, int port) {
    this.profile = profile;
    this.driver = driver;
    this.address = "http://127.0.0.1:" + port;
  }

  /**
   * Starts one with an empty profile.
   *
   * @return the browser; the caller closes it
   */
  public static Browser open() {
    try {
      int port = freePort();
      Path profile = Files.createTempDirectory("ostler-browser");
      Process driver =
          new ProcessBuilder("chromedriver", "--port=" + port)
              .redirectErrorStream(true)
              .redirectOutput(profile.resolve("driver.log").toFile())
              .start();
      Browser browser = new Browser(profile, driver, port);
      Eventually.await("the driver listens", browser::isListening);
      browser.begin();
      return browser;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private boolean isListening() {
    try {
      return send("GET", "/status", "").contains("\"ready\":true");
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private void begin() {
    String flags =
        Stream.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile.resolve("profile"))
            .map(Browser::quoted)
            .collect(Collectors.joining(","));
    String answer =
        send(
            "POST",
            "/session",
            "{\"capabilities\":{\"alwaysMatch\":{\"goog:chromeOptions\":{\"args\":["
                + flags
                + "]}}}}");
    session = "/session/" + first(SESSION, answer);
  }

  /**
   * Opens a page and waits until it is there.
   *
   * @param url whole
   */
  public void goTo(String url) {
    send("POST", session + "/url", "{\"url\":" + quoted(url) + "}");
  }

  /**
   * Returns the address of the page.
   *
   * @return with query and fragment
   */
  public String url() {
    return value(send("GET", session + "/url", ""));
  }

  /**
   * Runs a script in the page.
   *
   * @param script returns a text
   * @return the text
   */
  public String run(String script) {
    return value(
        send("POST", session + "/execute/sync", "{\"script\":" + quoted(script) + ",\"args\":[]}"));
  }

  /**
   * Returns what stands in the page, to be read without scripts, too.
   *
   * @return the source
   */
  public String source() {
    return value(send("GET", session + "/source", ""));
  }

  /**
   * Sends a command of the DevTools protocol.
   *
   * @param command such as {@code Accessibility.getFullAXTree}
   * @param parameters in JSON
   * @return the answer, in JSON
   */
  public String develop(String command, String parameters) {
    return send(
        "POST",
        session + "/goog/cdp/execute",
        "{\"cmd\":" + quoted(command) + ",\"params\":" + parameters + "}");
  }

  /**
   * Opens a further tab and goes on there.
   *
   * @return the name of the tab before, for {@link #switchTo}
   */
  public String openTab() {
    String before = value(send("GET", session + "/window", ""));
    switchTo(first(HANDLE, send("POST", session + "/window/new", "{\"type\":\"tab\"}")));
    return before;
  }

  /**
   * Goes on in another tab.
   *
   * @param tab its name
   */
  public void switchTo(String tab) {
    send("POST", session + "/window", "{\"handle\":" + quoted(tab) + "}");
  }

  private String send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError("the browser refuses " + path + " " + body + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String value(String answer) {
    return unquoted(first(TEXT, answer));
  }

  private static String first(Pattern pattern, String answer) {
    Matcher matcher = pattern.matcher(answer);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + answer);
    }
    return matcher.group(1);
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c < ' ' || c == '"' || c == '\\') {
            json.append("\\u%04x".formatted(c));
          } else {
            json.append((char) c);
          }
        });
    return json.append('"').toString();
  }

  private static String unquoted(String json) {
    return Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)")
        .matcher(json)
        .replaceAll(escape -> Matcher.quoteReplacement(character(escape.group(1))));
  }

  private static String character(String escape) {
    return switch (escape.charAt(0)) {
      case 'u' -> Character.toString(Integer.parseInt(escape.substring(1), 16));
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'b' -> "\b";
      case 'f' -> "\f";
      default -> escape;
    };
  }

  @Override
  public void close() {
    try {
      send("DELETE", session, "");
    } catch (AssertionError | UncheckedIOException alreadyGone) {
      // its end is what was wanted
    }
    client.close();
    List<ProcessHandle> children = driver.descendants().toList();
    driver.destroy();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      driver.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Tool.run("rm", "-rf", profile.toString());
  }
}
