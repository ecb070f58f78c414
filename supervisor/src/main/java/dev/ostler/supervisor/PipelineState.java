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
 * @param losses how often they have stopped being ready while they should stay so
 */
record PipelineState(
    PipelinePhase phase,
    boolean again,
    boolean configured,
    Set<String> telling,
    Map<String, Integer> marks,
    int losses) {
  static PipelineState initial(boolean configured) {
    return new PipelineState(PipelinePhase.IDLE, false, configured, Set.of(), Map.of(), 0);
  }

  PipelineState in(PipelinePhase next) {
    return new PipelineState(next, again, configured, telling, marks, losses);
  }

  PipelineState withAgain(boolean value) {
    return new PipelineState(phase, value, configured, telling, marks, losses);
  }

  PipelineState asConfigured() {
    return new PipelineState(phase, again, true, telling, marks, losses);
  }

  PipelineState withTelling(Set<String> whom) {
    return new PipelineState(phase, again, configured, Set.copyOf(whom), marks, losses);
  }

  PipelineState withMarks(Map<String, Integer> values) {
    return new PipelineState(phase, again, configured, telling, Map.copyOf(values), losses);
  }

  PipelineState withLosses(int value) {
    return new PipelineState(phase, again, configured, telling, marks, value);
  }
}
