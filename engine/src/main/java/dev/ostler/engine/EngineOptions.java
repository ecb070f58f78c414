package dev.ostler.engine;

import java.time.Duration;

/**
 * How patient to be with an engine, and how much to ask of it at once.
 *
 * @param connectWithin how long opening a stream may take; positive
 * @param answerWithin how long an ordinary call may take as a whole; calls that wait on purpose,
 *     such as a stop, have it on top of their wait; positive
 * @param idleWithin how long a stream of much data (a pull, an archive, an image) may stand still;
 *     positive
 * @param connections how many ordinary calls run at once, 1 or more; further ones wait. Long
 *     streams (events, logs, attached processes, waits) are not counted
 */
public record EngineOptions(
    Duration connectWithin, Duration answerWithin, Duration idleWithin, int connections) {
  /** 10 s to connect, 30 s to answer, 60 s of silence, 8 calls at once. */
  public static final EngineOptions DEFAULTS =
      new EngineOptions(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60), 8);

  /** Checks the ranges. */
  public EngineOptions {
    requirePositive("connectWithin", connectWithin);
    requirePositive("answerWithin", answerWithin);
    requirePositive("idleWithin", idleWithin);
    if (connections < 1) {
      throw new IllegalArgumentException("connections must be 1 or more, got " + connections);
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, got " + value);
    }
  }

  /**
   * Returns the same with another limit for opening a stream.
   *
   * @param within positive
   * @return the options
   */
  public EngineOptions withConnectWithin(Duration within) {
    return new EngineOptions(within, answerWithin, idleWithin, connections);
  }

  /**
   * Returns the same with another limit for ordinary calls.
   *
   * @param within positive
   * @return the options
   */
  public EngineOptions withAnswerWithin(Duration within) {
    return new EngineOptions(connectWithin, within, idleWithin, connections);
  }

  /**
   * Returns the same with another limit for streams that stand still.
   *
   * @param within positive
   * @return the options
   */
  public EngineOptions withIdleWithin(Duration within) {
    return new EngineOptions(connectWithin, answerWithin, within, connections);
  }
}
