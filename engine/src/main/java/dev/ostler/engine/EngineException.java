package dev.ostler.engine;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An engine did not do what was asked. The message says what was tried, on which engine, and why it
 * failed.
 */
public final class EngineException extends IOException {
  private static final long serialVersionUID = 1;

  private static final Pattern LONG_ID = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{52}\\b");

  /** How a call can fail; callers decide by it and by {@link #status}. */
  public enum Kind {
    /** No stream to the engine could be opened; nothing was asked of it. */
    UNREACHABLE,
    /** The engine answered with an error status. */
    REFUSED,
    /** The engine reported an error after it had begun, for example in the course of a pull. */
    FAILED,
    /** A question was asked and no whole answer came. Asking again is safe. */
    NO_ANSWER,
    /** A change was asked for and no whole answer came: it is unknown whether it was made. */
    UNKNOWN,
    /** The engine answered with something that is not its API. */
    NOT_UNDERSTOOD
  }

  /** How it failed. */
  private final Kind kind;

  /** What was tried. */
  private final String action;

  /** Of which engine. */
  private final String address;

  /** The status of its answer; 0 if there was none. */
  private final int status;

  /** Why. */
  private final String reason;

  private EngineException(
      Kind kind, Attempt attempt, int status, String reason, @Nullable Throwable cause) {
    super("cannot " + readable(attempt) + " on " + attempt.address() + ": " + reason, cause);
    this.kind = kind;
    this.action = attempt.action();
    this.address = attempt.address();
    this.status = status;
    this.reason = reason;
  }

  /** IDs are as long as people are used to. */
  private static String readable(Attempt attempt) {
    return LONG_ID.matcher(attempt.action()).replaceAll("$1");
  }

  /** What was tried, to be read after "cannot", and where. */
  record Attempt(String action, String address) {}

  /**
   * An engine that no stream could be opened to.
   *
   * @param address where it is, see {@link Dialer#address}
   * @param reason why, and what to do about it
   * @param cause what told us; may be null
   * @return the exception, of kind {@link Kind#UNREACHABLE}
   */
  public static EngineException unreachable(
      String address, String reason, @Nullable Throwable cause) {
    return new EngineException(
        Kind.UNREACHABLE, new Attempt("reach the engine", address), 0, reason, cause);
  }

  static EngineException of(Kind kind, Attempt attempt, String reason, @Nullable Throwable cause) {
    return new EngineException(kind, attempt, 0, reason, cause);
  }

  static EngineException refused(Attempt attempt, int status, String message) {
    return new EngineException(Kind.REFUSED, attempt, status, message + " (" + status + ")", null);
  }

  /**
   * Returns how the call failed.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns what was tried.
   *
   * @return the words after "cannot", such as "start container web"
   */
  public String action() {
    return action;
  }

  /**
   * Returns which engine it was tried on.
   *
   * @return see {@link Dialer#address}
   */
  public String address() {
    return address;
  }

  /**
   * Returns the status of the engine's answer.
   *
   * @return the HTTP status; 0 if there was no answer
   */
  public int status() {
    return status;
  }

  /**
   * Returns why, in the engine's words if it answered.
   *
   * @return the last part of the message
   */
  public String reason() {
    return reason;
  }

  /**
   * Says whether the engine does not have what was named.
   *
   * @return whether it answered 404
   */
  public boolean isNotFound() {
    return kind == Kind.REFUSED && status == 404;
  }

  /**
   * Says whether what was asked contradicts what is there, such as a name in use.
   *
   * @return whether it answered 409, or as Podman the same by 500, which {@link #status} hides
   */
  public boolean isConflict() {
    return kind == Kind.REFUSED && status == 409;
  }
}
