package dev.ostler.gateway;

import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventConnectionCallback;
import io.undertow.util.HttpString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells viewers the steps of a wake as server-sent events. */
final class EventStream implements ServerSentEventConnectionCallback {
  /** Has nginx pass on each event at once. */
  static final HttpString UNBUFFERED = new HttpString("X-Accel-Buffering");

  /** Who hears nothing for so long is given a sign of life. */
  static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private static final long RECONNECT_MILLIS = 2000;

  private final Duration heartbeat;
  private final Set<ServerSentEventConnection> followers = ConcurrentHashMap.newKeySet();

  EventStream() {
    this(HEARTBEAT);
  }

  /** With another time after which it gives a sign of life. */
  EventStream(Duration heartbeat) {
    this.heartbeat = heartbeat;
  }

  @Override
  public void connected(ServerSentEventConnection connection, @Nullable String lastId) {
    AppRun app = Objects.requireNonNull(connection.getAttachment(Front.APP));
    connection.setKeepAliveTime(heartbeat.toMillis());
    connection.sendRetry(RECONNECT_MILLIS);
    Runnable end = app.watch(lastId == null ? "" : lastId, new Viewer(connection));
    followers.add(connection);
    Runnable farewell =
        () -> {
          if (followers.remove(connection)) {
            end.run();
          }
        };
    connection.addCloseTask(_ -> farewell.run());
    // The stream itself is closed when something is to be said that nobody takes.
    Objects.requireNonNull(connection.getAttachment(Guest.KEY)).whenGone(farewell);
  }

  /** How many follow. */
  int count() {
    return followers.size();
  }

  /** One who follows. */
  private record Viewer(ServerSentEventConnection connection) implements Audience.Viewer {
    @Override
    public void snapshot(String id, List<WakeEvent> events) {
      Map<String, Object> all = Map.of("stages", events.stream().map(ViewJson::of).toList());
      connection.send(JsonText.of(all), "snapshot", id, null);
    }

    @Override
    public void told(WakeEvent event) {
      connection.send(JsonText.of(ViewJson.of(event)), "stage", event.id(), null);
    }

    /** The last event: how it has ended. */
    @Override
    public void ended(WakeEvent.Kind how) {
      connection.send('"' + Words.of(how) + '"', "end", null, null);
      connection.shutdown();
    }

    @Override
    public void sentAway() {
      sendAway(connection);
    }
  }

  /** He asks again in a moment; browsers do so by themselves. */
  static void sendAway(ServerSentEventConnection connection) {
    connection.sendRetry(RECONNECT_MILLIS);
    connection.send("\"reconnect\"", "reconnect", null, null);
    connection.shutdown();
  }
}
