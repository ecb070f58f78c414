package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.Reloaded.Action;
import dev.ostler.control.Reloaded.Difference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupDifferencesTest {
  /** Every part of a setup, so that one that is not equal to itself read again is found. */
  private static final String EVERYTHING =
      """
      processes:
        db:
          command: [sleep, "60"]
          ready: {log: listening}
          alive: {tcp: "127.0.0.1:5432", then: {signal: USR1}}
          restart: {when: always, first: 2s, attempts: 3}
          output: {file: db.log}
          limits: {open-files: 64}
          exitCodes: {3: 0}
        web:
          command: [sleep, "60"]
          after: [db]
          environmentFiles: variables
          ready: {http: "http://127.0.0.1:8080/", header: {a: b}, status: 200-299}
          alive: {exec: ["true"], then: {command: ["true"]}}
          stop: {steps: [{signal: QUIT, within: 1s}, {signal: TERM, within: 1s}], drain: {delay: 1s}}
          postStart: ["true"]
          output: prefix
        old: {command: [sleep, "60"], ready: {notify: true}, suspend: freeze}
      configuration:
        site:
          archive: site.tar
          target: site
          check: ["true", "{staged}"]
          then: {signal: {web: HUP}}
          keepIf: {ready: web}
      activation: {file: active, processes: [web], settle: 1s}
      signals: {USR1: none, USR2: reload, HUP: QUIT}
      control: {socket: control.sock}
      datagrams: {socket: datagrams.sock}
      metrics: {listen: "127.0.0.1:9600"}
      """;

  @TempDir Path folder;

  private Setup setup(String yaml) throws Exception {
    Files.writeString(folder.resolve("variables"), "A=1\n");
    Path file = Files.writeString(folder.resolve("run.yaml"), yaml);
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
    return RunFiles.setup(RunFiles.read(file, environment), environment);
  }

  @Test
  void readingTheSameFileAgainDiffersInNothing() throws Exception {
    assertThat(SetupDifferences.between(setup(EVERYTHING), setup(EVERYTHING))).isEmpty();
  }

  @Test
  void anotherLineToWaitForAndAnotherSignalAreDifferences() throws Exception {
    String other =
        EVERYTHING.replace("log: listening", "log: up").replace("USR1: none", "USR1: TERM");

    List<Difference> differences = SetupDifferences.between(setup(EVERYTHING), setup(other));

    assertThat(differences)
        .containsExactly(
            new Difference(Action.RESTART, "db", "is run otherwise"),
            new Difference(Action.ADJUST, "signals", "do something else"));
  }

  @Test
  void whatIsStartedByItselfFromNowOnIsStartedAndWhatIsNotAnyMoreGoesOn() throws Exception {
    String asked = EVERYTHING.replace("suspend: freeze}", "suspend: freeze, autostart: false}");

    assertThat(SetupDifferences.between(setup(asked), setup(EVERYTHING)))
        .containsExactly(new Difference(Action.START, "old", "is started by itself from now on"));
    assertThat(SetupDifferences.between(setup(EVERYTHING), setup(asked)))
        .containsExactly(new Difference(Action.ADJUST, "old", "is looked after otherwise"));
    assertThat(SetupDifferences.between(setup(EVERYTHING), setup(asked.replace(" old:", " new:"))))
        .contains(new Difference(Action.ADD, "new", "is new, and is not started"));
  }

  @Test
  void whatIsGoneComesLastAndWhatIsNewAtItsPlace() throws Exception {
    String other = EVERYTHING.replace("  old: {", "  another: {");

    List<Difference> differences = SetupDifferences.between(setup(EVERYTHING), setup(other));

    assertThat(differences)
        .containsExactly(
            new Difference(Action.ADD, "another", "is new"),
            new Difference(Action.REMOVE, "old", "is gone"));
  }
}
