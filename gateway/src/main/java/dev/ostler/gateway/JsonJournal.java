package dev.ostler.gateway;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells what happens as one JSON object each, for programs that collect logs.
 *
 * @param lines told each
 * @param clock says when
 */
record JsonJournal(Consumer<String> lines, Clock clock) implements Journal {
  @Override
  public void woken(String app, History.By by) {
    event("woken", app, Map.of("by", Words.of(by)));
  }

  @Override
  public void ready(String app, Duration took) {
    event("ready", app, Map.of("seconds", took.toMillis() / 1000.0));
  }

  @Override
  public void failed(String app, Observation.Failed why) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("reason", why.reason());
    more.put("evidence", List.copyOf(why.evidence()));
    event("failed", app, more);
  }

  @Override
  public void rested(String app) {
    event("rested", app, Map.of());
  }

  /** Something that is not of one app. */
  void say(String message) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", clock.instant().toString());
    json.put("message", message);
    lines.accept(JsonText.of(json));
  }

  private void event(String event, String app, Map<String, ?> more) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", clock.instant().toString());
    json.put("event", event);
    json.put("app", app);
    json.putAll(more);
    lines.accept(JsonText.of(json));
  }
}
