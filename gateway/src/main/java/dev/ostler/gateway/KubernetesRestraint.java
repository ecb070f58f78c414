package dev.ostler.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/*
 * The gateway sees who comes by it, not what a workload does by itself, nor who would undo a rest.
 * Both are asked for now and then. What is not known puts nothing to rest: so it is until the first
 * answer, and while there are no replicas, of which nobody can measure anything.
 */
/** Says why a workload of a cluster must not rest, though the gateway would have it so. */
record KubernetesRestraint(
    Rule rule, KubernetesRoute route, KubernetesUse use, KubernetesLook look) {
  private static final Optional<String> UNKNOWN =
      Optional.of("nobody knows yet whether it is used, or who else decides on it");

  /**
   * What is asked for.
   *
   * @param cpu how much CPU is no use; empty if that does not matter
   * @param owners whether those are heeded who would undo a rest
   * @param every how often
   */
  record Rule(Optional<IdleRule> cpu, boolean owners, Duration every) {
    static final Rule NONE = new Rule(Optional.empty(), false, Duration.ofMinutes(1));

    private boolean isNone() {
      return cpu.isEmpty() && !owners;
    }
  }

  /** Tells it whenever it is another than before; returns what ends that. */
  Runnable follow(Consumer<Optional<String>> told) {
    if (rule.isNone()) {
      return () -> {};
    }
    told.accept(UNKNOWN);
    Thread thread = Thread.ofVirtual().name("restrain").start(() -> run(told));
    return thread::interrupt;
  }

  private void run(Consumer<Optional<String>> told) {
    Optional<String> last = UNKNOWN;
    try {
      while (true) {
        Optional<String> now = reason();
        if (!now.equals(last)) {
          told.accept(now);
          last = now;
        }
        TimeUnit.NANOSECONDS.sleep(rule.every().toNanos());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> reason() {
    try {
      KubernetesSeen seen = look.essentials();
      Optional<KubernetesScalable> running =
          seen.workload().filter(workload -> workload.replicas() > 0);
      return running.isEmpty() ? UNKNOWN : IdleRule.restraint(rule.cpu(), facts(seen));
    } catch (KubernetesException | RuntimeException e) {
      return UNKNOWN; // what an API server of another version says must not end it without a word
    }
  }

  private IdleRule.Facts facts(KubernetesSeen seen) throws KubernetesException {
    KubernetesScalable workload = seen.workload().orElseThrow();
    Optional<KubernetesService> service = seen.service().filter(_ -> route.repoints());
    return new IdleRule.Facts(
        workload,
        true,
        rule.cpu().isPresent() ? use.cpu(workload) : Optional.empty(),
        rule.owners() ? use.owners(workload, service) : List.of());
  }
}
