package dev.ostler.gateway;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens to apps; labels are names of apps alone, so that no visitor adds any.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a>
 */
final class Measures implements Journal {
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Journal then;
  private final Map<String, Counts> byApp = new ConcurrentHashMap<>();

  private static final class Counts {
    final LongAdder wakes = new LongAdder();
    final LongAdder ready = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder rests = new LongAdder();
    final LongAdder wakeMillis = new LongAdder();
  }

  /** Passes on what it counts. */
  Measures(Journal then) {
    this.then = then;
  }

  private Counts of(String app) {
    return byApp.computeIfAbsent(app, _ -> new Counts());
  }

  @Override
  public void woken(String app, History.By by) {
    of(app).wakes.increment();
    then.woken(app, by);
  }

  @Override
  public void ready(String app, Duration took) {
    of(app).ready.increment();
    of(app).wakeMillis.add(took.toMillis());
    then.ready(app, took);
  }

  @Override
  public void failed(String app, Observation.Failed why) {
    of(app).failed.increment();
    then.failed(app, why);
  }

  @Override
  public void rested(String app) {
    of(app).rests.increment();
    then.rested(app);
  }

  String text(Collection<AppRun> runs, int viewers) {
    Map<String, AppView> views = new TreeMap<>();
    runs.forEach(run -> views.put(run.settings().name(), run.view()));
    StringBuilder text = new StringBuilder();
    head(text, "wakes", "counter", "Wakes asked of the platform");
    views.keySet().forEach(app -> line(text, "wakes_total", app, "", of(app).wakes.sum()));
    head(text, "wakes_ended", "counter", "Wakes by how they ended");
    views
        .keySet()
        .forEach(app -> {
          line(text, "wakes_ended_total", app, ",how=\"ready\"", of(app).ready.sum());
          line(text, "wakes_ended_total", app, ",how=\"failed\"", of(app).failed.sum());
        });
    head(text, "wake_seconds", "summary", "How long wakes took that ended well");
    views
        .keySet()
        .forEach(app -> {
          line(text, "wake_seconds_sum", app, "", of(app).wakeMillis.sum() / 1000.0);
          line(text, "wake_seconds_count", app, "", of(app).ready.sum());
        });
    head(text, "rests", "counter", "Rests asked of the platform");
    views.keySet().forEach(app -> line(text, "rests_total", app, "", of(app).rests.sum()));
    head(text, "users", "gauge", "Requests and connections that use an app or wait for it");
    views.forEach((app, view) -> line(text, "users", app, "", view.users()));
    head(text, "held", "gauge", "Requests that wait for an app");
    views.forEach((app, view) -> line(text, "held", app, "", view.held()));
    head(text, "awake", "gauge", "Whether an app can be used");
    views.forEach(
        (app, view) -> line(text, "awake", app, "", view.phase() == AppPhase.AWAKE ? 1 : 0));
    head(text, "rested_seconds", "counter", "How long an app has rested");
    views.forEach(
        (app, view) -> line(text, "rested_seconds_total", app, "", view.rested().toSeconds()));
    head(text, "viewers", "gauge", "Browsers that follow a wake");
    text.append("ostler_gateway_viewers ").append(viewers).append('\n');
    return text.toString();
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    String family = "ostler_gateway_" + name + (type.equals("counter") ? "_total" : "");
    text.append("# HELP ").append(family).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(family).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder text, String name, String app, String more, Number value) {
    String label = app.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    text.append("ostler_gateway_").append(name).append("{app=\"").append(label).append('"');
    text.append(more).append("} ").append(value).append('\n');
  }
}
