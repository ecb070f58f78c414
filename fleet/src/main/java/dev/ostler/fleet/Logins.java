package dev.ostler.fleet;

import dev.ostler.engine.RegistryLogin;
import java.io.IOException;
import java.util.Map;

/** Who pulls from which registry. */
@FunctionalInterface
interface Logins {
  /**
   * Who pulls an image.
   *
   * @throws IOException if it is written down somewhere and cannot be read
   */
  RegistryLogin of(String image) throws IOException;

  /** Nobody, from anywhere. */
  Logins NONE = _ -> RegistryLogin.ANONYMOUS;

  /** Those of the file; for other registries those that Docker's own command knows. */
  static Logins of(Map<String, RegistryLogin> known, Logins others) {
    return image -> {
      RegistryLogin ours = known.get(registry(image));
      return ours == null ? others.of(image) : ours;
    };
  }

  /** The registry of an image's name: what is before the first slash, if it can be a host. */
  static String registry(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    return isHost ? first : "docker.io";
  }
}
