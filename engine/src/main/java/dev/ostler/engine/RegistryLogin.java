package dev.ostler.engine;

import java.util.Base64;

/**
 * Who pulls from a registry. Prints without its secrets.
 *
 * @param server the registry's name; may be empty
 * @param user name of the account; empty with a token
 * @param password of the account; empty with a token
 * @param token an identity token; empty with a password
 */
public record RegistryLogin(String server, String user, String password, String token) {
  /** Nobody. */
  public static final RegistryLogin ANONYMOUS = new RegistryLogin("", "", "", "");

  /** The header that carries it; empty for nobody. */
  String header() {
    JsonFields login =
        new JsonFields()
            .put("username", user)
            .put("password", password)
            .put("identitytoken", token)
            .put("serveraddress", server);
    return login.map().isEmpty() ? "" : Base64.getUrlEncoder().encodeToString(login.bytes());
  }

  @Override
  public String toString() {
    return "RegistryLogin[server=" + server + ", user=" + user + ", [REDACTED]]";
  }
}
