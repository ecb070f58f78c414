package dev.ostler.abuse;

import dev.ostler.testing.Tool;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Rounds on all levels in turn until the time is over, or somebody has had enough. */
final class Campaign {
  private static final long END_SECONDS = 60;

  /** A level that only makes trouble tells nothing more. */
  private static final int MOST_TROUBLE = 5;

  private final Options options;
  private final Ledger ledger = new Ledger();
  private final Map<Level, Subject> open = new EnumMap<>(Level.class);
  private final Map<Level, Integer> trouble = new EnumMap<>(Level.class);
  private volatile boolean ending;

  Campaign(Options options) {
    this.options = options;
  }

  /** What came out, at Ctrl-C too: what was seen until then. */
  Report run() {
    Thread caller = Thread.currentThread();
    Thread hook = new Thread(() -> end(caller), "end");
    Runtime.getRuntime().addShutdownHook(hook);
    Instant began = Instant.now();
    try {
      play();
    } finally {
      boolean _ = Thread.interrupted();
      open.values().forEach(Subject::close);
    }
    if (!ending) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    return Report.of(options, ledger, machine(), began);
  }

  private void end(Thread caller) {
    ending = true;
    caller.interrupt();
    try {
      caller.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isEnding() {
    return ending;
  }

  /** Each level gets as much of the time as the others, however long its rounds are. */
  private void play() {
    Map<Level, Long> spent = new EnumMap<>(Level.class);
    Map<Level, Long> rounds = new EnumMap<>(Level.class);
    options.levels().forEach(level -> spent.put(level, 0L));
    long end = System.nanoTime() + options.time().toNanos();
    while (!spent.isEmpty() && !ending && System.nanoTime() < end) {
      Level level = Collections.min(spent.entrySet(), Map.Entry.comparingByValue()).getKey();
      long round = rounds.merge(level, options.from(), (before, _) -> before + 1);
      long start = System.nanoTime();
      if (isGoingOn(level, round)) {
        spent.merge(level, System.nanoTime() - start, Long::sum);
      } else {
        spent.remove(level);
      }
    }
  }

  private boolean isGoingOn(Level level, long round) {
    ledger.beginRound(level, round);
    try {
      if (!open.containsKey(level)) {
        open.put(level, start(level));
      }
      open.get(level).round(round, random(level, round));
      trouble.remove(level);
      return true;
    } catch (NotHereException e) {
      ledger.note(level, "not here: " + e.getMessage());
      return false;
    } catch (Exception | AssertionError e) {
      return ending || isWorthAnotherTry(level, e);
    }
  }

  private boolean isWorthAnotherTry(Level level, Throwable e) {
    ledger.trouble(level, e.toString());
    e.printStackTrace();
    Subject subject = open.remove(level);
    if (subject != null) {
      subject.close();
    }
    return trouble.merge(level, 1, Integer::sum) < MOST_TROUBLE;
  }

  private Subject start(Level level) throws Exception {
    return switch (level) {
      case RUN -> RunSubject.start(options, ledger);
      case FLEET -> FleetSubject.start(options, ledger);
      case GATEWAY -> GatewaySubject.start(options, ledger);
    };
  }

  /** Of each round anew, so that a round does not depend on how far those before it came. */
  private RandomGenerator random(Level level, long round) {
    return new SplittableRandom(
        (options.seed() * 31 + level.word().hashCode()) * 1_000_003 + round);
  }

  private Map<String, String> machine() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("commit", commit());
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return facts;
  }

  private String commit() {
    String home = options.home().toString();
    try {
      return Tool.run("git", "-C", home, "describe", "--always", "--dirty", "--exclude=*");
    } catch (AssertionError noCheckout) {
      return "unknown";
    }
  }
}
