package dev.ostler.fleet;

import dev.ostler.engine.RegistryLogin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The logins that {@code docker login} wrote down: in {@code config.json}, or with a credential
 * helper that it names.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/login/#credential-stores">credential
 *     stores</a>
 */
final class DockerLogins implements Logins {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LONGEST = 1 << 20;

  /** What a helper writes where a login has a token instead of a name. */
  private static final String TOKEN = "<token>";

  private final Path file;
  private final UnaryOperator<String> programs;

  /**
   * Those of a folder.
   *
   * @param programs where a program of some name is
   */
  DockerLogins(Path folder, UnaryOperator<String> programs) {
    file = folder.resolve("config.json");
    this.programs = programs;
  }

  /** Of whoever runs this. */
  static Logins ofUser() {
    String folder = System.getenv("DOCKER_CONFIG");
    return new DockerLogins(
        folder == null || folder.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".docker")
            : Path.of(folder),
        UnaryOperator.identity());
  }

  @Override
  public RegistryLogin of(String image) throws IOException {
    if (!Files.exists(file)) {
      return RegistryLogin.ANONYMOUS;
    }
    Map<String, Object> configuration = read();
    List<String> names = names(Logins.registry(image));
    for (String name : names) {
      String helper = Json.text(Json.map(configuration.get("credHelpers")).get(name));
      if (!helper.isEmpty()) {
        return ask(helper, name).orElse(RegistryLogin.ANONYMOUS);
      }
    }
    for (String name : names) {
      Optional<RegistryLogin> written = written(configuration, name);
      if (written.isPresent()) {
        return written.get();
      }
    }
    String store = Json.text(configuration.get("credsStore"));
    return store.isEmpty()
        ? RegistryLogin.ANONYMOUS
        : ask(store, names.getFirst()).orElse(RegistryLogin.ANONYMOUS);
  }

  private Map<String, Object> read() throws IOException {
    try {
      return Json.read(FileText.read(file));
    } catch (IllegalArgumentException e) {
      throw failure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The registry of Docker goes by the name that it had first. */
  private static List<String> names(String registry) {
    return registry.equals("docker.io")
        ? List.of("https://index.docker.io/v1/", "index.docker.io", "docker.io")
        : List.of(registry, "https://" + registry, "http://" + registry);
  }

  private Optional<RegistryLogin> written(Map<String, Object> configuration, String name)
      throws IOException {
    Map<?, ?> login = Json.map(Json.map(configuration.get("auths")).get(name));
    String token = Json.text(login.get("identitytoken"));
    String encoded = Json.text(login.get("auth"));
    if (!token.isEmpty()) {
      return Optional.of(new RegistryLogin(name, "", "", token));
    }
    if (encoded.isEmpty()) {
      return Optional.empty();
    }
    String plain;
    try {
      plain = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw failure("cannot read the login of " + name + " in " + file + ": it is not Base64", e);
    }
    int colon = plain.indexOf(':');
    if (colon < 0) {
      throw failure(
          "cannot read the login of " + name + " in " + file + ": it is not USER:PASSWORD", null);
    }
    return Optional.of(
        new RegistryLogin(name, plain.substring(0, colon), plain.substring(colon + 1), ""));
  }

  /** Nothing if the helper has none for that registry. */
  private Optional<RegistryLogin> ask(String helper, String registry) throws IOException {
    String program = "docker-credential-" + helper;
    LocalCommand.Ended ended = run(program, registry);
    String said = StandardCharsets.UTF_8.decode(ended.output()).toString();
    if (ended.status() != 0) {
      if (said.contains("credentials not found")) {
        return Optional.empty();
      }
      throw failure(
          "cannot ask for the login of " + registry + ": " + program + ": " + said.strip(), null);
    }
    try {
      return Optional.of(login(registry, Json.read(said)));
    } catch (IllegalArgumentException e) {
      // What it said may be the secret itself.
      throw failure(
          "cannot ask for the login of " + registry + ": " + program + " gave no JSON", null);
    }
  }

  private LocalCommand.Ended run(String program, String registry) throws FleetException {
    try {
      return new LocalCommand(List.of(programs.apply(program), "get"), PATIENCE, LONGEST)
          .run(registry);
    } catch (IOException e) {
      throw failure(
          "cannot ask for the login of "
              + registry
              + ": "
              + program
              + ": "
              + e.getMessage()
              + "; install or repair it, or give the login under registries",
          e);
    }
  }

  private static RegistryLogin login(String registry, Map<String, Object> object) {
    String user = Json.text(object.get("Username"));
    String secret = Json.text(object.get("Secret"));
    return user.equals(TOKEN)
        ? new RegistryLogin(registry, "", "", secret)
        : new RegistryLogin(registry, user, secret, "");
  }

  private static FleetException failure(String message, @Nullable Throwable cause) {
    return new FleetException(FleetException.Kind.FAILED, message, cause);
  }
}
