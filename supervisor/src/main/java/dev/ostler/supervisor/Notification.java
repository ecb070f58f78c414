package dev.ostler.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing that a process says of itself.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html">sd_notify</a>
 */
sealed interface Notification {
  /** It has started, or read its configuration anew. */
  record Ready() implements Notification {}

  /**
   * It reads its configuration anew; {@link Ready} follows.
   *
   * @param microseconds when it began, on the monotonic clock; a later signal is not answered by
   *     this
   */
  record Reloading(OptionalLong microseconds) implements Notification {}

  /** It ends. */
  record Stopping() implements Notification {}

  /** In words for people; one line, at most 256 characters. */
  record Status(String text) implements Notification {}

  /** The number of the error because of which it ends. */
  record Errno(int number) implements Notification {}

  /** It goes on as another process. */
  record MainPid(int pid) implements Notification {}

  /** It is alive. */
  record Alive() implements Notification {}

  /** It wants to be treated as if it had not said in time that it is alive. */
  record Trigger() implements Notification {}

  /** How often it will say that it is alive, from now on. */
  record AliveEvery(Duration interval) implements Notification {}

  /** How much longer, from now on, starting or stopping may take. */
  record MoreTime(Duration time) implements Notification {}

  /** The longest status that is kept, in characters. */
  int LONGEST_STATUS = 256;

  /**
   * Reads a datagram. Variables that are not known, and values that make no sense, are ignored, as
   * systemd does; of variables given twice the first counts. BARRIER needs nothing: the kernel has
   * closed the descriptor that came with it when the datagram was received.
   */
  static List<Notification> parse(String datagram) {
    List<Notification> said = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (String line : datagram.split("\n", -1)) {
      int equals = line.indexOf('=');
      String name = equals < 0 ? line : line.substring(0, equals);
      if (equals > 0 && !seen.contains(name)) {
        Optional<Notification> one = parse(name, line.substring(equals + 1), datagram);
        one.ifPresent(said::add);
        one.ifPresent(_ -> seen.add(name));
      }
    }
    return List.copyOf(said);
  }

  private static Optional<Notification> parse(String name, String value, String datagram) {
    return switch (name) {
      case "READY" -> one(value, new Ready());
      case "RELOADING" -> one(value, new Reloading(monotonic(datagram)));
      case "STOPPING" -> one(value, new Stopping());
      case "STATUS" -> Optional.of(new Status(oneLine(value)));
      case "ERRNO" -> number(value, 4095).map(number -> new Errno(number.intValue()));
      case "MAINPID" ->
          number(value, Integer.MAX_VALUE)
              .filter(pid -> pid > 1)
              .map(pid -> new MainPid(pid.intValue()));
      case "WATCHDOG" ->
          "trigger".equals(value) ? Optional.of(new Trigger()) : one(value, new Alive());
      case "WATCHDOG_USEC" -> time(value).map(AliveEvery::new);
      case "EXTEND_TIMEOUT_USEC" -> time(value).map(MoreTime::new);
      default -> Optional.empty();
    };
  }

  private static Optional<Notification> one(String value, Notification meaning) {
    return "1".equals(value) ? Optional.of(meaning) : Optional.empty();
  }

  private static OptionalLong monotonic(String datagram) {
    return datagram
        .lines()
        .filter(line -> line.startsWith("MONOTONIC_USEC="))
        .flatMap(line -> number(line.substring(line.indexOf('=') + 1), Long.MAX_VALUE).stream())
        .mapToLong(Long::longValue)
        .findFirst();
  }

  private static Optional<Duration> time(String microseconds) {
    return number(microseconds, Long.MAX_VALUE / 1000)
        .filter(number -> number > 0)
        .map(number -> Duration.ofNanos(number * 1000));
  }

  private static Optional<Long> number(String digits, long most) {
    if (!digits.matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    long number = Long.parseLong(digits);
    return number > most ? Optional.empty() : Optional.of(number);
  }

  /** It is shown to people, at terminals too. */
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.strip()
        .replaceAll("\\p{C}", "?")
        .codePoints()
        .limit(LONGEST_STATUS)
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
