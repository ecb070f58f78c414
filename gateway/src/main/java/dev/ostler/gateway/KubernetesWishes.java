package dev.ostler.gateway;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people wish of a workload of a cluster, in its annotations. */
final class KubernetesWishes {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final Consumer<Wish> told;
  private Wish.Barred barred = new Wish.Barred(false);
  private Wish.KeptAwake kept = new Wish.KeptAwake(Optional.empty());

  /** A version that does not have what was wished here last yet; nor have those before it. */
  private String outdated = "";

  KubernetesWishes(Consumer<Wish> told) {
    this.told = told;
  }

  /** Keeps a wish with its workload. */
  interface Keeping {
    /** Returns which version of the workload was found before, or empty if it was overtaken. */
    Optional<String> keep() throws KubernetesException, WorkloadException;
  }

  /**
   * Has a wish kept; returns whether it is. Until then nothing is told of what others wish: it may
   * be older, and what comes and goes meanwhile is never seen.
   */
  synchronized boolean keep(Wish wish, Keeping keeping)
      throws KubernetesException, WorkloadException {
    Optional<String> before = keeping.keep();
    if (before.isEmpty()) {
      return false;
    }
    outdated = before.get();
    tell(wish);
    return true;
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
    };
  }

  private static KubernetesStep annotated(
      KubernetesScalable workload, String key, @Nullable String value) {
    return workload.annotation(key).equals(Optional.ofNullable(value))
        ? new KubernetesStep.Nothing()
        : new KubernetesStep.PatchWorkload(KubernetesPatches.annotated(workload, key, value));
  }
}
