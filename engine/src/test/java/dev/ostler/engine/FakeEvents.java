package dev.ostler.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The stream of events of a fake engine. */
final class FakeEvents {
  private final FakeState state;

  FakeEvents(FakeState state) {
    this.state = state;
  }

  /** Called with the lock; the stream takes it again for each look. */
  FakeAnswer follow(FakeCall call) {
    String since = call.parameter("since");
    long from =
        since.isEmpty() ? Long.MAX_VALUE : new BigDecimal(since).movePointRight(9).longValueExact();
    int old = state.events.size();
    return new FakeAnswer.Stream(
        "application/json",
        out -> {
          // The head of the answer comes at once, as from a real engine.
          out.flush();
          int next = 0;
          while (true) {
            List<Map<String, Object>> news = awaitNews(next);
            for (Map<String, Object> event : news) {
              boolean wanted = next >= old || (long) event.get("timeNano") >= from;
              next++;
              if (wanted && matches(call, event)) {
                write(out, event);
              }
            }
          }
        });
  }

  private List<Map<String, Object>> awaitNews(int next) throws IOException {
    state.lock.lock();
    try {
      while (state.events.size() <= next) {
        state.awaitChange();
      }
      return new ArrayList<>(state.events.subList(next, state.events.size()));
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      state.lock.unlock();
    }
  }

  private static boolean matches(FakeCall call, Map<String, Object> event) {
    Json json = Json.parse(Json.bytes(event));
    List<String> types = call.filter("type");
    List<String> actions = call.filter("event");
    return (types.isEmpty() || types.contains(json.text("Type")))
        && (actions.isEmpty() || actions.contains(json.text("Action")))
        && FakeState.haveLabels(json.at("Actor").textMap("Attributes"), call.filter("label"));
  }

  private static void write(OutputStream out, Map<String, Object> event) throws IOException {
    out.write(Json.bytes(event));
    out.write('\n');
    out.flush();
  }
}
