package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What those write who know Compose. */
class ComposeWordsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "100, 100",
    "100b, 100",
    "2k, 2048",
    "512m, 536870912",
    "512M, 536870912",
    "1g, 1073741824",
    "10MiB, 10485760",
    "2GB, 2000000000"
  })
  void sizesMayHaveTheLettersOfCompose(String size, long bytes) throws Exception {
    Fleet fleet = FleetFile.read(container("mem_limit: " + size));

    assertThat(fleet.workloads().get("web").spec().resources().memory()).isEqualTo(bytes);
  }

  @Test
  void sizeThatIsNoneIsRefused() throws Exception {
    Path file = container("mem_limit: 512q");

    assertThatThrownBy(() -> FleetFile.read(file))
        .hasMessage(
            file
                + ":2:60: containers.web.mem_limit: found '512q', expected a size such as 512,"
                + " 10MiB or 2GB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          depends_on: [db]  | depends_on: found an unknown key; use 'after'
          build: .          | build: found an unknown key; build and push before, and name the result by 'image'
          env_file: x       | env_file: found an unknown key; use 'environment', and 'secrets' for what nobody should see
          """)
  void keysOfComposeAreAnsweredWithWhatToUseInstead(String key, String answer) throws Exception {
    Path file = container(key);

    assertThatThrownBy(() -> FleetFile.read(file))
        .hasMessage(file + ":2:49: containers.web." + answer);
  }

  @Test
  void fileOfComposeIsAnsweredWithTheWordsOfThisFormat() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("fleet.yaml"), "hosts: {a: {ssh: x}}\nservices: {web: {image: i}}\n");

    assertThatThrownBy(() -> FleetFile.read(file))
        .hasMessage(
            file + ":2:1: services: found an unknown key; use 'containers', each with 'on'");
  }

  @Test
  void wholeFileOfComposeIsAnsweredOnce() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("compose.yaml"),
            """
            name: shop
            x-common: {restart: always}
            services:
              web: {image: "web:1", ports: ["80:80"], depends_on: [db]}
              db: {image: "postgres:16", volumes: ["data:/var/lib/postgresql"]}
            networks: {back: {}}
            volumes: {data: {}}
            secrets: {password: {file: password}}
            """);

    assertThatThrownBy(() -> FleetFile.read(file))
        .hasMessage(
            file
                + ":3:1: services: found a file of Docker Compose, which Ostler does not read; write"
                + " it as one of 'ostler fleet', as docs/migration/from-compose.md shows");
  }

  @Test
  void containersWithoutHostsAreAnsweredWithThem() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            """
            containers:
              web: {on: a, image: i}
              db: {image: i}
            """);

    assertThatThrownBy(() -> FleetFile.read(file))
        .hasMessage(
            """
            FILE:2:9: containers.web.on: found a container of a file of 'ostler fleet', which has no 'hosts'; name them there
            FILE:3:8: containers.db.image: found a container of a file of 'ostler fleet', which has no 'hosts'; name them there\
            """
                .replace("FILE", file.toString()));
  }

  private Path container(String key) throws IOException {
    return Files.writeString(
        folder.resolve("fleet.yaml"),
        "hosts: {a: {ssh: x}}\ncontainers: {web: {on: a, image: 'example/web', " + key + "}}\n");
  }
}
