package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/*
 * A watch that is refused is tried again and again by the client, which says so to nobody but its
 * own log: what was listed at first stays, however old it is. So what is not watched for a while,
 * for whatever reason, is listed whenever it is asked for.
 */
/**
 * Objects that are watched: those that are there now, and a sign whenever that changes. For use by
 * one thread.
 */
final class KubernetesSource<T extends HasMetadata> implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SharedIndexInformer<T> informer;
  private final Listing<T> listing;
  private final Runnable changed;
  private volatile boolean denied;
  private long watchedAt = System.nanoTime();

  /** Asks the API server for them. */
  @FunctionalInterface
  interface Listing<T> {
    /** Empty if we may not see them. */
    Optional<List<T>> list() throws KubernetesException;
  }

  /** Begins to watch. */
  KubernetesSource(SharedIndexInformer<T> informer, Listing<T> listing, Runnable changed) {
    this.informer = informer;
    this.listing = listing;
    this.changed = changed;
    informer.addEventHandler(new Told());
    informer.exceptionHandler((_, failure) -> {
      if (isDenial(failure)) {
        denied = true;
        changed.run();
      }
      return !denied;
    });
    informer
        .start()
        .whenComplete((_, failure) -> {
          denied |= failure != null && isDenial(failure);
          changed.run(); // it is there, or never will be
        });
  }

  private static boolean isDenial(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof KubernetesClientException refused
        && (refused.getCode() == 401 || refused.getCode() == 403 || refused.getCode() == 404);
  }

  /** Whether we may not watch them, or there is no such thing. */
  boolean isDenied() {
    return denied;
  }

  /** Whether it has been told what was there when it began. */
  boolean isThere() {
    return informer.hasSynced();
  }

  /** Whether nobody tells what has become of them since they were listed. */
  boolean isUnwatched() {
    long now = System.nanoTime();
    if (informer.isWatching() || !informer.hasSynced()) {
      watchedAt = now;
    }
    return now - watchedAt > PATIENCE.toNanos();
  }

  /** All of them; empty if we may not see them. */
  Optional<List<T>> permitted() throws KubernetesException {
    if (denied) {
      return Optional.empty();
    }
    return isUnwatched() ? listing.list() : Optional.of(informer.getStore().list());
  }

  private final class Told implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T made) {
      changed.run();
    }

    @Override
    public void onUpdate(T before, T now) {
      changed.run();
    }

    @Override
    public void onDelete(T gone, boolean isLastStateUnknown) {
      changed.run();
    }
  }

  @Override
  public void close() {
    informer.stop();
  }
}
