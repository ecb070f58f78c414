package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.control.ControlException;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.Reloaded;
import dev.ostler.control.Reloaded.Action;
import dev.ostler.control.Reloaded.Difference;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading the file again while its processes run. */
class RunFileReloadIT {
  private static final String BEFORE =
      """
      processes:
        same: {command: [sleep, "60"]}
        adjusted: {command: [sleep, "60"], stop: {within: 5s}}
        changed: {command: [sh, -c, "echo old; exec sleep 60"]}
        removed: {command: [sh, -c, "trap 'echo removed; exit' TERM; while :; do sleep 0.01; done"]}
      datagrams: FOLDER/datagrams
      """;

  private static final String AFTER =
      """
      processes:
        same: {command: [sleep, "60"]}
        adjusted: {command: [sleep, "60"], stop: {within: 6s}}
        changed: {command: [sh, -c, "echo new; exec sleep 60"]}
        added:
          command: [sh, -c, "echo added; exec sleep 60"]
          after: [changed]
          postStart: [echo, followed]
      datagrams: FOLDER/datagrams
      """;

  @TempDir Path folder;

  private static final Difference[] DIFFERENCES = {
    new Difference(Action.ADJUST, "adjusted", "is looked after otherwise"),
    new Difference(Action.RESTART, "changed", "is run otherwise"),
    new Difference(Action.ADD, "added", "is new"),
    new Difference(Action.REMOVE, "removed", "is gone"),
  };

  private static Reloaded reload(FileRun run) throws ControlException {
    return run.control().reload(false, Optional.of(Duration.ofSeconds(20)));
  }

  @Test
  void differencesAreShownAndThenApplied() throws Exception {
    try (FileRun run = FileRun.controlled(folder, BEFORE)) {
      long same = run.awaitReady("same");
      long adjusted = run.awaitReady("adjusted");
      long changed = run.awaitReady("changed");
      run.awaitReady("removed");
      run.rewrite(AFTER);

      assertThat(run.control().reload(true, Optional.empty()))
          .isEqualTo(new Reloaded(false, List.of(DIFFERENCES)));
      assertThat(run.awaitReady("changed")).isEqualTo(changed);
      assertThat(reload(run)).isEqualTo(new Reloaded(true, List.of(DIFFERENCES)));
      run.ostler().awaitOutput("added\n");
      run.ostler().awaitOutput("followed\n");

      assertThat(run.awaitReady("same")).isEqualTo(same);
      assertThat(run.awaitReady("adjusted")).isEqualTo(adjusted);
      assertThat(run.awaitReady("changed")).isNotEqualTo(changed);
      assertThat(run.control().status(List.of()).processes())
          .extracting(dev.ostler.control.ProcessStatus::name)
          .containsExactly("same", "adjusted", "changed", "added");
      assertThat(reload(run)).isEqualTo(new Reloaded(true, List.of()));
      assertThat(run.stop()).isZero();
      assertThat(run.ostler().output()).contains("old\n", "removed\n", "new\n");
      assertThat(run.ostler().errors()).isEmpty();
    }
  }

  @Test
  void whatIsGoneIsForgottenByAllWaysToSpeakToUs() throws Exception {
    try (FileRun run = FileRun.controlled(folder, BEFORE)) {
      run.awaitReady("removed");
      run.rewrite(AFTER);
      reload(run);
      run.ostler().awaitOutput("removed\n");
      run.awaitReady("added");
      Kernel.send(folder.resolve("datagrams"), "STOP");
      run.awaitSaid("suspended");
      Kernel.send(folder.resolve("datagrams"), "START", "QUIT");
      run.awaitSaid("resumed");
      run.awaitReady("added");
      run.rewrite(BEFORE);
      reload(run);

      run.awaitReady("removed");
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void whoWaitsForAReloadIsToldWhenAllIsAsTheFileSays() throws Exception {
    String before =
        """
        processes:
          web: {command: [sh, -c, "trap 'sleep 0.3; echo ended; exit' TERM; echo up; while :; do sleep 0.01; done"]}
          gone: {command: [sh, -c, "trap 'sleep 0.3; echo ended; exit' TERM; echo up; while :; do sleep 0.01; done"]}
        """;
    try (FileRun run = FileRun.controlled(folder, before)) {
      run.awaitLines("up", "up");
      run.rewrite(
          """
          processes:
            web:
              command: [sh, -c, "sleep 0.3; touch FOLDER/ready; exec sleep 60"]
              ready: {exec: [test, -e, FOLDER/ready], every: 20ms}
          """);
      reload(run);

      assertThat(folder.resolve("ready")).exists();
      assertThat(run.ostler().output()).isEqualTo("up\nup\nended\nended\n");
      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
    }
  }

  @Test
  void whoWaitsForAReloadFindsNewConfigurationsInPlace() throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("source")).resolve("conf"), "new");
    String web = "processes: {web: {command: [sleep, \"60\"]}}\n";
    try (FileRun run = FileRun.controlled(folder, web)) {
      run.awaitReady("web");
      run.rewrite(
          web
              + """
              configuration:
                site:
                  directory: FOLDER/source
                  target: FOLDER/target
                  check: [sh, -c, "sleep 0.3; test -s $0/conf", "{staged}"]
              """);
      reload(run);

      assertThat(folder.resolve("target/conf")).hasContent("new");
      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
    }
  }

  @Test
  void whoHasWaitedLongEnoughIsToldForWhat() throws Exception {
    String web = "processes:\n  web: {command: [sleep, \"60\"]}\n";
    try (FileRun run = FileRun.controlled(folder, web)) {
      run.awaitReady("web");
      run.rewrite(web + "  never: {command: [sleep, \"60\"], ready: {exec: [\"false\"]}}\n");

      assertThatThrownBy(() -> run.control().reload(false, Optional.of(Duration.ofSeconds(2))))
          .hasMessage(
              "cannot say that all is as the file says: it was not within 2000 ms; never: it is not"
                  + " ready yet");
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void badFileLeavesAllAsItIsAndIsAnsweredWithItsProblems() throws Exception {
    try (FileRun run = FileRun.controlled(folder, BEFORE)) {
      long same = run.awaitReady("same");
      run.rewrite("processes:\n  same: {comand: [sleep]}\n  x: {command: [true], nice: 99}\n");

      assertThatThrownBy(() -> reload(run))
          .isInstanceOf(ControlException.class)
          .hasMessageStartingWith(
              "cannot reload " + folder + "/run.yaml, all stays as it is: " + folder)
          .hasMessageContaining("comand")
          .hasMessageContaining("nice");
      assertThat(run.awaitReady("same")).isEqualTo(same);
      assertThat(run.life("removed").phase()).isEqualTo(ProcessPhase.RUNNING);
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void signalReloadsIfTheFileSaysSo() {
    String signals = "signals: {HUP: reload}\n";
    try (FileRun run = FileRun.controlled(folder, BEFORE + signals)) {
      run.awaitReady("changed");
      run.ostler().signal(FileRun.HUP);
      run.awaitSaid("read the file again: nothing differs");
      run.rewrite(AFTER + signals);
      run.ostler().signal(FileRun.HUP);
      run.ostler().awaitOutput("added\n");

      assertThat(run.stop()).isZero();
      assertThat(run.ostler().errors())
          .isEqualTo(
              """
              ostler: read the file again: nothing differs
              ostler: read the file again: adjusted is looked after otherwise, changed is run otherwise, added is new, removed is gone
              """);
    }
  }

  @Test
  void reloadDuringAStopChangesNothingAboutTheEnd() throws Exception {
    String slow =
        """
        processes:
          slow: {command: [sh, -c, "trap 'echo ending; sleep 0.5; exit' TERM; echo up; while :; do sleep 0.01; done"]}
        """;
    try (FileRun run = FileRun.controlled(folder, slow)) {
      run.ostler().awaitOutput("up\n");
      run.ostler().signal(FileRun.TERM);
      run.ostler().awaitOutput("ending\n");
      run.rewrite(
          """
          processes:
            other: {command: [echo, other]}
          """);
      assertThatThrownBy(() -> run.control().reload(false, Optional.empty()))
          .hasMessage("cannot reload " + folder.resolve("run.yaml") + ": everything ends");

      assertThat(run.awaitExit()).isZero();
      assertThat(run.ostler().output()).isEqualTo("up\nending\n");
    }
  }

  @Test
  void othersOfTheActivationAreStartedOrPutOnStandby() throws Exception {
    String processes =
        """
        processes:
          a: {command: [sleep, "60"]}
          b: {command: [sleep, "60"]}
        activation: {file: FOLDER/active, processes: [WHICH]}
        """;
    try (FileRun run = FileRun.controlled(folder, processes.replace("WHICH", "a"))) {
      run.awaitReady("b");
      run.awaitPhase("a", ProcessPhase.DOWN);
      run.rewrite(processes.replace("WHICH", "b"));
      reload(run);

      run.awaitReady("a");
      run.awaitPhase("b", ProcessPhase.DOWN);
      Files.createFile(folder.resolve("active"));
      run.awaitReady("b");
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void whatTakesANewStartStaysAsItWasAndIsToldEachTime() throws Exception {
    String processes =
        """
        processes:
          a: {command: [sleep, "60"]}
          b: {command: [sleep, "60"]}
        """;
    String activation = "activation: {file: FOLDER/active, settle: 200ms}\n";
    Reloaded differences =
        new Reloaded(
            true,
            List.of(
                new Difference(
                    Action.NOT_POSSIBLE, "activation", "takes effect when Ostler is started anew"),
                new Difference(
                    Action.NOT_POSSIBLE,
                    "control, datagrams and metrics",
                    "takes effect when Ostler is started anew"),
                new Difference(
                    Action.NOT_POSSIBLE, "log", "takes effect when Ostler is started anew")));
    try (FileRun run = FileRun.controlled(folder, processes + activation)) {
      run.awaitSaid("on standby");
      Files.createFile(folder.resolve("active"));
      run.rewrite(processes + "datagrams: FOLDER/datagrams\nlog: {format: json}\n");

      assertThat(reload(run)).isEqualTo(differences);
      assertThat(reload(run)).isEqualTo(differences);
      run.awaitReady("a");
      Files.delete(folder.resolve("active"));
      run.awaitSaid("on standby\nostler: active\nostler: on standby");
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void suspensionAndStopsOutliveAReload() throws Exception {
    try (FileRun run = FileRun.controlled(folder, BEFORE)) {
      run.awaitReady("same");
      run.change(Verb.STOP, "same");
      run.change(Verb.SUSPEND, "changed");
      run.rewrite(AFTER);
      reload(run);

      assertThat(run.life("same").phase()).isEqualTo(ProcessPhase.DOWN);
      assertThat(run.life("changed").phase()).isEqualTo(ProcessPhase.DOWN);
      run.change(Verb.RESUME, "changed");
      run.ostler().awaitOutput("new\n");
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void removalWhileItsDrainRunsIsHarmless() throws Exception {
    String other = "  other: {command: [sleep, \"60\"]}\n";
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              gone:
                command: [sleep, "60"]
                stop: {drain: {delay: 20s, command: [sh, -c, "touch FOLDER/drain; sleep 0.3; touch FOLDER/drained"]}}
            """
                + other)) {
      long gone = run.awaitReady("gone");
      run.rewrite("processes:\n" + other);
      run.control().reload(false, Optional.empty());
      Eventually.await("it drains", () -> Files.exists(folder.resolve("drain")));
      FileRun.kill(gone);
      Eventually.await("it is gone", () -> !ProcFs.isAlive(gone));

      run.awaitReady("other");
      assertThat(run.ostler().errors()).isEmpty();
      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
    }
  }
}
