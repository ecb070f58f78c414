package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.WatchOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.BooleanSupplier;

/** The real loop of an entrypoint, run by a test for as long as it waits for something. */
final class RealLoop implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PULSE = Duration.ofMillis(5);

  private final Entrypoint entrypoint;
  private final Router router;
  private final Iterator<Event> events;
  private boolean pulsing;

  RealLoop() throws IOException {
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    router = new Router(entrypoint);
    events = entrypoint.events().iterator();
  }

  Router router() {
    return router;
  }

  /** Takes events until something is true, which is looked at every few milliseconds. */
  void await(String claim, BooleanSupplier isTrue) {
    Duration end = router.time().plus(LIMIT);
    while (!isTrue.getAsBoolean()) {
      assertThat(router.time()).as("not within " + LIMIT + ": " + claim).isLessThan(end);
      if (!pulsing) {
        pulsing = true;
        router.later(PULSE, () -> pulsing = false);
      }
      router.happened(events.next());
    }
  }

  /** Takes events for a time. */
  void during(Duration time) {
    Duration end = router.time().plus(time);
    await("time passes", () -> router.time().compareTo(end) >= 0);
  }

  @Override
  public void close() {
    entrypoint.close();
  }
}
