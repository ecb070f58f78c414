package dev.ostler.gateway;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * What surrounds every app.
 *
 * @param clock for what comes later
 * @param journal told what happens
 * @param others finds an app by its name
 * @param memory knows what was before, and keeps what is now
 * @param time for what is told of when, and of how long
 */
record Surroundings(
    ScheduledExecutorService clock,
    Journal journal,
    Function<String, Optional<AppRun>> others,
    Memory memory,
    Timepiece time) {
  /** Of a gateway that keeps nothing. */
  Surroundings(
      ScheduledExecutorService clock, Journal journal, Function<String, Optional<AppRun>> others) {
    this(clock, journal, others, Memory.NONE, Timepiece.SYSTEM);
  }
}
