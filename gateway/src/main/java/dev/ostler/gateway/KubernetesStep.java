package dev.ostler.gateway;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one next thing to do with a workload. */
sealed interface KubernetesStep {
  /** Change the workload itself. */
  record PatchWorkload(Map<String, @Nullable Object> patch) implements KubernetesStep {}

  /** Change its number of replicas, of which only {@code /scale} knows. */
  record PatchScale(Map<String, @Nullable Object> patch) implements KubernetesStep {}

  /** Change its Service, on the word of the workload. */
  sealed interface OfService extends KubernetesStep {}

  /** Point its Service elsewhere. */
  record PatchService(Map<String, @Nullable Object> patch) implements OfService {}

  /** Give its Service back what it had; with addresses of its own anew, if those are taken. */
  record RestoreService(
      Map<String, @Nullable Object> patch, Map<String, @Nullable Object> withoutAddresses)
      implements OfService {}

  /** Nothing, before so long. */
  record Wait(Duration time) implements KubernetesStep {}

  /** Nothing, as long as nothing changes. */
  record Nothing() implements KubernetesStep {}
}
