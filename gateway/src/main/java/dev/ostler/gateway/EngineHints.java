package dev.ostler.gateway;

import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineEvent;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.EventQuery;
import dev.ostler.engine.Events;
import java.time.Duration;
import java.util.Optional;

/** An engine tells of every change of its containers; now and then they are looked at anyhow. */
final class EngineHints implements Follower.Hints {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final Events events;

  EngineHints(Engine engine) throws EngineException {
    events = engine.events(EventQuery.OF_CONTAINERS);
    // Connects: what happens from now on is told.
    events.next(Duration.ofMillis(1));
  }

  @Override
  public void await() throws EngineException {
    Optional<EngineEvent> event = events.next(LOOK_EVERY);
    while (event.isPresent() && event.get().action().startsWith("exec_")) {
      event = events.next(LOOK_EVERY);
    }
  }

  @Override
  public void close() {
    events.close();
  }
}
