package dev.ostler.gateway;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    final Map<Observation.Failed.Kind, LongAdder> failed = each(Observation.Failed.Kind.class);
    final Map<Loss, LongAdder> losses = each(Loss.class);
    final Map<History.Why, LongAdder> rests = each(History.Why.class);
    final LongAdder rested = new LongAdder();
    final LongAdder stayed = new LongAdder();
    final LongAdder failedRests = new LongAdder();
    final Histogram whole = new Histogram();
    final Histogram platform = new Histogram();
    final Histogram answer = new Histogram();
    final Map<TurnedAway.Cause, LongAdder> turnedAway = each(TurnedAway.Cause.class);

    private static <E extends Enum<E>> Map<E, LongAdder> each(Class<E> constants) {
      Map<E, LongAdder> counts = new EnumMap<>(constants);
      for (E constant : constants.getEnumConstants()) {
        counts.put(constant, new LongAdder());
      }
      return counts;
    }

    long allFailed() {
      return failed.values().stream().mapToLong(LongAdder::sum).sum();
    }
  }

  /** Passes on what it counts. */
  Measures(Journal then) {
    this.then = then;
  }

  private Counts of(String app) {
    return byApp.computeIfAbsent(app, _ -> new Counts());
  }

  @Override
  public void woken(Wake wake) {
    of(wake.app()).wakes.increment();
    then.woken(wake);
  }

  @Override
  public void ready(Wake wake, Took took) {
    Counts counts = of(wake.app());
    counts.whole.add(took.whole());
    counts.platform.add(took.platform());
    counts.answer.add(took.whole().minus(took.platform()));
    then.ready(wake, took);
  }

  @Override
  public void failed(Wake wake, Observation.Failed why) {
    increment(of(wake.app()).failed, why.kind());
    then.failed(wake, why);
  }

  @Override
  public void lost(String app, Loss how, Observation.Failed why) {
    increment(of(app).losses, how);
    then.lost(app, how, why);
  }

  @Override
  public void rested(String app, History.Why why) {
    increment(of(app).rests, why);
    then.rested(app, why);
  }

  @Override
  public void hasRested(String app) {
    of(app).rested.increment();
    then.hasRested(app);
  }

  @Override
  public void stayedAwake(String app) {
    of(app).stayed.increment();
    then.stayedAwake(app);
  }

  @Override
  public void notRested(String app, String why, Duration pause) {
    of(app).failedRests.increment();
    then.notRested(app, why, pause);
  }

  @Override
  public void unseen(String app, String why) {
    then.unseen(app, why);
  }

  @Override
  public void seen(String app) {
    then.seen(app);
  }

  @Override
  public void unreached(String app, String why) {
    then.unreached(app, why);
  }

  @Override
  public void reached(String app) {
    then.reached(app);
  }

  @Override
  public void unkept(String app, String why) {
    then.unkept(app, why);
  }

  @Override
  public void turnedAway(String app, TurnedAway.Cause cause) {
    increment(of(app).turnedAway, cause);
    then.turnedAway(app, cause);
  }

  private static <E extends Enum<E>> void increment(Map<E, LongAdder> counts, E constant) {
    Objects.requireNonNull(counts.get(constant)).increment();
  }

  String text(Collection<AppRun> runs, int viewers) {
    Map<String, AppView> views = new TreeMap<>();
    runs.forEach(run -> views.put(run.settings().name(), run.view()));
    StringBuilder text = new StringBuilder();
    counted(views.keySet(), text);
    seen(views, text);
    head(text, "viewers", "gauge", "Browsers that follow a wake");
    text.append("ostler_gateway_viewers ").append(viewers).append('\n');
    return text.toString();
  }

  private void counted(Set<String> apps, StringBuilder text) {
    head(text, "wakes", "counter", "Wakes asked of the platform");
    apps.forEach(app -> line(text, "wakes_total", app, "", of(app).wakes.sum()));
    head(text, "wakes_ended", "counter", "Wakes by how they ended");
    apps.forEach(app -> {
      line(text, "wakes_ended_total", app, ",how=\"ready\"", of(app).whole.count());
      line(text, "wakes_ended_total", app, ",how=\"failed\"", of(app).allFailed());
    });
    head(text, "wakes_failed", "counter", "Wakes that failed, by what has");
    apps.forEach(app -> byConstant(text, "wakes_failed_total", app, "kind", of(app).failed));
    head(text, "wake_seconds", "histogram", "How long wakes took that ended well");
    apps.forEach(app -> histogram(text, "wake_seconds", app, "", of(app).whole));
    head(
        text,
        "wake_stage_seconds",
        "histogram",
        "How long it took until the platform had it run, and then until it answered");
    apps.forEach(app -> {
      histogram(text, "wake_stage_seconds", app, ",stage=\"platform\"", of(app).platform);
      histogram(text, "wake_stage_seconds", app, ",stage=\"answer\"", of(app).answer);
    });
    head(text, "losses", "counter", "Times that an app was lost while it was awake, by how");
    apps.forEach(app -> byConstant(text, "losses_total", app, "how", of(app).losses));
    head(text, "rests", "counter", "Rests asked of the platform, by why");
    apps.forEach(app -> byConstant(text, "rests_total", app, "why", of(app).rests));
    head(text, "rests_ended", "counter", "Rests by how they ended");
    apps.forEach(app -> {
      line(text, "rests_ended_total", app, ",how=\"rested\"", of(app).rested.sum());
      line(text, "rests_ended_total", app, ",how=\"stayed\"", of(app).stayed.sum());
      line(text, "rests_ended_total", app, ",how=\"failed\"", of(app).failedRests.sum());
    });
    head(text, "turned_away", "counter", "Requests that did not get through, by why");
    apps.forEach(app -> byConstant(text, "turned_away_total", app, "cause", of(app).turnedAway));
  }

  private static void byConstant(
      StringBuilder text,
      String name,
      String app,
      String label,
      Map<? extends Enum<?>, LongAdder> counts) {
    counts.forEach((constant, count) ->
        line(text, name, app, "," + label + "=\"" + Words.of(constant) + "\"", count.sum()));
  }

  private static void seen(Map<String, AppView> views, StringBuilder text) {
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
  }

  private static void histogram(
      StringBuilder text, String name, String app, String more, Histogram histogram) {
    Histogram.Reading reading = histogram.read();
    reading
        .upTo()
        .forEach((limit, count) ->
            line(text, name + "_bucket", app, more + ",le=\"" + limit + "\"", count));
    line(text, name + "_sum", app, more, reading.sum().toMillis() / 1000.0);
    line(text, name + "_count", app, more, reading.count());
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
