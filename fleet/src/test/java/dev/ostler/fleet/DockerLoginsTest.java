package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.RegistryLogin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who pulls, by what {@code docker login} wrote down. */
class DockerLoginsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "web, docker.io",
    "web:1, docker.io",
    "example/web:1, docker.io",
    "registry:5000/web, registry:5000",
    "registry.example.com/a/web@sha256:00, registry.example.com",
    "localhost/web, localhost"
  })
  void registryIsWhatIsBeforeTheFirstSlashIfItCanBeAHost(String image, String registry) {
    assertThat(Logins.registry(image)).isEqualTo(registry);
  }

  @Test
  void withoutAFileNobodyPulls() throws IOException {
    assertThat(logins().of("web")).isEqualTo(RegistryLogin.ANONYMOUS);
  }

  @Test
  void loginIsReadFromTheFile() throws IOException {
    write("{'auths': {'https://index.docker.io/v1/': {'auth': '" + base64("anna:a:b") + "'}}}");

    assertThat(logins().of("example/web:1"))
        .isEqualTo(new RegistryLogin("https://index.docker.io/v1/", "anna", "a:b", ""));
  }

  @Test
  void tokenIsReadFromTheFile() throws IOException {
    write("{'auths': {'registry.example.com': {'identitytoken': 'T'}}}");

    assertThat(logins().of("registry.example.com/web"))
        .isEqualTo(new RegistryLogin("registry.example.com", "", "", "T"));
  }

  @Test
  void helperOfARegistryIsAskedInItsOwnWay() throws IOException {
    helper("echo '{\"Username\":\"anna\",\"Secret\":\"sesame\"}'");
    write("{'credHelpers': {'registry.example.com': 'x'}}");

    assertThat(logins().of("registry.example.com/web"))
        .isEqualTo(new RegistryLogin("registry.example.com", "anna", "sesame", ""));
  }

  @Test
  void helperThatKnowsNoneMeansNobody() throws IOException {
    helper("echo 'credentials not found in native keychain'; exit 1");
    write("{'credsStore': 'x'}");

    assertThat(logins().of("registry.example.com/web")).isEqualTo(RegistryLogin.ANONYMOUS);
  }

  @Test
  void helperThatIsNotThereIsTold() throws IOException {
    write("{'credsStore': 'none-of-these'}");

    assertThatThrownBy(() -> logins().of("registry.example.com/web"))
        .hasMessage(
            "cannot ask for the login of registry.example.com: docker-credential-none-of-these: it is"
                + " not on the PATH, or cannot be run; install or repair it, or give the login"
                + " under registries");
  }

  @Test
  void whatAHelperSaysInsteadOfJsonIsNotTold() throws IOException {
    helper("echo sesame");
    write("{'credsStore': 'x'}");

    assertThatThrownBy(() -> logins().of("registry.example.com/web"))
        .hasMessageContaining("gave no JSON")
        .hasMessageNotContaining("sesame");
  }

  @Test
  void brokenFileIsTold() throws IOException {
    write("{'auths': ");

    assertThatThrownBy(() -> logins().of("web"))
        .hasMessageStartingWith("cannot read " + folder.resolve("config.json") + ": not JSON: ");
  }

  @Test
  void loginOfTheFleetsFileComesFirst() throws IOException {
    write("{'auths': {'registry.example.com': {'identitytoken': 'T'}}}");
    RegistryLogin ours = new RegistryLogin("registry.example.com", "anna", "sesame", "");
    Logins logins = Logins.of(Map.of("registry.example.com", ours), logins());

    assertThat(logins.of("registry.example.com/web")).isEqualTo(ours);
    assertThat(logins.of("other.example.com/web")).isEqualTo(RegistryLogin.ANONYMOUS);
  }

  private void write(String json) throws IOException {
    Files.writeString(folder.resolve("config.json"), json.replace('\'', '"'));
  }

  private DockerLogins logins() {
    return new DockerLogins(folder, program -> folder.resolve(program).toString());
  }

  private void helper(String script) throws IOException {
    Path file = folder.resolve("docker-credential-x");
    Files.writeString(file, "#!/bin/sh\ncat >/dev/null\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
