package dev.ostler.configuration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A value that must not be shown. In a file: the text itself, better <code>{file: PATH}</code>
 * (without the line end at its end) or <code>{env: NAME}</code>.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Hides a value.
   *
   * @param value what to hide
   * @return the secret
   */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /**
   * Returns the value itself.
   *
   * @return what must not reach a log, a message or another file
   */
  public String reveal() {
    return value;
  }

  /** Takes the same time however much is equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
  }

  private byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Does not tell. */
  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
