package dev.ostler.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * A cluster may have thousands of apps of which a few are asked for: each is looked for when
 * somebody comes, looked after while it is of use, and then forgotten. Labels may lead from any
 * number of hosts to one app, so visitors who make up names must not make up apps.
 *
 * Whoever ends an app waits for what it is asking the API server, which may take seconds. That is
 * done without the lock, or all visitors of all apps would wait as well.
 */
/** The apps of a cluster that somebody has asked for. */
final class KubernetesApps implements AutoCloseable {
  /** An app that has been found may be made anew, or moved. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  /** Who asks for what is not there, again and again, does not ask the API server. */
  private static final Duration MISSING_FOR = Duration.ofSeconds(2);

  private static final int MOST_MISSING = 1000;

  /** Of those that lead to apps; who comes by one that was given up has it looked up again. */
  private static final int MOST_HOSTS = 10_000;

  private static final int LOOKUPS_AT_ONCE = 16;

  private final KubernetesLookup lookup;
  private final Opening opening;
  private final Consumer<String> log;
  private final Semaphore lookups = new Semaphore(LOOKUPS_AT_ONCE);
  private final Map<Where, Entry> entries = new HashMap<>();

  /** The one that was asked for least lately comes first. */
  private final Map<String, Name> names = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<String, Missing> missing = new HashMap<>();
  private volatile Apps apps = new Apps(List.of());
  private final Future<?> forgetting;
  private boolean closed;

  /** Begins to look after an app. */
  interface Opening {
    AppRun open(KubernetesLookup.Result.Found found);
  }

  /** What makes an app what it is. */
  private record Where(KubernetesTarget target, String service) {
    static Where of(KubernetesLookup.Result.Found found) {
      return new Where(found.target(), found.service());
    }
  }

  private static final class Entry {
    final Where where;
    final AppRun run;
    long usedAt = System.nanoTime();

    Entry(Where where, AppRun run) {
      this.where = where;
      this.run = run;
    }
  }

  /** What a host led to. */
  private record Name(Entry entry, long foundAt) {}

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

  /** The app that a host has led to; empty if it must be looked up. */
  synchronized Optional<AppRun> at(@Nullable String host) {
    Name name = host == null ? null : names.get(KubernetesKeys.host(host));
    return name == null ? Optional.empty() : Optional.of(name.entry().run);
  }

  /** What is known of a host without asking; empty if the API server must be asked. */
  synchronized Optional<Answer> known(String host) {
    long now = System.nanoTime();
    Name name = names.get(host);
    if (name != null && (now - name.foundAt() < FRESH.toNanos() || isInUse(name.entry()))) {
      name.entry().usedAt = now;
      return Optional.of(Answer.found(name.entry().run));
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
      // Unknown is not gone.
      return at(host).map(Answer::found).orElseGet(() -> none(host, Answer.unknown()));
    }
  }

  private Answer keep(String host, KubernetesLookup.Result.Found found) {
    AppRun run;
    Optional<AppRun> left;
    synchronized (this) {
      Name before = names.get(host);
      Entry entry = entries.get(Where.of(found));
      if (entry == null) {
        entry = begin(found);
      }
      entry.usedAt = System.nanoTime();
      names.put(host, new Name(entry, entry.usedAt));
      if (names.size() > MOST_HOSTS) {
        names.remove(names.keySet().iterator().next());
      }
      run = entry.run;
      left = removeNameless(before);
    }
    left.ifPresent(former -> former.handOver(Optional.of(run)));
    return Answer.found(run);
  }

  private Entry begin(KubernetesLookup.Result.Found found) {
    Entry made = new Entry(Where.of(found), opening.open(found));
    if (closed) {
      made.run.close();
    } else {
      entries.put(made.where, made);
      publish();
      made.run.begin();
    }
    return made;
  }

  /** Whether no host leads to it any more. */
  private boolean isNameless(Entry entry) {
    return names.values().stream().noneMatch(name -> name.entry().equals(entry));
  }

  /** Removes what a host has led to if none leads to it any more. */
  private Optional<AppRun> removeNameless(@Nullable Name gone) {
    if (gone == null || !isNameless(gone.entry())) {
      return Optional.empty();
    }
    remove(gone.entry());
    return Optional.of(gone.entry().run);
  }

  private void remove(Entry entry) {
    entries.remove(entry.where);
    names.values().removeIf(name -> name.entry().equals(entry));
    publish();
  }

  private Answer none(String host, Answer answer) {
    Optional<AppRun> left;
    synchronized (this) {
      left = removeNameless(names.remove(host));
      long now = System.nanoTime();
      missing.values().removeIf(each -> each.until() <= now);
      if (missing.size() < MOST_MISSING) {
        missing.put(host, new Missing(answer, now + MISSING_FOR.toNanos()));
      }
    }
    left.ifPresent(AppRun::close);
    return answer;
  }

  private void publish() {
    apps = new Apps(entries.values().stream().map(entry -> entry.run).toList());
  }

  private void forgetUnused() {
    long now = System.nanoTime();
    List<Entry> unused;
    synchronized (this) {
      unused =
          entries.values().stream()
              .filter(entry -> now - entry.usedAt > FORGOTTEN_AFTER.toNanos() && !isInUse(entry))
              .toList();
      unused.forEach(this::remove);
    }
    unused.forEach(entry -> entry.run.close());
  }

  @Override
  public void close() {
    List<Entry> all;
    synchronized (this) {
      closed = true;
      forgetting.cancel(false);
      all = List.copyOf(entries.values());
      entries.clear();
      names.clear();
      publish();
    }
    all.forEach(entry -> entry.run.close());
  }
}
