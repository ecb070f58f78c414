package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether an app answers, again and again, on a thread of its own. For use under the app's
 * lock; that it answers is told without it, and counts only if {@link #isBy} says so.
 */
final class Confirmation {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final String name;
  private final Workload workload;
  private final Consumer<Thread> answers;
  private @Nullable Thread current;
  private @Nullable InetSocketAddress where;

  Confirmation(String app, Workload workload, Consumer<Thread> answers) {
    this.workload = workload;
    name = "confirm-" + app;
    this.answers = answers;
  }

  void begin(Readiness readiness, @Nullable InetSocketAddress upstream) {
    stop();
    where = upstream;
    current = Thread.ofVirtual().name(name).start(() -> look(readiness, upstream));
  }

  /** Goes on by another rule, if it has begun and not been stopped. */
  void change(Readiness readiness) {
    if (current != null) {
      begin(readiness, where);
    }
  }

  private void look(Readiness readiness, @Nullable InetSocketAddress upstream) {
    try {
      Duration pause = FIRST_PAUSE;
      while (!readiness.answers(workload, upstream)) {
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        pause = pause.plus(pause);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      }
      answers.accept(Thread.currentThread());
    } catch (InterruptedException takenBack) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it was seen by the one that was begun last and not stopped. */
  boolean isBy(Thread thread) {
    return thread.equals(current);
  }

  void stop() {
    Thread known = current;
    current = null;
    if (known != null && !known.equals(Thread.currentThread())) {
      known.interrupt();
    }
  }
}
