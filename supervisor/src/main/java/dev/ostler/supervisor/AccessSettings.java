package dev.ostler.supervisor;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.OneOrMany;
import dev.ostler.configuration.ShortForm;
import dev.ostler.linux.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How others reach a supervisor, in its file. */
public final class AccessSettings {
  private AccessSettings() {}

  /**
   * Standby by a file.
   *
   * @param file what to watch
   * @param processes who is on standby without it; all if empty
   * @param settle how long a change must last before it counts
   */
  @Description("Standby by a file")
  public record Activation(
      @ShortForm @Description("Processes run while this file exists") Path file,
      @OneOrMany @Description("The processes that it decides on; all if none is named")
          List<String> processes,
      @Default("0s") @Description("How long a change must last before it counts")
          Duration settle) {}

  /** What a signal to the supervisor does. */
  @Description("What a signal does")
  public sealed interface Forwarding {
    /**
     * It is forwarded as another one.
     *
     * @param signal which
     */
    record As(@ShortForm @Description("The signal that processes get instead") Signal signal)
        implements Forwarding {}

    /** Nothing. */
    record None() implements Forwarding {}

    /** The file is read again. */
    record Reload() implements Forwarding {}
  }

  /**
   * The control socket.
   *
   * @param socket its name
   * @param mode its permission bits; if not given, 0600, or 0660 with a group
   * @param group who may use it beside its owner
   */
  @Description("The control socket")
  public record Control(
      @ShortForm @Description("The socket's name") Path socket,
      @Description(
              "Its permission bits, octal: who may write to it may use it; 0600 if not given, 0660"
                  + " with a group")
          Optional<Mode> mode,
      @Description("The group that may use it, beside root and Ostler's own user")
          Optional<String> group) {}

  /**
   * The datagram socket.
   *
   * @param socket its name
   * @param answers whether senders are told what became of their words
   */
  @Description("The datagram socket")
  public record Datagrams(
      @ShortForm @Description("The socket's name") Path socket,
      @Default("false")
          @Description(
              "Whether a sender is told OK or ERROR, if its own socket has an absolute name, as that of"
                  + " 'nc -uU' has")
          boolean answers) {}

  /**
   * The address of metrics and health.
   *
   * @param listen host and port
   */
  @Description("Metrics and health by HTTP")
  public record Metrics(
      @ShortForm
          @Description(
              "The address, such as 127.0.0.1:9600, localhost:9600, or :9600 for all of them")
          Address listen) {}

  /**
   * Ostler's own messages.
   *
   * @param format how they look
   */
  @Description("Ostler's own messages")
  public record Log(@Default("text") @Description("Lines for people, or JSON") Format format) {}

  /** How messages look. */
  public enum Format {
    /** A line for people. */
    TEXT,
    /** A JSON object in a line. */
    JSON
  }
}
