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
 * @param dry whether nothing is done of what is asked for
 */
record JsonJournal(Consumer<String> lines, Clock clock, boolean dry) implements Journal {
  /** Of a gateway that does what it says. */
  JsonJournal(Consumer<String> lines, Clock clock) {
    this(lines, clock, false);
  }

  @Override
  public void woken(Wake wake) {
    event("woken", wake, Map.of("by", Words.of(wake.by())));
  }

  @Override
  public void ready(Wake wake, Took took) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("seconds", took.whole().toMillis() / 1000.0);
    more.put("platform_seconds", took.platform().toMillis() / 1000.0);
    event("ready", wake, more);
  }

  @Override
  public void failed(Wake wake, Observation.Failed why) {
    event("failed", wake, fields(why));
  }

  @Override
  public void lost(String app, Loss how, Observation.Failed why) {
    Map<String, Object> more = fields(why);
    more.put("how", Words.of(how));
    event("lost", app, more);
  }

  private static Map<String, Object> fields(Observation.Failed why) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", Words.of(why.kind()));
    fields.put("reason", why.reason());
    fields.put("evidence", List.copyOf(why.evidence()));
    return fields;
  }

  @Override
  public void rested(String app, History.Why why) {
    event("rested", app, Map.of("why", Words.of(why)));
  }

  @Override
  public void hasRested(String app) {}

  @Override
  public void stayedAwake(String app) {
    event("stayed-awake", app, Map.of());
  }

  @Override
  public void notRested(String app, String why, Duration pause) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("reason", why);
    more.put("pause_seconds", pause.toMillis() / 1000.0);
    event("not-rested", app, more);
  }

  @Override
  public void unseen(String app, String why) {
    event("unseen", app, Map.of("reason", why));
  }

  @Override
  public void seen(String app) {
    event("seen", app, Map.of());
  }

  @Override
  public void unreached(String app, String why) {
    event("unreached", app, Map.of("reason", why));
  }

  @Override
  public void reached(String app) {
    event("reached", app, Map.of());
  }

  @Override
  public void unkept(String app, String why) {
    event("unkept", app, Map.of("reason", why));
  }

  @Override
  public void turnedAway(String app, TurnedAway.Cause cause) {
    event("turned-away", app, Map.of("cause", Words.of(cause)));
  }

  /** Something that is not of one app. */
  void say(String message) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", clock.instant().toString());
    json.put("message", message);
    lines.accept(JsonText.of(json));
  }

  private void event(String event, Wake wake, Map<String, ?> more) {
    Map<String, Object> all = new LinkedHashMap<>(more);
    wake.trace().ifPresent(trace -> all.put("trace_id", trace.id()));
    event(event, wake.app(), all);
  }

  private void event(String event, String app, Map<String, ?> more) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", clock.instant().toString());
    json.put("event", event);
    json.put("app", app);
    if (dry) {
      json.put("dry_run", true);
    }
    json.putAll(more);
    lines.accept(JsonText.of(json));
  }
}
