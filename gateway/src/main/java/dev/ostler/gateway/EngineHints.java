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

  private final Events events;
  private final Consumer<EngineEvent> heard;

  /** Tells every event before it is a hint. */
  EngineHints(Engine engine, Consumer<EngineEvent> heard) throws EngineException {
    this.heard = heard;
    events = engine.events(EventQuery.OF_CONTAINERS);
    // Connects: what happens from now on is told.
    events.next(Duration.ofMillis(1)).ifPresent(heard);
  }

  @Override
  public void await() throws EngineException {
    Optional<EngineEvent> event = events.next(LOOK_EVERY);
    while (event.isPresent() && event.get().action().startsWith("exec_")) {
      event = events.next(LOOK_EVERY);
    }
    event.ifPresent(heard);
  }

  @Override
  public void close() {
    events.close();
  }
}
