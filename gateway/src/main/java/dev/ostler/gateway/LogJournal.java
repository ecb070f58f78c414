package dev.ostler.gateway;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tells what happens in one line each. Who is turned away has been told himself.
 *
 * @param lines told each
 * @param dry whether nothing is done of what is asked for
 */
record LogJournal(Consumer<String> lines, boolean dry) implements Journal {
  /** Of a gateway that does what it says. */
  LogJournal(Consumer<String> lines) {
    this(lines, false);
  }

  @Override
  public void woken(Wake wake) {
    String words = dry ? ": would be woken for " : ": waking for ";
    lines.accept(wake.app() + words + words(wake.by()) + trace(wake));
  }

  private static String words(History.By by) {
    return switch (by) {
      case VISITOR -> "a visitor";
      case PERSON -> "a person";
      case SCHEDULE -> "its schedule";
      case OTHERS -> "others";
    };
  }

  private static String trace(Wake wake) {
    return wake.trace().map(trace -> ", trace " + trace.id()).orElse("");
  }

  @Override
  public void ready(Wake wake, Took took) {
    lines.accept(wake.app() + ": ready after " + took.whole().toMillis() + " ms" + trace(wake));
  }

  @Override
  public void failed(Wake wake, Observation.Failed why) {
    lines.accept(wake.app() + ": cannot be woken: " + why.reason() + trace(wake));
    why.evidence().forEach(line -> lines.accept(wake.app() + ": | " + line));
  }

  @Override
  public void lost(String app, Loss how, Observation.Failed why) {
    String words =
        switch (how) {
          case FAILED -> ": went down while it was awake: ";
          case RESTARTED -> ": starts again while it was awake: ";
        };
    lines.accept(app + words + why.reason());
    why.evidence().forEach(line -> lines.accept(app + ": | " + line));
  }

  @Override
  public void rested(String app, History.Why why) {
    String words = dry ? ": would be put to rest: " : ": going to rest: ";
    lines.accept(app + words + Words.clause(why));
  }

  @Override
  public void hasRested(String app) {}

  @Override
  public void stayedAwake(String app) {
    lines.accept(app + ": stays awake: somebody else has use for it");
  }

  @Override
  public void notRested(String app, String why, Duration pause) {
    lines.accept(
        app + ": does not rest: " + why + "; not tried again for " + pause.toSeconds() + " s");
  }

  @Override
  public void unseen(String app, String why) {
    lines.accept(app + ": " + Words.unseen(why));
  }

  @Override
  public void seen(String app) {
    lines.accept(app + ": its platform says again how it is");
  }

  @Override
  public void unreached(String app, String why) {
    lines.accept(app + ": cannot connect to it at " + why);
  }

  @Override
  public void reached(String app) {
    lines.accept(app + ": it can be connected to again");
  }

  @Override
  public void unkept(String app, String why) {
    lines.accept(app + ": " + why);
  }

  @Override
  public void turnedAway(String app, TurnedAway.Cause cause) {}
}
