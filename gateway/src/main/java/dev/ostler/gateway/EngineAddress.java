package dev.ostler.gateway;

import dev.ostler.engine.SshDialer;
import dev.ostler.engine.SshSettings;
import dev.ostler.engine.UnixDialer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a container engine is.
 *
 * @param text {@code unix://PATH} or {@code ssh://[USER@]HOST[:PORT]}
 */
record EngineAddress(String text) {
  private static final String UNIX = "unix://";
  private static final String SSH = "ssh://";

  /** Refuses what is no such address, so that whoever has one can open it. */
  EngineAddress {
    boolean unix = text.startsWith(UNIX + "/") && text.indexOf('\0') < 0;
    boolean ssh = text.startsWith(SSH) && text.length() > SSH.length();
    if (!unix && !ssh) {
      throw new IllegalArgumentException(
          "found '" + text + "', expected unix://PATH or ssh://[USER@]HOST[:PORT]");
    }
    if (ssh) {
      requireSsh(text);
    }
  }

  private static void requireSsh(String text) {
    try {
      SshSettings _ = SshSettings.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "found '"
              + text
              + "', expected ssh://[USER@]HOST[:PORT] with a host name, which has no '_', or an"
              + " address, and a port from 1 to 65535",
          e);
    }
  }

  static EngineAddress parse(String text) {
    return new EngineAddress(text);
  }

  /** Nothing is sent to it yet; the caller closes it. */
  EngineAccess open() {
    return EngineAccess.over(
        text.startsWith(SSH)
            ? new SshDialer(SshSettings.parse(text))
            : new UnixDialer(Path.of(text.substring(UNIX.length()))));
  }

  /** The host that it is on; empty for this one. */
  Optional<String> host() {
    return text.startsWith(SSH) ? Optional.of(SshSettings.parse(text).host()) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
