package dev.ostler.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people wish of a workload of a cluster, and that it is used, in its annotations. */
final class KubernetesWishes {
  /** Who has waited until then must not find that his timer was faster than his clock. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final Consumer<Wish> told;
  private Wish.Barred barred = new Wish.Barred(false);
  private Wish.KeptAwake kept = new Wish.KeptAwake(Optional.empty());

  private Wish.Used used = new Wish.Used(Optional.empty());

  /** What was written here last of its use: nobody else's. */
  private Optional<Instant> own = Optional.empty();

  /** A version that does not have what was wished here last yet; nor have those before it. */
  private String outdated = "";

  KubernetesWishes(Consumer<Wish> told) {
    this.told = told;
  }

  /** Keeps a wish with its workload. */
  interface Keeping {
    /** Returns the workload as it was found before, or empty if it was overtaken. */
    Optional<KubernetesScalable> keep() throws KubernetesException, WorkloadException;
  }

  /**
   * Has a wish kept; returns whether it is. Until then nothing is told of what others wish: it may
   * be older, and what comes and goes meanwhile is never seen.
   */
  synchronized boolean keep(Wish wish, Keeping keeping)
      throws KubernetesException, WorkloadException {
    Optional<KubernetesScalable> before = keeping.keep();
    if (before.isEmpty()) {
      return false;
    }
    if (kept(before.get(), wish) instanceof KubernetesStep.Nothing) {
      look(before.get()); // it stays like that, and a newer version may never come
    } else if (wish instanceof Wish.Used(var until)) {
      own = until;
    } else {
      tell(wish);
    }
    outdated = before.get().resourceVersion();
    return true;
  }

  /** Whether another gateway has said that it is used. */
  synchronized boolean isUsedByOthers(KubernetesScalable workload, Instant now) {
    return workload
        .time(KubernetesMarks.USED_UNTIL)
        .filter(until -> now.plus(SLACK).isBefore(until) && !own.equals(Optional.of(until)))
        .isPresent();
  }

  /** Tells what is another than it was. */
  synchronized void look(KubernetesScalable workload) {
    if (!isNewer(workload.resourceVersion(), outdated)) {
      return;
    }
    tell(
        new Wish.Barred(
            workload.annotation(KubernetesMarks.DO_NOT_WAKE).filter("true"::equals).isPresent()));
    tell(new Wish.KeptAwake(workload.time(KubernetesMarks.KEEP_AWAKE_UNTIL)));
    Optional<Instant> until = workload.time(KubernetesMarks.USED_UNTIL);
    if (until.isEmpty() || !until.equals(own)) {
      tell(new Wish.Used(until));
    }
  }

  private void tell(Wish wish) {
    boolean known =
        switch (wish) {
          case Wish.Barred now -> {
            boolean same = now.equals(barred);
            barred = now;
            yield same;
          }
          case Wish.KeptAwake now -> {
            boolean same = now.equals(kept);
            kept = now;
            yield same;
          }
          case Wish.Used now -> {
            boolean same = now.equals(used);
            used = now;
            yield same;
          }
        };
    if (!known) {
      told.accept(wish);
    }
  }

  /**
   * Whether a version is newer than another, as far as anybody can say.
   *
   * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions">
   *     Resource versions</a>: numbers without leading zeros
   */
  static boolean isNewer(String version, String than) {
    boolean numbers = NUMBER.matcher(version).matches() && NUMBER.matcher(than).matches();
    return !numbers
        || version.length() > than.length()
        || (version.length() == than.length() && version.compareTo(than) > 0);
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
              until.map(Instant::toString).orElse(null));
      case Wish.Used(Optional<Instant> until) ->
          isOutdone(workload, until)
              ? new KubernetesStep.Nothing()
              : annotated(
                  workload, KubernetesMarks.USED_UNTIL, until.map(Instant::toString).orElse(null));
    };
  }

  /** Of several gateways the one counts that is used last; what rests is not used. */
  private static boolean isOutdone(KubernetesScalable workload, Optional<Instant> until) {
    Optional<Instant> known = workload.time(KubernetesMarks.USED_UNTIL);
    return workload.replicas() == 0
        || workload.isGoal(KubernetesMarks.RESTING)
        || known.filter(last -> until.filter(last::isBefore).isEmpty()).isPresent();
  }

  private static KubernetesStep annotated(
      KubernetesScalable workload, String key, @Nullable String value) {
    return workload.annotation(key).equals(Optional.ofNullable(value))
        ? new KubernetesStep.Nothing()
        : new KubernetesStep.PatchWorkload(KubernetesPatches.annotated(workload, key, value));
  }
}
