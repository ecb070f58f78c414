package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.Health;
import java.time.Duration;
import java.util.Optional;

/** Whether a started container works. */
sealed interface HealthVerdict {
  /** It does. */
  record Works() implements HealthVerdict {}

  /** It cannot be said yet. */
  record Unclear() implements HealthVerdict {}

  /** It does not. */
  record Fails(String reason) implements HealthVerdict {}

  /**
   * Judges by what is known.
   *
   * @param status what the engine says
   * @param complaint what a probe of our own heard last; empty if it finds it working
   * @param elapsed since the start
   * @param rules of the workload
   */
  static HealthVerdict of(
      ContainerStatus status, Optional<String> complaint, Duration elapsed, Workload.Rules rules) {
    if (status.state() == ContainerState.RESTARTING || status.restarts() > 0) {
      return new Fails("it ends again and again, last with status " + status.exitCode());
    }
    if (status.state() != ContainerState.RUNNING) {
      return new Fails("it ended with status " + status.exitCode() + withError(status));
    }
    if (status.health() == Health.UNHEALTHY) {
      return new Fails("its health check fails: " + status.healthOutput().strip());
    }
    boolean works =
        switch (rules.health()) {
          case HealthProbe.Engine _ ->
              status.health() == Health.HEALTHY
                  || (status.health() == Health.NONE
                      && elapsed.compareTo(rules.update().monitor()) >= 0);
          case HealthProbe.Http _, HealthProbe.Tcp _, HealthProbe.Exec _ -> complaint.isEmpty();
        };
    if (works) {
      return new Works();
    }
    Duration within = limit(status, rules);
    return elapsed.compareTo(within) < 0
        ? new Unclear()
        : new Fails(
            "it was not seen to work within "
                + within.toMillis() / 1000.0
                + " s"
                + lastAnswer(status, complaint));
  }

  private static String lastAnswer(ContainerStatus status, Optional<String> complaint) {
    String answer = complaint.orElseGet(() -> status.healthOutput().strip());
    return answer.isEmpty() ? "" : "; its last answer: " + answer;
  }

  private static Duration limit(ContainerStatus status, Workload.Rules rules) {
    Duration within = rules.health().within();
    Duration monitor = rules.update().monitor();
    boolean onlyMustStay =
        rules.health() instanceof HealthProbe.Engine && status.health() == Health.NONE;
    return onlyMustStay && monitor.compareTo(within) > 0 ? monitor : within;
  }

  private static String withError(ContainerStatus status) {
    return status.error().isEmpty() ? "" : ": " + status.error();
  }
}
