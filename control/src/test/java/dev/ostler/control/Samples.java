package dev.ostler.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One of everything. */
final class Samples {
  static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  static final Setting YES = new Setting(true, new SetBy.Configuration(), NOON);
  static final Setting NO = new Setting(false, new SetBy.Configuration(), NOON);
  static final LastExit FAILED =
      new LastExit(OptionalInt.of(3), Optional.empty(), NOON, Duration.ofMillis(4_100));

  static final Instance INSTANCE =
      new Instance(
          "0.1.0", 1, Optional.of("/etc/ostler.yaml"), NOON, Duration.ofMillis(93_500), false);

  static final ProcessStatus WEB = running("web", Readiness.State.YES);

  static final ProcessStatus RESTING =
      new ProcessStatus(
          "worker",
          false,
          new Intent(
              new Setting(false, new SetBy.Itself(), NOON),
              new Setting(true, new SetBy.ActivationFile("/run/active"), NOON),
              new Setting(true, new SetBy.Control(4_294_967_294L, 42), NOON)),
          new Life(
              ProcessPhase.DOWN,
              OptionalInt.empty(),
              new Readiness(Readiness.State.NO, NOON, Optional.of("saving \"all\"")),
              2,
              Optional.of(
                  new LastExit(OptionalInt.empty(), Optional.of("TERM"), NOON, Duration.ZERO)),
              Optional.empty()));

  static final ProcessStatus BACKING_OFF =
      new ProcessStatus(
          "batch",
          true,
          new Intent(YES, YES, new Setting(false, new SetBy.Datagram(), NOON)),
          new Life(
              ProcessPhase.BACKING_OFF,
              OptionalInt.empty(),
              new Readiness(Readiness.State.NO, NOON),
              7,
              Optional.of(FAILED),
              Optional.of(Duration.ofMillis(800))));

  static final Status STATUS =
      new Status(
          INSTANCE,
          Optional.of(new Activation("/run/active", true, NOON)),
          List.of(WEB, RESTING, BACKING_OFF),
          List.of(
              new ConfigurationStatus(
                  "site",
                  "/config/site.tar",
                  "/etc/nginx",
                  ConfigurationStatus.State.ROLLED_BACK,
                  new ConfigurationStatus.Version(4, Optional.of("5ad0c1c6e5dd46f8")),
                  Optional.of(new UpdateResult(false, "web was not ready within 10 s", NOON)),
                  Optional.of("/etc/nginx is a mount point")),
              new ConfigurationStatus(
                  "extra",
                  "/config/extra",
                  "/etc/extra",
                  ConfigurationStatus.State.WAITING,
                  new ConfigurationStatus.Version(0, Optional.empty()),
                  Optional.empty(),
                  Optional.empty())));

  private Samples() {}

  static ProcessStatus running(String name, Readiness.State ready) {
    return new ProcessStatus(
        name,
        true,
        new Intent(YES, YES, NO),
        new Life(
            ProcessPhase.RUNNING,
            OptionalInt.of(17),
            new Readiness(ready, NOON),
            0,
            Optional.empty(),
            Optional.empty()));
  }

  static ProcessStatus down(String name, Intent intent, Optional<LastExit> exit) {
    return new ProcessStatus(
        name,
        true,
        intent,
        new Life(
            ProcessPhase.DOWN,
            OptionalInt.empty(),
            new Readiness(Readiness.State.NO, NOON),
            0,
            exit,
            Optional.empty()));
  }
}
