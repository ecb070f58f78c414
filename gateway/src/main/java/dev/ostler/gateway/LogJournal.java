package dev.ostler.gateway;

import java.time.Duration;
import java.util.function.Consumer;

/** Tells what happens in one line each. */
record LogJournal(Consumer<String> lines) implements Journal {
  @Override
  public void woken(String app, History.By by) {
    lines.accept(app + ": waking for " + words(by));
  }

  private static String words(History.By by) {
    return switch (by) {
      case VISITOR -> "a visitor";
      case PERSON -> "a person";
      case SCHEDULE -> "its schedule";
      case OTHERS -> "others";
    };
  }

  @Override
  public void ready(String app, Duration took) {
    lines.accept(app + ": ready after " + took.toMillis() + " ms");
  }

  @Override
  public void failed(String app, Observation.Failed why) {
    lines.accept(app + ": cannot be woken: " + why.reason());
    why.evidence().forEach(line -> lines.accept(app + ": | " + line));
  }

  @Override
  public void rested(String app) {
    lines.accept(app + ": going to rest");
  }
}
