package dev.ostler.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What people wish of one app: decided on here at once, and kept with its workload, where all who
 * look after it see it, as they see that it is used here. It is kept before anything is asked of
 * the platform because of it.
 */
final class Wishes {
  private final Platform platform;
  private final Clock clock;
  private final Consumer<AppInput> app;
  private final Consumer<String> unkept;

  /**
   * Of an app.
   *
   * @param app told what is wished
   * @param unkept told why a wish is known here only
   */
  Wishes(Platform platform, Clock clock, Consumer<AppInput> app, Consumer<String> unkept) {
    this.platform = platform;
    this.clock = clock;
    this.app = app;
    this.unkept = unkept;
  }

  void wake() {
    keep(new Wish.Barred(false));
    app.accept(new AppInput.WakeAsked());
  }

  void rest() {
    keep(new Wish.KeptAwake(Optional.empty()));
    app.accept(new AppInput.RestAsked());
  }

  void keepAwake(Duration time) {
    wake();
    Instant end = clock.instant().plus(time);
    keep(new Wish.KeptAwake(Optional.of(wholeSecond(end))));
    app.accept(new AppInput.KeptAwake(time));
  }

  void bar(boolean barred) {
    keep(new Wish.Barred(barred));
    app.accept(new AppInput.BarSet(barred));
  }

  /** It is used here, and may rest from a time on. */
  void use(Instant until) {
    keep(new Wish.Used(Optional.of(wholeSecond(until))));
  }

  /** For people to read. */
  private static Instant wholeSecond(Instant end) {
    return end.plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
  }

  private void keep(Wish wish) {
    platform.keep(wish, unkept);
  }

  /** Somebody has wished something, here or elsewhere. */
  void told(Wish wish) {
    app.accept(
        switch (wish) {
          case Wish.Barred(boolean barred) -> new AppInput.BarSet(barred);
          case Wish.KeptAwake(var until) -> new AppInput.KeptAwake(left(until));
          case Wish.Used(var until) -> new AppInput.UsedByOthers(left(until));
        });
  }

  private Duration left(Optional<Instant> until) {
    return until
        .map(end -> Duration.between(clock.instant(), end))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }
}
