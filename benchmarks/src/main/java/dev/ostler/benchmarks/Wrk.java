package dev.ostler.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As many requests as a server answers, by wrk.
 *
 * @param requests answered
 * @param perSecond answered
 * @param failures answers other than 2xx and 3xx, and errors of connections
 * @see <a href="https://github.com/wg/wrk">wrk</a>
 */
record Wrk(long requests, double perSecond, long failures) {
  static final String REMEDY = "not here: apt-get install wrk";

  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern ERRORS =
      Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  static Wrk run(Cores cores, WebServer server, int connections, Duration time)
      throws BenchmarkException {
    return run(cores, server, connections, time, List.of());
  }

  /**
   * With more options.
   *
   * @param options such as headers
   */
  static Wrk run(
      Cores cores, WebServer server, int connections, Duration time, List<String> options)
      throws BenchmarkException {
    if (Tools.find("wrk").isEmpty()) {
      throw new BenchmarkException(REMEDY);
    }
    List<String> command = new ArrayList<>(cores.load());
    command.addAll(
        List.of(
            "wrk",
            "--threads=2",
            "--connections=" + connections,
            "--duration=" + time.toSeconds() + "s",
            "--timeout=10s"));
    command.addAll(options);
    command.add("http://127.0.0.1:" + server.port() + "/");
    return parse(Tools.run(command));
  }

  static Wrk parse(String text) throws BenchmarkException {
    Matcher requests = REQUESTS.matcher(text);
    Matcher rate = RATE.matcher(text);
    if (!requests.find() || !rate.find()) {
      throw new BenchmarkException("cannot understand wrk: " + text);
    }
    Matcher bad = BAD.matcher(text);
    long failures = bad.find() ? Long.parseLong(bad.group(1)) : 0;
    Matcher errors = ERRORS.matcher(text);
    if (errors.find()) {
      for (int i = 1; i <= errors.groupCount(); i++) {
        failures += Long.parseLong(errors.group(i));
      }
    }
    return new Wrk(Long.parseLong(requests.group(1)), Double.parseDouble(rate.group(1)), failures);
  }
}
