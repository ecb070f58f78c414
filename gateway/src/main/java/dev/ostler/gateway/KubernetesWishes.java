package dev.ostler.gateway;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What people wish of a workload of a cluster, in its annotations. */
final class KubernetesWishes {
  private final Consumer<Wish> told;
  private Wish.Barred barred = new Wish.Barred(false);
  private Wish.KeptAwake kept = new Wish.KeptAwake(Optional.empty());

  KubernetesWishes(Consumer<Wish> told) {
    this.told = told;
  }

  /** Tells what is another than it was. For one thread. */
  void look(KubernetesScalable workload) {
    Wish.Barred nowBarred =
        new Wish.Barred(
            workload.annotation(KubernetesMarks.DO_NOT_WAKE).filter("true"::equals).isPresent());
    Wish.KeptAwake nowKept = new Wish.KeptAwake(workload.time(KubernetesMarks.KEEP_AWAKE_UNTIL));
    if (!nowBarred.equals(barred)) {
      barred = nowBarred;
      told.accept(barred);
    }
    if (!nowKept.equals(kept)) {
      kept = nowKept;
      told.accept(kept);
    }
  }

  /** What is to be done for a wish to be there. */
  static KubernetesStep kept(KubernetesScalable workload, Wish wish) {
    return switch (wish) {
      case Wish.Barred(boolean barred) ->
          annotated(workload, KubernetesMarks.DO_NOT_WAKE, barred ? "true" : null);
      case Wish.KeptAwake(Optional<Instant> until) ->
          annotated(
              workload,
              KubernetesMarks.KEEP_AWAKE_UNTIL,
              until.map(KubernetesWishes::notBefore).orElse(null));
    };
  }

  private static KubernetesStep annotated(
      KubernetesScalable workload, String key, @Nullable String value) {
    return workload.annotation(key).equals(Optional.ofNullable(value))
        ? new KubernetesStep.Nothing()
        : new KubernetesStep.PatchWorkload(KubernetesPatches.annotated(workload, key, value));
  }

  private static String notBefore(Instant time) {
    return time.plusMillis(999).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
