package dev.ostler.supervisor;

import java.util.Optional;
import java.util.regex.Pattern;

/** Ready from the first line of output that fits until the process ends. */
final class LogProbe implements HealthProbe {
  private final Pattern pattern;
  private final Listener listener;
  private boolean awaiting;

  LogProbe(Pattern pattern, Listener listener) {
    this.pattern = pattern;
    this.listener = listener;
  }

  @Override
  public void start() {
    awaiting = true;
  }

  @Override
  public void wrote(String line) {
    if (awaiting && pattern.matcher(line).find()) {
      awaiting = false;
      listener.healthy();
    }
  }

  @Override
  public void stop() {
    awaiting = false;
  }

  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public Optional<String> trouble() {
    return awaiting ? Optional.of("no line of its output fits " + pattern) : Optional.empty();
  }

  @Override
  public void close() {
    stop();
  }
}
