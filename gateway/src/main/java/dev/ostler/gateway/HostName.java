package dev.ostler.gateway;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What visitors call an app, as requests have it without a port.
 *
 * @param text a name or number in lower case, IPv6 without brackets; {@code *} for all others
 */
record HostName(String text) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f]*(:[0-9a-f.]*){2,}");

  /** Refuses what no request can name. */
  HostName {
    text = text.toLowerCase(Locale.ROOT);
    if (!text.equals(Apps.ANY) && !NAME.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "found host '"
              + text
              + "', expected one without scheme, port and path, such as shop.example.org, 10.0.0.7"
              + " or ::1, or '*' for all others");
    }
  }

  static HostName parse(String text) {
    return new HostName(text);
  }

  // What a record has by itself is made at its first use: 8 ms of a gateway's start.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostName that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
