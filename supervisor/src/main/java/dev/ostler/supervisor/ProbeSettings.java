package dev.ostler.supervisor;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.Key;
import dev.ostler.configuration.OneOf;
import dev.ostler.configuration.Range;
import dev.ostler.configuration.Required;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How it is seen that a process is ready or alive, in a run file. */
public final class ProbeSettings {
  private ProbeSettings() {}

  /**
   * When a process is ready.
   *
   * @param exec a command that succeeds
   * @param http a URL that answers
   * @param tcp an address that accepts connections
   * @param log what a line of its output contains
   * @param notifies whether it tells by itself
   * @param descriptor where it writes a line by itself
   * @param status the answers that count
   * @param header what is sent with the request
   * @param every how often it is tried
   * @param timeout how long one attempt may take
   * @param within how long until it is ready
   * @param failures how many in a row make it unready again
   * @param successes how many in a row make it ready
   * @param delay how long after the start the first attempt comes
   */
  @Description("When a process is ready")
  @OneOf({"exec", "http", "tcp", "log", "notify", "descriptor"})
  public record Ready(
      @Description("A command that succeeds") Optional<List<String>> exec,
      @Description(
              "A URL that answers: http, of localhost or an IP address; for other names, and https, use"
                  + " exec")
          Optional<URI> http,
      @Description("HOST:PORT that accepts connections: localhost or an IP address; else use exec")
          Optional<Address> tcp,
      @Description(
              "A regular expression that a line of its output contains; inherited output is passed on as plain then")
          Optional<LogExpression> log,
      @Description("It tells by sd_notify(3), to the socket in NOTIFY_SOCKET") @Key("notify")
          Optional<Boolean> notifies,
      @Range(min = 3, max = ChildCommand.LAST_DESCRIPTOR)
          @Description("It writes a line to this descriptor, which it finds open")
          Optional<Integer> descriptor,
      @Description("The answers that count, with http, such as 200 or 200-299; default: 200-399")
          Optional<StatusRange> status,
      @Description("Header fields of the request, with http") Map<String, String> header,
      @Default("1s") @Description("How often it is tried") Duration every,
      @Default("5s") @Description("How long one attempt may take") Duration timeout,
      @Default("1m") @Description("How long until it is ready; it has failed then") Duration within,
      @Range(min = 1) @Default("3") @Description("How many failures in a row make it unready again")
          int failures,
      @Range(min = 1) @Default("1") @Description("How many successes in a row make it ready")
          int successes,
      @Default("0s") @Description("How long after the start the first attempt comes")
          Duration delay) {
    /** Refuses what makes no sense. */
    public Ready {
      check(http, tcp, status, header);
      check(exec, notifies);
      checkPositive(every, timeout, within);
    }
  }

  /**
   * When a process is alive.
   *
   * @param exec a command that succeeds
   * @param http a URL that answers
   * @param tcp an address that accepts connections
   * @param notifies whether it tells by itself
   * @param status the answers that count
   * @param header what is sent with the request
   * @param every how often it is tried
   * @param timeout how long one attempt may take
   * @param failures how many in a row count
   * @param successes how many in a row make it alive again
   * @param delay how long after it is ready the first attempt comes
   * @param then what follows
   */
  @Description("How to see that a process still works")
  @OneOf({"exec", "http", "tcp", "notify"})
  public record Alive(
      @Description("A command that succeeds") Optional<List<String>> exec,
      @Description(
              "A URL that answers: http, of localhost or an IP address; for other names, and https, use"
                  + " exec")
          Optional<URI> http,
      @Description("HOST:PORT that accepts connections: localhost or an IP address; else use exec")
          Optional<Address> tcp,
      @Description("It tells by sd_notify(3), WATCHDOG=1") @Key("notify")
          Optional<Boolean> notifies,
      @Description("The answers that count, with http, such as 200 or 200-299; default: 200-399")
          Optional<StatusRange> status,
      @Description("Header fields of the request, with http") Map<String, String> header,
      @Default("10s") @Description("How often it is tried") Duration every,
      @Default("5s") @Description("How long one attempt may take") Duration timeout,
      @Range(min = 1) @Default("3") @Description("How many failures in a row count") int failures,
      @Range(min = 1) @Default("1") @Description("How many successes in a row make it alive again")
          int successes,
      @Default("0s") @Description("How long after it is ready the first attempt comes")
          Duration delay,
      @Default("restart") @Description("What follows when it does not work") Remedy then) {
    /** Refuses what makes no sense. */
    public Alive {
      check(http, tcp, status, header);
      check(exec, notifies);
      checkPositive(every, timeout, every);
    }
  }

  /** What follows when a process is not alive. */
  @Description("What follows when a process does not work")
  public sealed interface Remedy {
    /** It is stopped and started. */
    record Restart() implements Remedy {}

    /** It is told, nothing more. */
    record Ignore() implements Remedy {}

    /** Everything is stopped. */
    record Stop() implements Remedy {}

    /**
     * A signal is sent to it.
     *
     * @param signal which
     */
    record Send(@Description("The signal that it is sent") Signal signal) implements Remedy {}

    /**
     * A command is run.
     *
     * @param command which
     */
    record Run(@Required @Description("The command to run") List<String> command)
        implements Remedy {}
  }

  /**
   * A regular expression.
   *
   * @param regex as {@link java.util.regex.Pattern} reads it
   */
  public record LogExpression(String regex) {
    /** Refuses what is none. */
    public LogExpression {
      LinePattern.of(regex);
    }

    /**
     * Reads a regular expression.
     *
     * @param text as {@link java.util.regex.Pattern} reads it
     * @return the expression
     * @throws IllegalArgumentException if it is none
     */
    public static LogExpression parse(String text) {
      return new LogExpression(text);
    }
  }

  /**
   * Statuses of HTTP. In a file: one, or the first and the last of several.
   *
   * @param lowest 200 to 599
   * @param highest from the lowest to 599
   */
  public record StatusRange(int lowest, int highest) {
    private static final String EXPECTED =
        "expected a status from 200 to 599, or a range such as 200-299";
    static final StatusRange USUAL = new StatusRange(200, 399);

    /** Checks the range. */
    public StatusRange {
      if (lowest < 200 || highest > 599 || lowest > highest) {
        throw new IllegalArgumentException(EXPECTED);
      }
    }

    /**
     * Reads a range.
     *
     * @param text such as {@code 204} or {@code 200-299}
     * @return the range
     * @throws IllegalArgumentException if it is none
     */
    public static StatusRange parse(String text) {
      int dash = text.indexOf('-');
      return dash < 0
          ? new StatusRange(number(text), number(text))
          : new StatusRange(number(text.substring(0, dash)), number(text.substring(dash + 1)));
    }

    private static int number(String digits) {
      try {
        return Integer.parseInt(digits);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(EXPECTED, e);
      }
    }
  }

  /** The question that a page answers. */
  static Probe.Http page(URI uri, Optional<StatusRange> status, Map<String, String> header) {
    StatusRange range = status.orElse(StatusRange.USUAL);
    return new Probe.Http(uri, range.lowest(), range.highest(), header);
  }

  /** Refuses what no probe can be made of. */
  private static void check(
      Optional<URI> http,
      Optional<Address> tcp,
      Optional<StatusRange> status,
      Map<String, String> header) {
    if (http.isEmpty() && (status.isPresent() || !header.isEmpty())) {
      throw new IllegalArgumentException("found status or header without http, expected them with");
    }
    http.ifPresent(uri -> page(uri, status, header));
    tcp.ifPresent(address -> new Probe.Tcp(address.host(), address.port()));
  }

  private static void check(Optional<List<String>> exec, Optional<Boolean> notifies) {
    if (exec.isPresent() && exec.get().isEmpty()) {
      throw new IllegalArgumentException("found an empty list in exec, expected a command");
    }
    if (notifies.isPresent() && !notifies.get()) {
      throw new IllegalArgumentException("found false in notify, expected true");
    }
  }

  private static void checkPositive(Duration every, Duration timeout, Duration within) {
    if (!every.isPositive() || !timeout.isPositive() || !within.isPositive()) {
      throw new IllegalArgumentException("found every, timeout or within of 0, expected more");
    }
  }
}
