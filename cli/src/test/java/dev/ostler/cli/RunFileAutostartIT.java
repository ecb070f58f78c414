package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.Health;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.ProcessChange.Outcome;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Reloaded;
import dev.ostler.control.Reloaded.Action;
import dev.ostler.control.Reloaded.Difference;
import dev.ostler.control.SetBy;
import dev.ostler.control.Verb;
import dev.ostler.testing.OstlerCommand.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of a file that are started only when somebody asks for them. */
class RunFileAutostartIT {
  private static final String ON_REQUEST =
      """
      processes:
        web: {command: [sleep, "60"]}
        debug: {command: [sh, -c, "echo debugging; exec sleep 60"], autostart: false}
      """;

  @TempDir Path folder;

  @Test
  void restsUntilSomebodyAsksAndTheContainerIsWellWithoutIt() throws Exception {
    try (FileRun run = FileRun.controlled(folder, ON_REQUEST)) {
      run.awaitReady("web");

      ProcessStatus debug = run.status("debug");
      assertThat(debug.autostart()).isFalse();
      assertThat(debug.intent().started().value()).isFalse();
      assertThat(debug.intent().started().by()).isEqualTo(new SetBy.Configuration());
      assertThat(debug.life().phase()).isEqualTo(ProcessPhase.DOWN);
      assertThat(run.control().check(List.of(), true))
          .isEqualTo(new Health(true, "ready: web is running"));
      assertThat(run.change(Verb.START))
          .containsExactly(ProcessChange.of("web", Outcome.UNCHANGED));
      assertThat(run.ostler().output()).isEmpty();
      assertThat(run.control().metrics().text())
          .contains(
              "ostler_process_started{process=\"web\"} 1",
              "ostler_process_started{process=\"debug\"} 0");
      assertThat(run.change(Verb.START, "debug"))
          .containsExactly(ProcessChange.of("debug", Outcome.DONE));
      run.ostler().awaitOutput("debugging\n");
      assertThat(run.change(Verb.STOP, "debug"))
          .containsExactly(ProcessChange.of("debug", Outcome.DONE));
      assertThat(run.control().check(List.of(), true).passed()).isTrue();
      assertThat(run.stop()).isZero();
      assertThat(run.said()).isEmpty();
    }
  }

  @Test
  void jobOnRequestCanBeDoneAgainAndItsFailureIsNotTheContainers() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sleep, "60"]}
              job: {command: [sh, -c, "echo tried; exit 7"], oneShot: true, autostart: false}
            """)) {
      run.awaitReady("web");

      run.change(Verb.START, "job");
      run.awaitLines("tried");
      run.await("job", life -> life.lastExit().isPresent() && life.phase() == ProcessPhase.DOWN);
      assertThat(run.control().check(List.of(), true))
          .isEqualTo(new Health(true, "ready: web is running"));
      assertThat(run.control().check(List.of("job"), false))
          .isEqualTo(new Health(false, "not live: job has ended with status 7"));
      run.change(Verb.START, "job");
      run.awaitLines("tried", "tried");
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void fileThatChangesStartsWhatRestsAndStopsNothing() throws Exception {
    try (FileRun run = FileRun.controlled(folder, ON_REQUEST)) {
      long web = run.awaitReady("web");

      run.rewrite(ON_REQUEST.replace(", autostart: false", ""));
      assertThat(reload(run))
          .containsExactly(
              new Difference(Action.START, "debug", "is started by itself from now on"));
      long debug = run.awaitReady("debug");
      run.ostler().awaitOutput("debugging\n");
      run.rewrite(ON_REQUEST + "  more: {command: [echo, more], autostart: false}\n");
      assertThat(reload(run))
          .containsExactly(
              new Difference(Action.ADJUST, "debug", "is looked after otherwise"),
              new Difference(Action.ADD, "more", "is new, and is not started"));

      assertThat(run.awaitReady("debug")).isEqualTo(debug);
      assertThat(run.awaitReady("web")).isEqualTo(web);
      assertThat(run.life("more").phase()).isEqualTo(ProcessPhase.DOWN);
      assertThat(run.ostler().output()).isEqualTo("debugging\n");
      assertThat(run.stop()).isZero();
    }
  }

  private static List<Difference> reload(FileRun run) throws Exception {
    Reloaded reloaded = run.control().reload(false, Optional.of(Duration.ofSeconds(20)));
    return reloaded.differences();
  }

  @Test
  void fileInWhichNobodyCouldStartItIsRefused() {
    Result result = FileRun.command(folder, ON_REQUEST).run();

    assertThat(result)
        .isEqualTo(
            new Result(
                65,
                "",
                folder
                    + "/run.yaml:3:74: processes.debug.autostart: found false in a file without"
                    + " 'control', expected one with it: nobody could start it\n"));
  }
}
