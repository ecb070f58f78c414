package dev.ostler.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/*
 * A cluster may have thousands of apps of which a few are asked for: each is looked for when
 * somebody comes, looked after while it is of use, and then forgotten.
 */
/** The apps of a cluster that somebody has asked for. */
final class KubernetesApps implements AutoCloseable {
  /** An app that has been found may be made anew, or moved. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  /** Who asks for what is not there, again and again, does not ask the API server. */
  private static final Duration MISSING_FOR = Duration.ofSeconds(2);

  private static final int MOST_MISSING = 1000;
  private static final int LOOKUPS_AT_ONCE = 16;

  private final KubernetesLookup lookup;
  private final Opening opening;
  private final Consumer<String> log;
  private final Semaphore lookups = new Semaphore(LOOKUPS_AT_ONCE);
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Missing> missing = new HashMap<>();
  private volatile Apps apps = new Apps(List.of());
  private final Future<?> forgetting;
  private boolean closed;

  /** Begins to look after an app. */
  interface Opening {
    AppRun open(String host, KubernetesLookup.Result.Found found);
  }

  private static final class Entry {
    final KubernetesLookup.Result.Found found;
    final AppRun run;
    long foundAt = System.nanoTime();
    long usedAt = System.nanoTime();

    Entry(KubernetesLookup.Result.Found found, AppRun run) {
      this.found = found;
      this.run = run;
    }
  }

  private record Missing(Answer answer, long until) {}

  /**
   * An app, or why there is none.
   *
   * @param sentence for visitors
   * @param known whether there is none; not so if nobody could be asked
   */
  record Answer(Optional<AppRun> run, String sentence, boolean known) {
    static Answer found(AppRun run) {
      return new Answer(Optional.of(run), "", true);
    }

    static Answer missing(String sentence) {
      return new Answer(Optional.empty(), sentence, true);
    }

    static Answer unknown() {
      return new Answer(Optional.empty(), "The cluster cannot be asked for your app now.", false);
    }
  }

  KubernetesApps(
      KubernetesLookup lookup,
      Opening opening,
      ScheduledExecutorService clock,
      Consumer<String> log) {
    this.lookup = lookup;
    this.opening = opening;
    this.log = log;
    forgetting = clock.scheduleWithFixedDelay(this::forgetUnused, 1, 1, TimeUnit.MINUTES);
  }

  Apps apps() {
    return apps;
  }

  /** What is known of a host without asking; empty if the API server must be asked. */
  synchronized Optional<Answer> known(String host) {
    long now = System.nanoTime();
    Entry entry = entries.get(host);
    if (entry != null && (now - entry.foundAt < FRESH.toNanos() || isInUse(entry))) {
      entry.usedAt = now;
      return Optional.of(Answer.found(entry.run));
    }
    Missing gone = missing.get(host);
    return gone != null && gone.until() > now ? Optional.of(gone.answer()) : Optional.empty();
  }

  private static boolean isInUse(Entry entry) {
    AppView view = entry.run.view();
    return switch (view.phase()) {
      case WAKING, CONFIRMING, DRAINING, SETTLING -> true;
      case UNKNOWN, RESTING, AWAKE, FAILED -> view.users() > 0;
    };
  }

  /** Asks the API server, if it must be. Blocks. */
  Answer find(String host) throws InterruptedException {
    lookups.acquire();
    try {
      Optional<Answer> known = known(host); // somebody else may have asked meanwhile
      return known.isPresent() ? known.get() : ask(host);
    } finally {
      lookups.release();
    }
  }

  private Answer ask(String host) {
    try {
      return switch (lookup.find(host)) {
        case KubernetesLookup.Result.Found found -> keep(host, found);
        case KubernetesLookup.Result.NotFound(String sentence, String why) -> {
          log.accept(host + ": " + why);
          yield none(host, Answer.missing(sentence));
        }
      };
    } catch (KubernetesException e) {
      log.accept(host + ": " + e.getMessage());
      return stale(host).orElseGet(() -> none(host, Answer.unknown()));
    }
  }

  /** Unknown is not gone. */
  private synchronized Optional<Answer> stale(String host) {
    Entry entry = entries.get(host);
    return entry == null ? Optional.empty() : Optional.of(Answer.found(entry.run));
  }

  private synchronized Answer keep(String host, KubernetesLookup.Result.Found found) {
    Entry entry = entries.get(host);
    if (entry == null || !entry.found.equals(found)) {
      Entry made = new Entry(found, opening.open(host, found));
      if (closed) {
        made.run.close();
      } else {
        entries.put(host, made);
        publish();
        made.run.begin();
      }
      if (entry != null) {
        entry.run.handOver();
      }
      entry = made;
    }
    entry.foundAt = System.nanoTime();
    entry.usedAt = entry.foundAt;
    return Answer.found(entry.run);
  }

  private synchronized Answer none(String host, Answer answer) {
    Entry gone = entries.remove(host);
    if (gone != null) {
      publish();
      gone.run.close();
    }
    long now = System.nanoTime();
    missing.values().removeIf(each -> each.until() <= now);
    if (missing.size() < MOST_MISSING) {
      missing.put(host, new Missing(answer, now + MISSING_FOR.toNanos()));
    }
    return answer;
  }

  private void publish() {
    apps = new Apps(entries.values().stream().map(entry -> entry.run).toList());
  }

  private synchronized void forgetUnused() {
    long now = System.nanoTime();
    List<Entry> unused = new ArrayList<>();
    entries
        .values()
        .removeIf(entry -> {
          boolean remove = now - entry.usedAt > FORGOTTEN_AFTER.toNanos() && !isInUse(entry);
          if (remove) {
            unused.add(entry);
          }
          return remove;
        });
    publish();
    unused.forEach(entry -> entry.run.close());
  }

  @Override
  public synchronized void close() {
    closed = true;
    forgetting.cancel(false);
    entries.values().forEach(entry -> entry.run.close());
    entries.clear();
    publish();
  }
}
