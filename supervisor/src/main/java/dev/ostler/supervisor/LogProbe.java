package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/*
 * Those who wait for readiness are told one turn of the loop later than the line is found: by then
 * it is written to where it belongs, too, and who is told that a process is ready finds its line
 * there.
 */
/** Ready from the first line that fits until the process ends. */
final class LogProbe implements HealthProbe {
  private final Router router;
  private final Predicate<String> fits;
  private final String missing;
  private final Listener listener;
  private boolean awaiting;
  private @Nullable Alarm turn;

  private LogProbe(Router router, Predicate<String> fits, String missing, Listener listener) {
    this.router = router;
    this.fits = fits;
    this.missing = missing;
    this.listener = listener;
  }

  static LogProbe ofOutput(Router router, Probe.LogLine line, Listener listener) {
    LinePattern pattern = LinePattern.of(line.expression());
    return new LogProbe(
        router,
        text -> pattern.lookIn(text) == LinePattern.Result.FOUND,
        "no line of its output fits " + pattern,
        listener);
  }

  static LogProbe ofDescriptor(Router router, Probe.Newline line, Listener listener) {
    String missing = "it has not written a line to descriptor " + line.descriptor();
    return new LogProbe(router, _ -> true, missing, listener);
  }

  @Override
  public void start() {
    awaiting = true;
  }

  @Override
  public void wrote(String line) {
    if (awaiting && fits.test(line)) {
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
    return awaiting ? Optional.of(missing) : Optional.empty();
  }

  @Override
  public void close() {
    stop();
  }
}
