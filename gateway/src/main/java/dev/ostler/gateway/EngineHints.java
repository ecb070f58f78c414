package dev.ostler.gateway;

import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineEvent;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.EventQuery;
import dev.ostler.engine.Events;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** An engine tells of every change of its containers; now and then they are looked at anyhow. */
final class EngineHints implements Follower.Hints {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofMillis(1);

  private final Events events;
  private final Consumer<EngineEvent> heard;
  private final Duration lookEvery;

  /** Tells every event before it is a hint. */
  EngineHints(Engine engine, Consumer<EngineEvent> heard) throws EngineException {
    this(engine, heard, LOOK_EVERY);
  }

  /** With another time after which it is looked anyhow. */
  EngineHints(Engine engine, Consumer<EngineEvent> heard, Duration lookEvery)
      throws EngineException {
    this.heard = heard;
    this.lookEvery = lookEvery;
    events = engine.events(EventQuery.OF_CONTAINERS);
    // Connects: what happens from now on is told.
    events.next(SOON).ifPresent(heard);
  }

  @Override
  public void await() throws EngineException {
    // One deadline for all: checks of health, which are many, must not put off the look.
    long end = System.nanoTime() + lookEvery.toNanos();
    Optional<EngineEvent> event;
    do {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      event = events.next(left.compareTo(SOON) < 0 ? SOON : left).filter(EngineHints::isNews);
    } while (event.isEmpty() && end - System.nanoTime() > 0);
    event.ifPresent(heard);
  }

  private static boolean isNews(EngineEvent event) {
    return !event.action().startsWith("exec_");
  }

  @Override
  public void close() {
    events.close();
  }
}
