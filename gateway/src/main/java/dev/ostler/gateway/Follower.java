package dev.ostler.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells how a workload is whenever something hints at a change, on a thread of its own. */
final class Follower implements Workload.Following {
  /** What hints at changes; may be closed by another thread, which ends waiting. */
  interface Hints extends AutoCloseable {
    /** Waits for the next; may return without one. */
    void await() throws IOException, InterruptedException;

    @Override
    void close();
  }

  /** Opens hints, so that nothing is missed that happens afterwards. */
  interface Opening {
    Hints open() throws IOException;
  }

  private static final long RETRY_MILLIS = 500;

  private final Workload workload;
  private final Opening opening;
  private final Consumer<Observation> told;
  private final Thread thread;
  private @Nullable Observation last;
  private volatile @Nullable Hints current;
  private volatile boolean closed;

  private Follower(Workload workload, Opening opening, Consumer<Observation> told) {
    this.workload = workload;
    this.opening = opening;
    this.told = told;
    thread = Thread.ofVirtual().name("follow-" + workload.name()).unstarted(this::run);
  }

  static Follower begin(Workload workload, Opening opening, Consumer<Observation> told) {
    Follower follower = new Follower(workload, opening, told);
    follower.thread.start();
    return follower;
  }

  private void run() {
    try {
      while (!closed) {
        try (Hints hints = opening.open()) {
          current = hints;
          while (!closed) {
            Observation how = look();
            if (how instanceof Observation.Unknown) {
              TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS); // nothing may hint that it can be asked
            } else {
              hints.await();
            }
          }
        } catch (IOException | UncheckedIOException e) {
          lose(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
          // What a platform of another version says must not end it without a word.
          lose("internal error: " + e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void lose(String why) throws InterruptedException {
    if (!closed) {
      tell(new Observation.Unknown(why));
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  /** One look after the other: what is told last was seen last. */
  private synchronized Observation look() {
    Observation how = workload.observe();
    tell(how);
    return how;
  }

  @Override
  public synchronized void lookAgain() {
    if (last instanceof Observation.Failed || last instanceof Observation.Running) {
      last = null; // it may have rested in between, too shortly to be seen
      look();
    }
  }

  private synchronized void tell(Observation how) {
    if (!closed && (last == null || !how.equals(last))) {
      last = how;
      told.accept(how);
    }
  }

  @Override
  public void close() {
    closed = true;
    Hints known = current;
    if (known != null) {
      known.close();
    }
    thread.interrupt();
  }
}
