package dev.ostler.engine;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens in an engine, as it happens. After a lost connection it goes on where it was, so
 * that nothing is missed that the engine still remembers. For one thread; {@link #close} may be
 * called by another.
 */
public final class Events implements AutoCloseable {
  private final Client client;
  private final EventQuery query;
  private final Set<EngineEvent> ofLastMoment = new HashSet<>();
  private Optional<Instant> last;
  private volatile @Nullable Stream stream;
  private volatile boolean closed;

  /** An open answer, and what was read of it beyond the last event. */
  private record Stream(Answer answer, JsonLines lines) {}

  Events(Client client, EventQuery query) {
    this.client = client;
    this.query = query;
    this.last = query.since();
  }

  /**
   * Waits for the next event. When this throws, the next call connects again and goes on after the
   * last event that was given.
   *
   * @param within how long to wait; positive
   * @return the event; nothing if none happened in that time
   * @throws EngineException if the engine cannot be reached, or if the stream broke or was closed
   */
  public Optional<EngineEvent> next(Duration within) throws EngineException {
    Deadline deadline = Deadline.in(within);
    Request request = request();
    try {
      Stream open = connected(request);
      open.answer().connection().readBy(deadline);
      EngineEvent event;
      do {
        event = event(open.lines().next().orElseThrow(() -> new IOException("the engine hung up")));
      } while (!isNew(event));
      return Optional.of(event);
    } catch (IOException e) {
      if (e.getCause() instanceof SocketTimeoutException) {
        return Optional.empty();
      }
      disconnect();
      throw client.failure(request, e);
    } catch (IllegalArgumentException e) {
      disconnect();
      throw client.failed(request, "an event is " + e.getMessage());
    }
  }

  private Request request() {
    Request request =
        Filters.apply(
            Request.get("follow the events", "/events").flow(Request.Flow.FOLLOW),
            query.labels(),
            query.filters());
    last.ifPresent(moment -> request.query("since", HttpProcesses.seconds(moment)));
    return request;
  }

  /** Connects if necessary; this has the limit of an ordinary call. */
  private Stream connected(Request request) throws EngineException {
    Stream known = stream;
    if (known != null) {
      return known;
    }
    Answer answer = client.open(request);
    Stream opened = new Stream(answer, new JsonLines(answer.body()));
    stream = opened;
    if (closed) {
      disconnect();
    }
    return opened;
  }

  private static EngineEvent event(Json event) {
    Json actor = event.at("Actor");
    long nanos = event.number("timeNano");
    Instant time =
        nanos == 0 ? Instant.ofEpochSecond(event.number("time")) : Instant.ofEpochSecond(0, nanos);
    return new EngineEvent(
        event.text("Type"),
        event.text("Action"),
        actor.text("ID"),
        actor.textMap("Attributes"),
        time);
  }

  /** "Since" includes its moment: what was given of it already comes again. */
  private boolean isNew(EngineEvent event) {
    if (last.isEmpty() || event.time().isAfter(last.get())) {
      last = Optional.of(event.time());
      ofLastMoment.clear();
    }
    return ofLastMoment.add(event);
  }

  private void disconnect() {
    Stream known = stream;
    stream = null;
    if (known != null) {
      known.answer().close();
    }
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}
