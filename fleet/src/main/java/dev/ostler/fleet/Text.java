package dev.ostler.fleet;

import java.util.Objects;

/**
 * A text that may be a secret. A secret is sent to the engine and compared by keyed hash; it is
 * never printed.
 *
 * @param reveal the text itself; only what sends it to an engine asks for it
 * @param secret whether it must not be printed
 */
public record Text(String reveal, boolean secret) {
  /** What is printed in place of a secret. */
  static final String REDACTED = "[REDACTED]";

  /** Refuses what is not there. */
  public Text {
    Objects.requireNonNull(reveal, "reveal");
  }

  /**
   * A text that may be printed.
   *
   * @param text the text
   * @return it
   */
  public static Text plain(String text) {
    return new Text(text, false);
  }

  /**
   * A text that must not be printed.
   *
   * @param text the text
   * @return it
   */
  public static Text secret(String text) {
    return new Text(text, true);
  }

  /** The text, or {@code [REDACTED]}. */
  @Override
  public String toString() {
    return secret ? REDACTED : reveal;
  }
}
