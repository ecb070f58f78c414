package dev.ostler.engine;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Paths as they stand in an OpenSSH configuration, for one user of this machine.
 *
 * @param home his folder
 * @param user his name
 * @param agent the socket of his agent
 */
record SshPaths(Path home, String user, Optional<Path> agent) {
  /** What the signs {@code %n}, {@code %h}, {@code %p} and {@code %r} stand for. */
  record Tokens(String name, SshHop.Place place) {}

  static SshPaths ofThisUser() {
    return new SshPaths(
        Path.of(Objects.requireNonNull(System.getProperty("user.home"))),
        Objects.requireNonNull(System.getProperty("user.name")),
        Optional.ofNullable(System.getenv("SSH_AUTH_SOCK"))
            .filter(socket -> !socket.isEmpty())
            .map(Path::of));
  }

  Path usualConfiguration() {
    return home.resolve(".ssh/config");
  }

  Path expand(String path, Tokens tokens) throws SshLoginException {
    String rest = path.startsWith("~/") ? home + path.substring(1) : path;
    StringBuilder expanded = new StringBuilder();
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      expanded.append(c == '%' && i + 1 < rest.length() ? token(rest.charAt(++i), tokens) : c);
    }
    if (rest.startsWith("~") || rest.contains("${") || expanded.indexOf("\0") >= 0) {
      throw new SshLoginException(
          SshLoginException.Kind.SETTINGS,
          "the path '%s' in the SSH configuration of %s is not understood; write it out"
              .formatted(path, tokens.name()),
          null);
    }
    return home.resolve(expanded.toString());
  }

  /** NUL, which no path has, for a token that is not known. */
  private String token(char token, Tokens tokens) {
    return switch (token) {
      case '%' -> "%";
      case 'd' -> home.toString();
      case 'h' -> tokens.place().host();
      case 'n' -> tokens.name();
      case 'p' -> Integer.toString(tokens.place().port());
      case 'r' -> tokens.place().user();
      case 'u' -> user;
      default -> "\0";
    };
  }
}
