package dev.ostler.gateway;

import dev.ostler.engine.Dialer;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineOptions;
import java.time.Duration;

/**
 * How an engine is asked, by one way that leads to it.
 *
 * @param looks for what changes nothing: it is answered soon, or asked for again
 * @param changes for what it may take its time with
 */
record EngineAccess(Engine looks, Engine changes) implements AutoCloseable {
  private static final Duration LOOK_WITHIN = Duration.ofSeconds(10);

  static EngineAccess over(Dialer dialer) {
    return over(dialer, LOOK_WITHIN);
  }

  /** With another limit for looks. */
  static EngineAccess over(Dialer dialer, Duration lookWithin) {
    return new EngineAccess(
        Engine.over(dialer, EngineOptions.DEFAULTS.withAnswerWithin(lookWithin)),
        Engine.over(dialer));
  }

  @Override
  public void close() {
    looks.close();
    changes.close();
  }
}
