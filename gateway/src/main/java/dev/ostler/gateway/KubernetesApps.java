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

  private synchronized Answer keep(String host, KubernetesLookup.Result.Found found) {
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
    if (before != null && isNameless(before.entry())) {
      remove(before.entry());
      before.entry().run.handOver();
    }
    return Answer.found(entry.run);
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

  private void remove(Entry entry) {
    entries.remove(entry.where);
    names.values().removeIf(name -> name.entry().equals(entry));
    publish();
  }

  private synchronized Answer none(String host, Answer answer) {
    Name gone = names.remove(host);
    if (gone != null && isNameless(gone.entry())) {
      remove(gone.entry());
      gone.entry().run.close();
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
    List.copyOf(entries.values()).stream()
        .filter(entry -> now - entry.usedAt > FORGOTTEN_AFTER.toNanos() && !isInUse(entry))
        .forEach(entry -> {
          remove(entry);
          entry.run.close();
        });
  }

  @Override
  public synchronized void close() {
    closed = true;
    forgetting.cancel(false);
    entries.values().forEach(entry -> entry.run.close());
    entries.clear();
    names.clear();
    publish();
  }
}
