package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Policies for tests. */
final class Policies {
  static final Duration GRACE = Duration.ofSeconds(20);
  static final ChildCommand COMMAND = ChildCommand.of(List.of("app"), Map.of());
  static final ActivationSetup ACTIVATION =
      new ActivationSetup(Path.of("/run/active"), Set.of(Setup.ONLY), Duration.ZERO);

  private Policies() {}

  static Policy of(RestartPolicy.When when) {
    return Policy.defaults()
        .withStopping(Stopping.by(Signal.TERM, GRACE))
        .withRestart(RestartPolicy.of(when));
  }

  static Policy stoppedBy(Signal signal) {
    return of(RestartPolicy.When.NEVER).withStopping(Stopping.by(signal, GRACE));
  }

  /** The same, with a limit for becoming ready. */
  static Policy readySoon(Policy policy) {
    return new Policy(
        policy.stopping(),
        policy.restart(),
        policy.exits(),
        policy.unhealthy(),
        Optional.of(Duration.ofSeconds(30)),
        policy.traits());
  }

  /** Every combination that decisions on a process differ by. */
  static List<Policy> all() {
    List<Policy> all = new ArrayList<>();
    for (RestartPolicy.When when : RestartPolicy.When.values()) {
      for (int traits = 0; traits < 8; traits++) {
        Policy policy =
            of(when)
                .withTraits(
                    new Policy.Traits(
                        (traits & 1) != 0, (traits & 2) != 0, false, (traits & 4) != 0, true));
        all.add(policy);
        all.add(readySoon(policy));
      }
    }
    return all;
  }
}
