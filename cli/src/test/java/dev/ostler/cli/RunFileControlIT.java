package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.Intent;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.ProcessChange.Outcome;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.SetBy;
import dev.ostler.control.Verb;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, stopping and standby of processes of a file, and who is said to have done it. */
class RunFileControlIT {
  private static final String DEPENDENT =
      """
      processes:
        top: {command: [sleep, "60"], after: [web]}
        web: {command: [sleep, "60"], after: [db]}
        db: {command: [sleep, "60"]}
      """;

  @TempDir Path folder;

  @Test
  void processThatOthersFollowCanBeStoppedWhileTheyRun() throws Exception {
    try (FileRun run = FileRun.controlled(folder, DEPENDENT)) {
      long top = run.awaitReady("top");
      long web = run.awaitReady("web");

      assertThat(run.change(Verb.STOP, "db")).containsExactly(ProcessChange.of("db", Outcome.DONE));
      assertThat(run.awaitReady("web")).isEqualTo(web);
      assertThat(run.awaitReady("top")).isEqualTo(top);
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void whoStartsAProcessThatWaitsForOneAtRestIsToldSoAtOnce() throws Exception {
    try (FileRun run = FileRun.controlled(folder, DEPENDENT)) {
      run.awaitReady("top");
      run.change(Verb.STOP);

      assertThat(run.change(Verb.START, "top", "web"))
          .containsExactly(
              ProcessChange.failed(
                  "top",
                  "cannot start it: it waits for db, which is stopped; it starts when db does"),
              ProcessChange.failed(
                  "web",
                  "cannot start it: it waits for db, which is stopped; it starts when db does"));
      assertThat(run.life("top").phase()).isEqualTo(ProcessPhase.WAITING);
      run.change(Verb.SUSPEND, "db");
      assertThat(run.change(Verb.START, "db"))
          .containsExactly(ProcessChange.of("db", Outcome.DONE));
      assertThat(run.change(Verb.RESTART, "web"))
          .containsExactly(
              ProcessChange.failed(
                  "web",
                  "cannot restart it: it waits for db, which is suspended; it starts when db does"));
      run.change(Verb.RESUME, "db");
      run.awaitReady("top");
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void commandLineStopsStartsAndTellsWhatIsWrong() {
    try (FileRun run = FileRun.controlled(folder, DEPENDENT)) {
      run.awaitReady("top");

      assertThat(ctl("stop", "db", "web").run())
          .isEqualTo(new Result(0, "db: done\nweb: done\n", ""));
      assertThat(ctl("start", "web").run())
          .isEqualTo(
              new Result(
                  1,
                  "",
                  "ostler: web: cannot start it: it waits for db, which is stopped; it starts when"
                      + " db does\n"));
      assertThat(ctl("start").run())
          .isEqualTo(new Result(0, "top: unchanged\nweb: done\ndb: done\n", ""));
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void whoFollowsIsStoppedFirstAndStartedLastWhenAllAreRestarted() throws Exception {
    String process =
        "{command: [sh, -c, \"trap 'echo $0 ends >>FOLDER/story; exit' TERM; echo $0 >>FOLDER/story;"
            + " echo up; while :; do sleep 0.01; done\", NAME], ready: {log: up}, after: [FORMER]}\n";
    try (FileRun run =
        FileRun.controlled(
            folder,
            "processes:\n  web: "
                + process.replace("NAME", "web").replace("FORMER", "db")
                + "  db: "
                + process.replace("NAME", "db").replace("FORMER", ""))) {
      run.awaitReady("web");

      assertThat(run.change(Verb.RESTART))
          .containsExactly(
              ProcessChange.of("web", Outcome.DONE), ProcessChange.of("db", Outcome.DONE));
      assertThat(Files.readAllLines(folder.resolve("story")))
          .containsExactly("db", "web", "web ends", "db ends", "db", "web");
      assertThat(run.stop()).isZero();
    }
  }

  private OstlerCommand ctl(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "ctl";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return OstlerCommand.of(all).with("OSTLER_SOCKET", folder.resolve("control").toString());
  }

  @Test
  void statusSaysWhoSetWhatAndWhen() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sleep, "60"]}
              job: {command: [sh, -c, "exit 1"], restart: no}
            activation: {file: FOLDER/active, processes: web}
            """)) {
      run.await("job", life -> life.lastExit().isPresent());
      Instant before = Instant.now();
      run.change(Verb.STOP, "web");
      run.change(Verb.SUSPEND, "web");

      Intent web = run.status("web").intent();
      int us = (int) ProcessHandle.current().pid();
      assertThat(web.started().value()).isFalse();
      assertThat(web.started().by())
          .isInstanceOfSatisfying(SetBy.Control.class, by -> assertThat(by.pid()).isEqualTo(us));
      assertThat(web.started().since()).isBetween(before.minusMillis(1), Instant.now());
      assertThat(web.active().value()).isFalse();
      assertThat(web.active().by()).isEqualTo(new SetBy.Configuration());
      assertThat(web.active().since()).isBefore(before);
      assertThat(web.suspended().value()).isTrue();
      assertThat(run.status("job").intent().started().by()).isEqualTo(new SetBy.Itself());
      Files.createFile(folder.resolve("active"));
      run.awaitSaid("active");
      assertThat(run.status("web").intent().active().by())
          .isEqualTo(new SetBy.ActivationFile(folder.resolve("active").toString()));
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void standbyIsConfirmedOnlyWhenTheWholeGroupHasEnded() throws Exception {
    Files.createFile(folder.resolve("active"));
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sh, -c, "sh -c 'trap \\"sleep 0.3; echo gone; exit\\" TERM; echo up; while :; do sleep 0.01; done' & exec sleep 60"]}
              other: {command: [sleep, "60"]}
            activation: {file: FOLDER/active, processes: web}
            """)) {
      run.ostler().awaitOutput("up\n");
      long other = run.awaitReady("other");
      Files.delete(folder.resolve("active"));
      run.awaitSaid("on standby");

      assertThat(run.ostler().output()).isEqualTo("up\ngone\n");
      assertThat(run.awaitReady("other")).isEqualTo(other);
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void flappingActivationThatDoesNotSettleChangesNothing() throws Exception {
    Path active = Files.createFile(folder.resolve("active"));
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sleep, "60"]}
            activation: {file: FOLDER/active, settle: 300ms}
            """)) {
      long web = run.awaitReady("web");
      for (int i = 0; i < 20; i++) {
        Files.delete(active);
        TimeUnit.MILLISECONDS.sleep(10);
        Files.createFile(active);
      }
      TimeUnit.MILLISECONDS.sleep(400);
      assertThat(run.said()).isEmpty();
      assertThat(run.awaitReady("web")).isEqualTo(web);

      Files.delete(active);
      run.awaitSaid("on standby");
      assertThat(ProcFs.isAlive(web)).isFalse();
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void processThatHasEndedForGoodCanBeStartedAgain() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              job: {command: [sh, -c, "echo run; exit 3"], restart: no}
              migrate: {command: [echo, migrate], oneShot: true}
            """)) {
      run.await("job", life -> life.lastExit().isPresent());
      run.awaitPhase("job", ProcessPhase.DOWN);

      assertThat(run.change(Verb.START, "job")).hasSize(1);
      run.awaitLines("migrate", "run", "run");
      assertThat(run.change(Verb.RESTART, "migrate"))
          .containsExactly(ProcessChange.of("migrate", Outcome.DONE));
      run.awaitLines("migrate", "migrate", "run", "run");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "resume"})
  void processThatBacksOffIsStartedAtOnceByWhoeverWantsIt(String command) throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "test -e FOLDER/good || exit 1; exec sleep 60"]
                restart: {first: 1h, limit: 1h}
            """)) {
      run.awaitPhase("web", ProcessPhase.BACKING_OFF);
      Files.createFile(folder.resolve("good"));

      assertThat(ctl(command, "web").run()).isEqualTo(new Result(0, "web: done\n", ""));
      assertThat(run.life("web").restarts()).isZero();
    }
  }
}
