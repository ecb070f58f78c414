package dev.ostler.gateway;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the platform of one app, one request after the other, so that a rest never overtakes the
 * wake before it, and hears how the app is. What the app needs is woken first.
 */
final class Platform implements AutoCloseable {
  private final Workload workload;
  private final Ties ties;
  private final BooleanSupplier inUse;
  private final Consumer<AppInput> app;
  private final ExecutorService requests;
  private volatile Workload.@Nullable Following following;
  private volatile @Nullable RestOrder lastRest;

  /** Something to be asked for. */
  private interface Request {
    void send() throws WorkloadException, InterruptedException;
  }

  /**
   * Begins to take requests.
   *
   * @param inUse says whether the app uses what it needs, now
   * @param app told how it is, and why a request came to nothing
   */
  Platform(Workload workload, Ties ties, BooleanSupplier inUse, Consumer<AppInput> app) {
    this.workload = workload;
    this.ties = ties;
    this.inUse = inUse;
    this.app = app;
    requests =
        Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("platform-" + workload.name()).factory());
  }

  /** Whether the app needs no other. */
  boolean needsNothing() {
    return ties.areNone();
  }

  /** The apps that are used because it needs them, and are not awake. */
  List<String> lacking() {
    return ties.lacking();
  }

  /** Has the app told how its workload is, beginning with how it is now. */
  void begin() {
    following = workload.follow(how -> app.accept(new AppInput.Seen(how)));
  }

  void wake() {
    request(() -> {
      follow();
      if (ties.await()) {
        workload.wake();
        Workload.Following known = following;
        if (known != null) {
          known.lookAgain();
        }
      }
    });
  }

  /** Has it rest. */
  void rest(RestOrder.Cause cause) {
    RestOrder order = new RestOrder(cause);
    lastRest = order;
    request(() -> {
      workload.rest(order);
      app.accept(new AppInput.Resigned());
    });
  }

  /** Takes the last rest back. Returns at once; whether that was in time is told. */
  void stopResting() {
    RestOrder order = lastRest;
    if (order != null) {
      order.takeBack();
    }
  }

  /**
   * Has a wish kept with the workload.
   *
   * @param failed told why it is not
   */
  void keep(Wish wish, Consumer<String> failed) {
    requests.execute(() -> {
      try {
        workload.keep(wish);
      } catch (WorkloadException e) {
        failed.accept(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        failed.accept("internal error: " + e);
      }
    });
  }

  /** Uses what the app needs, or leaves it. Not under the app's lock. */
  void follow() {
    if (!ties.areNone()) {
      ties.use(inUse);
    }
  }

  private void request(Request request) {
    requests.execute(() -> {
      try {
        request.send();
      } catch (StaysAwakeException e) {
        if (workload.observe() instanceof Observation.Running running) {
          app.accept(new AppInput.Seen(running)); // perhaps not where it was
        }
        app.accept(new AppInput.StaysAwake());
      } catch (WorkloadException e) {
        refuse(String.valueOf(e.getMessage()));
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        refuse("internal error: " + e); // or nobody would know before it is too late
      }
    });
  }

  private void refuse(String why) {
    app.accept(new AppInput.Refused(Observation.Failed.refused(why)));
  }

  @Override
  public void close() {
    Workload.Following known = following;
    if (known != null) {
      known.close();
    }
    ties.use(() -> false);
    requests.shutdownNow();
  }
}
