package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Policies for tests. */
final class Policies {
  static final Duration GRACE = Duration.ofSeconds(20);

  private Policies() {}

  static Policy of(RestartPolicy.When when) {
    return of(when, new Policy.NoReload(), false, Optional.empty());
  }

  static Policy of(
      RestartPolicy.When when, Policy.Reload reload, boolean wait, Optional<Integer> status) {
    return new Policy(
        Signal.TERM,
        GRACE,
        RestartPolicy.of(when),
        SignalMap.withoutTerminal(),
        false,
        reload,
        wait,
        status);
  }

  static Policy reloading(Policy.Reload reload) {
    return of(RestartPolicy.When.NEVER, reload, false, Optional.empty());
  }

  /** As {@code container-run} has it. */
  static Policy onRequest() {
    return of(RestartPolicy.When.ON_REQUEST, new Policy.NoReload(), false, Optional.of(0));
  }

  static Policy rewriting(Signal stopSignal, SignalMap signals, boolean wholeGroup) {
    return new Policy(
        stopSignal,
        GRACE,
        RestartPolicy.of(RestartPolicy.When.NEVER),
        signals,
        wholeGroup,
        new Policy.NoReload(),
        false,
        Optional.empty());
  }

  /** Every combination that decisions differ by. */
  static List<Policy> all() {
    List<Policy> all = new ArrayList<>();
    for (RestartPolicy.When when : RestartPolicy.When.values()) {
      for (Policy.Reload reload : reloads()) {
        for (boolean wait : new boolean[] {false, true}) {
          all.add(of(when, reload, wait, Optional.empty()));
          all.add(of(when, reload, wait, Optional.of(0)));
        }
      }
    }
    return all;
  }

  private static List<Policy.Reload> reloads() {
    return List.of(
        new Policy.NoReload(), new Policy.ReloadBySignal(Signal.HUP), new Policy.ReloadByRestart());
  }
}
