package dev.ostler.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/*
 * An image may take an hour, or come from a registry that says nothing any more, and half of it
 * harms nobody. So it is waited for on another thread, which is left to itself when the run is
 * broken off: its connection ends with it, and an engine pulls for nobody who has gone.
 */
/** Brings an image to a host, for as long as the run goes on. */
final class Transfer {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Patience patience;
  private final FutureTask<Boolean> whole;

  /** What an engine is asked. */
  interface Way {
    void go() throws IOException;
  }

  Transfer(Way way, Patience patience) {
    this.patience = patience;
    whole =
        new FutureTask<>(() -> {
          way.go();
          return true;
        });
  }

  /**
   * Brings it there.
   *
   * @throws CalledOffException if the run was broken off first
   * @throws IOException what the engine has answered
   */
  void run() throws IOException, InterruptedException {
    Thread.ofVirtual().start(whole);
    try {
      while (!isThere()) {
        if (patience.isOver()) {
          throw new CalledOffException("the run was interrupted while its image was on the way");
        }
      }
    } finally {
      whole.cancel(true);
    }
  }

  private boolean isThere() throws IOException, InterruptedException {
    try {
      return whole.get(BETWEEN_LOOKS.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new AssertionError("internal error: " + e, e);
      }
    }
  }
}
