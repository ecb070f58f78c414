package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that other tools have made go on when {@code ostler fleet} takes over. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class FleetMigrationIT {
  @TempDir private Path folder;

  private LocalFleet fleet;

  @BeforeEach
  void start() throws IOException {
    fleet = new LocalFleet(folder);
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void filesOfLibflexkubeAreConvertedAndTheirContainersGoOn() throws IOException {
    Path old = folder.resolve("old.yaml");
    Files.writeString(
        old,
        """
        desiredState:
          NAME-web:
            host: {direct: {}}
            container:
              runtime: {docker: {host: "ENGINE"}}
              config: {name: NAME-web, image: "NAME:1", args: [sleep, "1000"], networkMode: none}
        """
            .replace("NAME", fleet.name())
            .replace("ENGINE", LocalFleet.ENGINE));
    LocalFleet.run(old, "apply");
    Path state = folder.resolve("state.yaml");
    Result export = LocalFleet.run(old, "export", "--out", state.toString());
    Files.delete(Path.of(old + ".state"));
    Files.writeString(old, Files.readString(state) + Files.readString(old));
    Files.delete(fleet.file());

    Result convert = LocalFleet.run(old, "convert", "--out", fleet.file().toString());

    assertThat(export.status()).as(export.errors()).isZero();
    assertThat(convert).isEqualTo(new Result(0, "", ""));
    assertThat(Files.getPosixFilePermissions(state))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(fleet.run("plan").status()).isZero();
  }

  /** Compose itself need not be here: what it leaves is a container with its labels. */
  @Test
  void containerOfComposeRunsOnUnderItsNewNameAndKeepsItsLabels() throws IOException {
    String id =
        LocalFleet.docker(
            "run",
            "--detach",
            "--name",
            fleet.name() + "-shop-web-1",
            "--label",
            "com.docker.compose.project=shop",
            "--label",
            "com.docker.compose.service=web",
            "--network",
            "none",
            "--stop-signal",
            "SIGKILL",
            fleet.name() + ":1",
            "sh",
            "-c",
            "sleep 1000");
    fleet.write("sleep 1000", "one");
    try {

      Result adopt = fleet.run("adopt", fleet.web() + "=" + fleet.name() + "-shop-web-1");
      Result apply = fleet.run("apply");

      assertThat(adopt.status()).as(adopt.errors()).isZero();
      assertThat(apply.status()).as(apply.errors()).isZero();
      assertThat(inspect("{{.Id}} {{index .Config.Labels \"com.docker.compose.project\"}}"))
          .isEqualTo(id + " shop");
      assertThat(inspect("{{.State.Status}}")).isEqualTo("running");
      assertThat(fleet.run("plan").status()).isZero();
    } finally {
      LocalFleet.docker("rm", "--force", id);
    }
  }

  private String inspect(String format) {
    return LocalFleet.docker("inspect", "--format", format, fleet.web());
  }
}
