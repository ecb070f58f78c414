package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderIT {
  private static final Path FOLDER = Built.RELEASE.folder();

  @TempDir Path scratch;

  @Test
  void versionTakesItsCache() {
    OstlerCommand.Result result = strict("version").run();

    assertThat(result.errors()).isEmpty();
    assertThat(result.output()).isEqualTo("ostler " + Built.RELEASE.version() + "\n");
    assertThat(result.status()).isZero();
  }

  @Test
  void runOfACommandTakesItsCache() {
    OstlerCommand.Result result = strict("run", "--", "sh", "-c", "echo hello; exit 7").run();

    assertThat(result.errors()).isEmpty();
    assertThat(result.output()).isEqualTo("hello\n");
    assertThat(result.status()).isEqualTo(7);
  }

  @Test
  void runOfAFileTakesItsCache() throws IOException {
    Path file =
        write("run.yaml", "processes: {web: {command: [echo, hello], restart: {when: no}}}\n");

    OstlerCommand.Result result = strict("run", file.toString()).run();

    assertThat(result.output()).isEqualTo("hello\n");
    assertThat(result.status()).as(result.errors()).isZero();
  }

  @Test
  void planOfAFleetTakesItsCache() throws IOException {
    Path file =
        write(
            "fleet.yaml",
            """
            name: shop
            hosts: {here: {engine: "unix:///no/such/engine.sock"}}
            containers: {web: {on: here, image: web}}
            """);

    OstlerCommand.Result result = strict("fleet", "plan", "--file", file.toString()).run();

    assertThat(result.output() + result.errors()).contains("/no/such/engine.sock");
    assertThat(result.status()).isEqualTo(69);
  }

  @Test
  void gatewayTakesItsCache() throws IOException {
    Path file =
        write(
            "gateway.yaml",
            """
            listen: 127.0.0.1:0
            apps: {shop: {hosts: "*", process: {socket: /s, processes: web, upstream: ":1"}}}
            """);

    OstlerCommand.Result result = strict("gateway", "--check", file.toString()).run();

    assertThat(result.errors()).isEmpty();
    assertThat(result.status()).isZero();
  }

  /** What the other claims stand on. */
  @Test
  void cacheOfAnotherRuntimeIsRefused() throws IOException {
    Path mixed = scratch.resolve("mixed");
    Trees.copy(Built.RELEASE.application(), mixed, _ -> true);
    Files.createSymbolicLink(mixed.resolve("runtime"), FOLDER.resolve("runtime"));

    OstlerCommand.Result strict = Built.strict(mixed, scratch, "version").run();
    OstlerCommand.Result usual = OstlerCommand.of("version").at(mixed).run();

    assertThat(strict.output())
        .isEqualTo("Error occurred during initialization of VM\nUnable to use AOT cache.\n");
    assertThat(strict.status()).isEqualTo(1);
    assertThat(usual.errors()).isEmpty();
    assertThat(usual.output()).isEqualTo("ostler " + Built.RELEASE.version() + "\n");
  }

  private OstlerCommand strict(String... words) {
    return Built.strict(FOLDER, scratch, words);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(scratch.resolve(name), text);
  }
}
