package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ConfigurationStatus.State;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New versions for processes that are on standby: nobody can show yet that they work. */
class StandbyConfigurationIT {
  @TempDir Path temporary;

  @Test
  void versionOfStandbyIsTriedOnActivationAndRolledBackOnlyThen() throws Exception {
    RunFolder folder = new RunFolder(temporary);
    folder.file(
        """
        processes:
          web:
            command: [sh, -c, "cat FOLDER/live.conf >>FOLDER/notes; while :; do sleep 0.05; done"]
            ready: {exec: [grep, -q, good, FOLDER/live.conf], every: 20ms, failures: 1}
            stop: {within: 1s}
        configuration:
          site:
            file: FOLDER/app.conf
            target: FOLDER/live.conf
            then: {restart: web}
            keepIf: {ready: web, within: 300ms, stays: 50ms}
        activation: FOLDER/active
        """);
    folder.offer("app.conf", "good 1\n");
    Files.createFile(folder.path("active"));
    try (OstlerProcess ostler = folder.start()) {
      folder.awaitReady("web");
      folder.awaitState("site", State.CURRENT, 1);
      Files.delete(folder.path("active"));
      ostler.awaitErrors("on standby\n");
      folder.offer("app.conf", "good 2\n");
      Eventually.await(
          "it is at the target",
          () -> Files.readString(folder.path("live.conf")).equals("good 2\n"));
      TimeUnit.MILLISECONDS.sleep(600); // longer than a trial may last
      assertThat(folder.path("live.conf")).hasContent("good 2\n");
      folder.offer("app.conf", "bad 3\n");
      Eventually.await(
          "the newest is at the target",
          () -> Files.readString(folder.path("live.conf")).equals("bad 3\n"));

      Files.createFile(folder.path("active"));
      folder.awaitState("site", State.ROLLED_BACK, 1);
      Eventually.await(
          "it is started with the version that was kept",
          () -> Files.readString(folder.path("notes")).matches("good 1\n(bad 3\n)+good 1\n"));
      assertThat(folder.path("live.conf")).hasContent("good 1\n");
    }
  }
}
