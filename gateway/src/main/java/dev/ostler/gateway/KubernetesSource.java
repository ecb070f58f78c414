package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;

/** Objects that are watched: those that are there now, and a sign whenever that changes. */
final class KubernetesSource<T extends HasMetadata> implements AutoCloseable {
  private final SharedIndexInformer<T> informer;
  private final Runnable changed;
  private volatile boolean denied;

  /** Begins to watch. */
  KubernetesSource(SharedIndexInformer<T> informer, Runnable changed) {
    this.informer = informer;
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

  List<T> all() {
    return informer.getStore().list();
  }

  /** All of them; empty if we may not watch them. */
  Optional<List<T>> permitted() {
    return denied ? Optional.empty() : Optional.of(all());
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
