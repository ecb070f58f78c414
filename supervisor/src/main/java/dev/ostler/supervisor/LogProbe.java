package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * Those who wait for readiness are told one turn of the loop later than the line is found: by then
 * it is written to where it belongs, too, and who is told that a process is ready finds its line
 * there.
 */
/** Ready from the first line of output that fits until the process ends. */
final class LogProbe implements HealthProbe {
  private final Router router;
  private final LinePattern pattern;
  private final Listener listener;
  private boolean awaiting;
  private @Nullable Alarm turn;

  LogProbe(Router router, LinePattern pattern, Listener listener) {
    this.router = router;
    this.pattern = pattern;
    this.listener = listener;
  }

  @Override
  public void start() {
    awaiting = true;
  }

  @Override
  public void wrote(String line) {
    if (awaiting && pattern.lookIn(line) == LinePattern.Result.FOUND) {
      awaiting = false;
      turn = router.later(Duration.ZERO, listener::healthy);
    }
  }

  @Override
  public void stop() {
    awaiting = false;
    router.cancel(turn);
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
