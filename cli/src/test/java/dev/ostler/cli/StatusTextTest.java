package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.Activation;
import dev.ostler.control.ConfigurationStatus;
import dev.ostler.control.Instance;
import dev.ostler.control.Intent;
import dev.ostler.control.LastExit;
import dev.ostler.control.Life;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Readiness;
import dev.ostler.control.SetBy;
import dev.ostler.control.Setting;
import dev.ostler.control.Status;
import dev.ostler.control.UpdateResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final Instant BEGUN = Instant.parse("2026-11-21T12:00:00Z");
  private static final Setting YES = new Setting(true, new SetBy.Configuration(), BEGUN);
  private static final Setting NO = new Setting(false, new SetBy.Configuration(), BEGUN);
  private static final Instance INSTANCE =
      new Instance(
          "0.1.0", 1, Optional.of("/etc/ostler.yaml"), BEGUN, Duration.ofMinutes(93), false);

  private static final ProcessStatus WEB =
      process(
          "web",
          NO,
          new Life(
              ProcessPhase.RUNNING,
              OptionalInt.of(17),
              new Readiness(
                  Readiness.State.YES, BEGUN.plusSeconds(3), Optional.of("serving 12 clients")),
              0,
              Optional.empty(),
              Optional.empty()));

  private static final ProcessStatus WORKER =
      process(
          "worker",
          new Setting(true, new SetBy.Control(1000, 42), BEGUN.plus(Duration.ofMinutes(90))),
          new Life(
              ProcessPhase.DOWN,
              OptionalInt.empty(),
              new Readiness(Readiness.State.NO, BEGUN),
              2,
              Optional.of(
                  new LastExit(
                      OptionalInt.empty(),
                      Optional.of("TERM"),
                      BEGUN.plus(Duration.ofMinutes(91)),
                      Duration.ofMillis(450))),
              Optional.empty()));

  private static final ProcessStatus BATCH =
      process(
          "batch",
          NO,
          new Life(
              ProcessPhase.BACKING_OFF,
              OptionalInt.empty(),
              new Readiness(Readiness.State.NO, BEGUN),
              7,
              Optional.of(
                  new LastExit(
                      OptionalInt.of(3),
                      Optional.empty(),
                      BEGUN.plus(Duration.ofSeconds(5579)),
                      Duration.ofHours(26))),
              Optional.of(Duration.ofMillis(800))));

  @Test
  void everythingIsInOneTable() {
    Status status =
        new Status(
            INSTANCE,
            Optional.of(new Activation("/run/active", true, BEGUN)),
            List.of(WEB, WORKER, BATCH),
            List.of(
                new ConfigurationStatus(
                    "site",
                    "/config/site.tar",
                    "/etc/nginx",
                    ConfigurationStatus.State.ROLLED_BACK,
                    new ConfigurationStatus.Version(4, Optional.of("5ad0")),
                    Optional.of(new UpdateResult(false, "web was not ready within 10 s", BEGUN)),
                    Optional.empty())));

    assertThat(StatusText.of(status, false))
        .isEqualTo(
            """
            ostler 0.1.0 with /etc/ostler.yaml, pid 1, up 1h 33m
            active: /run/active is there, for 1h 33m

            PROCESS  PHASE        READY  PID  RESTARTS
            web      running      yes    17   0         ready for 1h 32m; "serving 12 clients"
            worker   down         no     -    2         suspended by user 1000 (pid 42) for 3m 0s; ended 2m 0s ago with signal TERM after 450ms
            batch    backing-off  no     -    7         restart in 800ms; ended 1s ago with status 3 after 1d 2h

            CONFIGURATION  STATE        GENERATION  TARGET
            site           rolled-back  4           /etc/nginx  web was not ready within 10 s, 1h 33m ago\
            """);
  }

  @Test
  void coloursDoNotMoveColumns() {
    Status status = new Status(INSTANCE, Optional.empty(), List.of(WEB, BATCH), List.of());

    String colored = StatusText.of(status, true);

    assertThat(colored).contains("\u001b[32mrunning\u001b[0m", "\u001b[31mbacking-off\u001b[0m");
    assertThat(colored.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(StatusText.of(status, false));
  }

  @Test
  void namesCannotMoveTheCursor() {
    ProcessStatus evil = new ProcessStatus("a\u001b[2Jb\nc", true, WEB.intent(), WEB.life());
    Status status = new Status(INSTANCE, Optional.empty(), List.of(evil), List.of());

    assertThat(StatusText.of(status, false)).contains("a?[2Jb?c  running");
  }

  @Test
  void whoWasGivenUpIsNotSaidToHaveBeenStopped() {
    Setting over = new Setting(false, new SetBy.Itself(), BEGUN.plus(Duration.ofMinutes(91)));
    ProcessStatus db = new ProcessStatus("db", true, new Intent(over, YES, NO), WORKER.life());
    Status status = new Status(INSTANCE, Optional.empty(), List.of(db), List.of());

    assertThat(StatusText.of(status, false))
        .contains("over for 2m 0s; ended 2m 0s ago with signal TERM after 450ms");
  }

  @Test
  void whoWasNeverStartedIsNotSaidToHaveBeenStopped() {
    Setting not = new Setting(false, new SetBy.Configuration(), BEGUN.plus(Duration.ofMinutes(91)));
    Life down =
        new Life(
            ProcessPhase.DOWN,
            OptionalInt.empty(),
            WORKER.life().readiness(),
            0,
            Optional.empty(),
            Optional.empty());
    ProcessStatus debug = new ProcessStatus("debug", false, new Intent(not, YES, NO), down);
    Status status = new Status(INSTANCE, Optional.empty(), List.of(debug), List.of());

    assertThat(StatusText.of(status, false)).endsWith("not started for 2m 0s");
  }

  private static ProcessStatus process(String name, Setting suspended, Life life) {
    return new ProcessStatus(name, true, new Intent(YES, YES, suspended), life);
  }
}
