package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.Readiness;
import dev.ostler.control.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that follows each start of a process. */
class RunFilePostStartIT {
  @TempDir Path folder;

  @Test
  void commandFollowsEachStartOnceItsConditionHolds() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "echo web; exec sleep 60"]
                postStart: {condition: [test, -e, FOLDER/go], every: 20ms, command: [echo, followed]}
              other: {command: [sleep, "60"]}
            """)) {
      run.awaitReady("web");
      TimeUnit.MILLISECONDS.sleep(100);
      assertThat(run.ostler().output()).isEqualTo("web\n");
      Files.createFile(folder.resolve("go"));
      run.ostler().awaitOutput("web\nfollowed\n");
      run.change(Verb.RESTART, "web");
      run.ostler().awaitOutput("web\nfollowed\nweb\nfollowed\n");

      assertThat(run.stop()).isZero();
      assertThat(run.ostler().errors()).isEmpty();
    }
  }

  @Test
  void commandWaitsUntilTheProcessIsReadyIfTheFileSaysSoAndComesOnceInEachRun() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "echo web; exec sleep 60"]
                ready: {exec: [test, -e, FOLDER/ready], every: 20ms, failures: 1}
                postStart: {command: [echo, followed], whenReady: true}
            """)) {
      run.ostler().awaitOutput("web\n");
      TimeUnit.MILLISECONDS.sleep(100);
      assertThat(run.ostler().output()).isEqualTo("web\n");
      Files.createFile(folder.resolve("ready"));
      run.ostler().awaitOutput("web\nfollowed\n");
      Files.delete(folder.resolve("ready"));
      run.await("web", life -> life.readiness().state() == Readiness.State.NO);
      Files.createFile(folder.resolve("ready"));
      run.awaitReady("web");
      run.change(Verb.RESTART, "web");

      run.ostler().awaitOutput("web\nfollowed\nweb\nfollowed\n");
      assertThat(run.stop()).isNotNegative();
      assertThat(run.ostler().errors()).isEmpty();
    }
  }

  @Test
  void commandOfAProcessThatIsStoppedEndsWithIt() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sleep, "60"]
                postStart: [sh, -c, "trap 'echo ended; exit' TERM; echo begun; while :; do sleep 0.01; done"]
            """)) {
      run.ostler().awaitOutput("begun\n");
      run.change(Verb.STOP, "web");
      run.ostler().awaitOutput("begun\nended\n");

      assertThat(run.stop()).isNotNegative();
    }
  }

  @Test
  void failureOfTheCommandIsTheEndOfEverything() {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sleep, "60"], postStart: [sh, -c, "exit 4"]}
              other: {command: [sleep, "60"]}
            """)) {
      assertThat(run.awaitExit()).isEqualTo(1);
      assertThat(run.ostler().errors()).isEqualTo("ostler: post-start failed: sh -c exit 4\n");
    }
  }
}
