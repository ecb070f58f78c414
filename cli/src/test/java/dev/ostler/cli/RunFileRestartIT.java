package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ProcessPhase;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of processes that end by themselves, and of everything with them. */
class RunFileRestartIT {
  @TempDir Path folder;

  @Test
  void processThatIsNotReadyInTimeIsRestartedWithGrowingWaits() {
    try (FileRun run =
        FileRun.start(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "echo web; exec sleep 60"]
                ready: {exec: ["false"], every: 20ms, within: 500ms}
                restart: {first: 20ms, factor: 2, jitter: 0, attempts: 3}
                essential: true
            """)) {
      assertThat(run.awaitExit()).isEqualTo(143);

      assertThat(run.ostler().output()).isEqualTo("web\n".repeat(4));
      assertThat(run.ostler().errors())
          .isEqualTo(
              """
              ostler: web: is not ready after 500 ms: it exited with status 1
              ostler: web: restarting
              ostler: web: is not ready after 500 ms: it exited with status 1
              ostler: web: restarting in 20 ms
              ostler: web: is not ready after 500 ms: it exited with status 1
              ostler: web: restarting in 40 ms
              ostler: web: is not ready after 500 ms: it exited with status 1
              ostler: web: given up after 3 restarts
              ostler: web has ended for good, and with it everything
              """);
    }
  }

  @Test
  void whatIsNotReadyInTimeSaysWhy() {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              http: {command: [sleep, "60"], ready: {http: "http://127.0.0.1:1/x", within: 1s}, restart: no}
              tcp: {command: [sleep, "60"], ready: {tcp: "127.0.0.1:1", within: 1s}, restart: no}
              exec: {command: [sleep, "60"], ready: {exec: [sh, -c, "echo no db; exit 3"], within: 1s}, restart: no}
              log: {command: [sleep, "60"], ready: {log: serving, within: 1s}, restart: no}
              line: {command: [sleep, "60"], ready: {descriptor: 3, within: 1s}, restart: no}
              notify: {command: [sleep, "60"], ready: {notify: true, within: 1s}, restart: no}
            """)) {
      String refused = "cannot connect to 127.0.0.1:1: Connection refused (errno 111)";

      assertNotReady(run, "http", refused);
      assertNotReady(run, "tcp", refused);
      assertNotReady(run, "exec", "it exited with status 3: no db");
      assertNotReady(run, "log", "no line of its output fits serving");
      assertNotReady(run, "line", "it has not written a line to descriptor 3");
      assertNotReady(run, "notify", "it has not said that it is ready");
    }
  }

  private static void assertNotReady(FileRun run, String process, String why) {
    run.awaitSaid(process + ": is not ready after 1 s: " + why);
    run.await(process, life -> life.readiness().says().isPresent());
    assertThat(run.life(process).readiness().says())
        .hasValue("has ended for good: it is not ready after 1 s: " + why);
  }

  private OstlerCommand job(String when, int status) {
    return FileRun.command(
        folder,
        """
        processes:
          job:
            command: [sh, -c, "echo run; exit STATUS"]
            restart: {when: WHEN, first: 10ms, jitter: 0, attempts: 2}
            success: 5
            exitCodes: {4: 44, 5: 55}
            essential: true
        """
            .replace("WHEN", when)
            .replace("STATUS", "" + status));
  }

  @ParameterizedTest
  @CsvSource({"always, 0, 0", "always, 4, 44", "on-failure, 4, 44"})
  void endThatTheRestartPolicyNamesIsFollowedByAsManyRestartsAsAreAllowed(
      String when, int status, int passedOn) {
    String exit = "ostler: job exited with status " + status + "\n";

    assertThat(job(when, status).run())
        .isEqualTo(
            new Result(
                passedOn,
                "run\nrun\nrun\n",
                exit
                    + "ostler: job: restarting\n"
                    + exit
                    + "ostler: job: restarting in 10 ms\n"
                    + exit
                    + "ostler: job: given up after 2 restarts\n"
                    + "ostler: job has ended for good, and with it everything\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "on-failure | 0 | 0  | ''",
        "on-failure | 5 | 55 | ''",
        "no         | 0 | 0  | ''",
        "no         | 4 | 44 | 'ostler: job exited with status 4\\n'",
      })
  void endThatTheRestartPolicyDoesNotNameIsTheLast(
      String when, int status, int passedOn, String said) {
    assertThat(job(when, status).run())
        .isEqualTo(
            new Result(
                passedOn,
                "run\n",
                said.translateEscapes()
                    + "ostler: job has ended for good, and with it everything\n"));
  }

  @Test
  void endOfAProcessThatIsNotEssentialLeavesTheOthers() {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              helper: {command: [sh, -c, "exit 3"], restart: no}
              web: {command: [sleep, "60"]}
              after: {command: [sh, -c, "echo after; exec sleep 60"], after: {helper: started, web: started}}
            """)) {
      run.awaitPhase("web", ProcessPhase.RUNNING);
      run.await("helper", life -> life.lastExit().isPresent());
      run.awaitPhase("helper", ProcessPhase.DOWN);

      assertThat(run.life("web").phase()).isEqualTo(ProcessPhase.RUNNING);
      assertThat(run.status("helper").intent().started().value()).isFalse();
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void everythingEndsWhenAllHaveEndedAndNobodyCanStartThemAnew() {
    Result result =
        FileRun.command(
                folder,
                """
                processes:
                  one: {command: [echo, one], oneShot: true}
                  two: {command: [echo, two], after: [one]}
                """)
            .run();

    assertThat(result).isEqualTo(new Result(0, "one\ntwo\n", ""));
  }

  @Test
  void statusIsOneWhenAProcessWasGivenUp() {
    Result result =
        FileRun.command(
                folder,
                """
                processes:
                  web: {command: [sh, -c, "exit 7"], restart: {attempts: 1}}
                """)
            .run();

    assertThat(result)
        .isEqualTo(
            new Result(
                1,
                "",
                """
                ostler: web exited with status 7
                ostler: web: restarting
                ostler: web exited with status 7
                ostler: web: given up after 1 restart
                """));
  }

  @Test
  void everythingEndsWhenWhoeverIsLeftWaitsForOneThatWasGivenUp() {
    Result result =
        FileRun.command(
                folder,
                """
                processes:
                  migrate: {command: [sh, -c, "exit 9"], oneShot: true}
                  web: {command: [echo, web], after: [migrate]}
                """)
            .run();

    assertThat(result)
        .isEqualTo(
            new Result(
                1,
                "",
                """
                ostler: migrate exited with status 9
                ostler: cannot start web: migrate, which it waits for, has ended for good
                """));
  }

  @Test
  void whoWaitsForOneThatWasNeverReadySaysSo() {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              db:
                command: [sleep, "60"]
                ready: {exec: ["false"], every: 20ms, within: 500ms}
                restart: {attempts: 0}
              web: {command: [echo, web], after: [db]}
            """)) {
      run.await("web", life -> life.readiness().says().isPresent());

      assertThat(run.life("web").readiness().says()).hasValue("waits for db, which was given up");
      assertThat(run.life("db").readiness().says())
          .hasValue("was given up: it is not ready after 500 ms: it exited with status 1");
      assertThat(run.stop()).isZero();
      assertThat(run.ostler().errors())
          .isEqualTo(
              """
              ostler: db: is not ready after 500 ms: it exited with status 1
              ostler: db: given up after 0 restarts
              ostler: cannot start web: db, which it waits for, was given up; start db by 'ostler ctl start db'
              """);
    }
  }

  @Test
  void oneShotThatFailsIsNotRepeatedAndHoldsThoseThatFollowIt() {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              migrate: {command: [sh, -c, "echo migrate; exit 9"], oneShot: true}
              web: {command: [echo, web], after: [migrate]}
            """)) {
      run.ostler().awaitOutput("migrate\n");
      run.await("migrate", life -> life.lastExit().isPresent());

      assertThat(run.life("web").phase()).isEqualTo(ProcessPhase.WAITING);
      assertThat(run.stop()).isZero();
      assertThat(run.ostler().output()).isEqualTo("migrate\n");
    }
  }

  @Test
  void programThatVanishesBeforeItsFirstStartIsTriedAgain() throws Exception {
    Path program = folder.resolve("program");
    Files.writeString(program, "#!/bin/sh\necho back\nexec sleep 60\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (FileRun run =
        FileRun.start(
            folder,
            """
            processes:
              first:
                command: [sh, -c, "mv FOLDER/program FOLDER/other; sleep 0.2"]
                oneShot: true
              program:
                command: [FOLDER/program]
                after: [first]
                restart: {first: 50ms, jitter: 0}
            """)) {
      run.awaitSaid("program: restarting in 50 ms");
      Files.move(folder.resolve("other"), program);
      run.ostler().awaitOutput("back\n");

      assertThat(run.stop()).isZero();
      assertThat(run.ostler().errors())
          .startsWith(
              "ostler: program: cannot run '"
                  + program
                  + "': No such file or directory (errno 2)\nostler: program: restarting\n");
    }
  }

  @Test
  void programThatVanishesIsTheEndOfAnEssentialProcessThatIsNotRestarted() throws Exception {
    Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Result result =
        FileRun.command(
                folder,
                """
                processes:
                  first: {command: [rm, FOLDER/program], oneShot: true}
                  program: {command: [FOLDER/program], after: [first], restart: no, essential: true}
                """)
            .run();

    assertThat(result)
        .isEqualTo(
            new Result(
                127,
                "",
                "ostler: program: cannot run '"
                    + program
                    + "': No such file or directory (errno 2)\n"
                    + "ostler: program has ended for good, and with it everything\n"));
  }

  @Test
  void processMayBeCalledMainAndIsNamedInMessages() {
    assertThat(
            FileRun.command(folder, "processes: {main: {command: [sh, -c, exit 3], restart: no}}")
                .run())
        .isEqualTo(new Result(1, "", "ostler: main exited with status 3\n"));
  }
}
