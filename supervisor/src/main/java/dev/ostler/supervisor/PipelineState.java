package dev.ostler.supervisor;

import java.util.Map;
import java.util.Set;

/**
 * All that decisions on one configuration depend on.
 *
 * @param phase where the newest version is
 * @param again whether there is a newer one already
 * @param configured whether its users need not wait any more
 * @param telling who is still to be told
 * @param marks how often its users had been found to be ready when they were told
 */
record PipelineState(
    PipelinePhase phase,
    boolean again,
    boolean configured,
    Set<String> telling,
    Map<String, Integer> marks) {
  static PipelineState initial(boolean configured) {
    return new PipelineState(PipelinePhase.IDLE, false, configured, Set.of(), Map.of());
  }

  PipelineState in(PipelinePhase next) {
    return new PipelineState(next, again, configured, telling, marks);
  }

  PipelineState withAgain(boolean value) {
    return new PipelineState(phase, value, configured, telling, marks);
  }

  PipelineState asConfigured() {
    return new PipelineState(phase, again, true, telling, marks);
  }

  PipelineState withTelling(Set<String> whom) {
    return new PipelineState(phase, again, configured, Set.copyOf(whom), marks);
  }

  PipelineState withMarks(Map<String, Integer> values) {
    return new PipelineState(phase, again, configured, telling, Map.copyOf(values));
  }
}
