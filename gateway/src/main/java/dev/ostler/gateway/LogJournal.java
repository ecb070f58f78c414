package dev.ostler.gateway;

import java.time.Duration;
import java.util.function.Consumer;

/** Tells what happens in one line each. */
record LogJournal(Consumer<String> lines) implements Journal {
  @Override
  public void woken(String app) {
    lines.accept(app + ": waking");
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
