package dev.ostler.gateway;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;

/** The apps of the file and who looks after each. */
final class Roster implements AutoCloseable {
  private final Surroundings surroundings;
  private final Workloads.Opening workloads;
  private final Map<String, Entry> entries = new TreeMap<>();
  private volatile Apps apps = new Apps(List.of());

  /** An app as the file describes it, and who looks after it. */
  private record Entry(GatewayFile.App form, AppRun run) {}

  Roster(
      ScheduledExecutorService clock, Journal journal, Memory memory, Workloads.Opening workloads) {
    this.workloads = workloads;
    surroundings =
        new Surroundings(clock, journal, name -> apps().named(name), memory, Timepiece.SYSTEM);
  }

  Apps apps() {
    return apps;
  }

  /**
   * Has the apps be those of a file. Who uses or awaits one that stays does not notice; of one that
   * somebody else looks after now, who waits waits on there, and who is served counts there.
   */
  synchronized void bring(Map<String, GatewayFile.App> wanted) {
    Map<String, AppRun> begun = opened(wanted); // may throw: nothing has changed yet
    Map<String, Entry> before = new TreeMap<>(entries);
    entries.clear();
    wanted.forEach((name, form) -> {
      AppRun run = begun.get(name);
      entries.put(
          name,
          run != null
              ? new Entry(form, run)
              : changed(name, form, Objects.requireNonNull(before.remove(name))));
    });
    apps = new Apps(entries.values().stream().map(Entry::run).toList());
    // Before: what begins to be looked after may rest at once if nobody uses it.
    before.forEach((name, entry) -> successor(name, entry).ifPresent(entry.run()::passOn));
    begun.values().forEach(AppRun::begin);
    before.forEach((name, entry) -> {
      entry.run().handOver(successor(name, entry));
      if (!entries.containsKey(name)) {
        surroundings.memory().gone(name);
      }
    });
    // Now that all are there: some may need what has just come.
    apps.all().forEach(AppRun::follow);
  }

  /** Opens the apps whose workloads nobody looks after yet: all of them or none. */
  private Map<String, AppRun> opened(Map<String, GatewayFile.App> wanted) {
    Map<String, AppRun> opened = new TreeMap<>();
    try {
      wanted.forEach((name, form) -> {
        Entry known = entries.get(name);
        if (known == null || !known.form().workload().equals(form.workload())) {
          AppSettings settings = settings(name, form);
          opened.put(name, new AppRun(settings, workloads.open(name, form), surroundings));
        }
      });
      return opened;
    } catch (RuntimeException e) {
      opened.values().forEach(AppRun::close);
      throw e;
    }
  }

  /** Who runs and rests what an app had, or else has its name. */
  private Optional<AppRun> successor(String name, Entry former) {
    List<Backend> had = Backend.of(former.form());
    return entries.values().stream()
        .filter(each -> !Collections.disjoint(had, Backend.of(each.form())))
        .findFirst()
        .or(() -> Optional.ofNullable(entries.get(name)))
        .map(Entry::run);
  }

  private static Entry changed(String name, GatewayFile.App form, Entry known) {
    if (!known.form().equals(form)) {
      known.run().change(settings(name, form));
    }
    return new Entry(form, known.run());
  }

  private static AppSettings settings(String name, GatewayFile.App form) {
    return new AppSettings(
        name,
        form.hosts().stream().map(HostName::text).toList(),
        policy(form),
        readiness(form.ready()),
        new AppSettings.HoldLimits(form.wake().hold().most(), form.wake().hold().within()),
        form.visitors(),
        form.protocol(),
        schedule(form.idle().schedule()),
        ignored(form.ignore()),
        Set.copyOf(form.needs()));
  }

  private static AppPolicy policy(GatewayFile.App form) {
    AppPolicy usual = AppPolicy.usual();
    return new AppPolicy(
        form.wake().within(),
        isSeenInUse(form) || form.idle().cpu().isPresent()
            ? Optional.of(form.idle().after())
            : Optional.empty(),
        form.idle().awake(),
        form.idle().drain(),
        usual.retry(),
        form.wake().attempts());
  }

  /** What does not come through the gateway, it cannot see the use of; what is done stays so. */
  private static boolean isSeenInUse(GatewayFile.App form) {
    return form.idle().traffic()
        && form.job().isEmpty()
        && form.kubernetes().filter(KubernetesForm::isRepointed).isEmpty();
  }

  private static Schedule schedule(GatewayFile.Times form) {
    return new Schedule(form.zone().id(), form.awake(), form.rest());
  }

  private static Ignored ignored(GatewayFile.Ignore form) {
    return new Ignored(form.agents(), form.paths(), form.methods());
  }

  private static Readiness readiness(GatewayFile.Ready form) {
    return switch (form) {
      case GatewayFile.Ready.None _ -> new Readiness.None();
      case GatewayFile.Ready.Tcp _ -> new Readiness.Tcp();
      case GatewayFile.Ready.Http(String path, GatewayFile.StatusRange status, String method) ->
          new Readiness.Http(method, path, status.least(), status.greatest());
      case GatewayFile.Ready.Log log -> new Readiness.Line(log.pattern());
      case GatewayFile.Ready.Delay(Duration delay) -> new Readiness.Delay(delay);
    };
  }

  /** Turns away all who wait and looks no more; apps stay as they are. */
  @Override
  public synchronized void close() {
    entries.values().forEach(entry -> entry.run().close());
    entries.clear();
  }
}
