package dev.ostler.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a probe said. */
final class Heard implements HealthProbe.Listener {
  private final List<String> said = new ArrayList<>();
  private final List<HealthProbe.Outcome> answers = new ArrayList<>();

  @Override
  public void answered(HealthProbe.Outcome outcome, Duration took) {
    answers.add(outcome);
  }

  @Override
  public void healthy() {
    said.add("healthy");
  }

  @Override
  public void unhealthy(String reason) {
    said.add("unhealthy: " + reason);
  }

  List<String> said() {
    return said;
  }

  List<HealthProbe.Outcome> answers() {
    return answers;
  }
}
