package dev.ostler.gateway;

import java.time.Duration;
import java.util.Optional;

/** Everything that can happen to one app. */
sealed interface AppInput {
  /** So it was when a gateway looked after it before this one. */
  record Remembered(boolean barred, int failures, Optional<Observation.Failed> trouble)
      implements AppInput {}

  /** Its platform says how it is. */
  record Seen(Observation how) implements AppInput {}

  /** Somebody uses it, or wants to: a request, a stream, a connection. */
  record Arrived() implements AppInput {}

  /** Somebody who used it, or waited for it, is done. */
  record Left() implements AppInput {}

  /** Another app needs it awake from now on; that app comes as a visitor, too. */
  record Tied() implements AppInput {}

  /** Another app needs it no more, and leaves. */
  record Untied() implements AppInput {}

  /** A person or a schedule wants it awake. */
  record WakeAsked() implements AppInput {}

  /** A person or a schedule wants it at rest, though it may be used. */
  record RestAsked() implements AppInput {}

  /** Visitors may not wake it any more, or may again. */
  record BarSet(boolean barred) implements AppInput {}

  /** It must not rest for a time. */
  record KeptAwake(Duration time) implements AppInput {}

  /** It is used through another gateway, and must not rest for a time. */
  record UsedByOthers(Duration time) implements AppInput {}

  /** Its schedule says something else than before. */
  record HourCame(Schedule.Hour hour) implements AppInput {}

  /** Another policy counts from now on. */
  record Ruled(AppPolicy policy) implements AppInput {}

  /** Why it must not rest by itself, as its platform says; empty if it may. */
  record Restrained(Optional<String> why) implements AppInput {}

  /** It answers as it should. */
  record Confirmed() implements AppInput {}

  /** Its platform did not do what was asked for. */
  record Refused(Observation.Failed why) implements AppInput {}

  /** Its platform has done all that it takes for it to rest: nobody can take that back any more. */
  record Resigned() implements AppInput {}

  /** Its platform has it run on, and rightly so: somebody else has use for it. */
  record StaysAwake() implements AppInput {}

  /** A time that was set has passed. */
  record Passed(AppDeadline deadline) implements AppInput {}
}
