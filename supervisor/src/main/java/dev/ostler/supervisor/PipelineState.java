package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that decisions on one configuration depend on.
 *
 * @param phase where the newest version is
 * @param again whether there is a newer one already
 * @param configured whether its users need not wait any more
 * @param owed the signals to those who could not take them yet
 * @param marks how often its users had been found to be ready when they were told
 * @param losses how often they have stopped being ready while they should stay so
 */
record PipelineState(
    PipelinePhase phase,
    boolean again,
    boolean configured,
    Map<String, Signal> owed,
    Map<String, Integer> marks,
    int losses) {
  static PipelineState initial(boolean configured) {
    return new PipelineState(PipelinePhase.IDLE, false, configured, Map.of(), Map.of(), 0);
  }

  PipelineState in(PipelinePhase next) {
    return new PipelineState(next, again, configured, owed, marks, losses);
  }

  PipelineState withAgain(boolean value) {
    return new PipelineState(phase, value, configured, owed, marks, losses);
  }

  PipelineState asConfigured() {
    return new PipelineState(phase, again, true, owed, marks, losses);
  }

  PipelineState withOwed(Map<String, Signal> signals) {
    return new PipelineState(phase, again, configured, Map.copyOf(signals), marks, losses);
  }

  PipelineState withMarks(Map<String, Integer> values) {
    return new PipelineState(phase, again, configured, owed, Map.copyOf(values), losses);
  }

  PipelineState withLosses(int value) {
    return new PipelineState(phase, again, configured, owed, marks, value);
  }

  // What a record has by itself is made at its first use, which is before the first child starts.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PipelineState that
        && phase == that.phase
        && again == that.again
        && configured == that.configured
        && owed.equals(that.owed)
        && marks.equals(that.marks)
        && losses == that.losses;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * phase.hashCode() + owed.hashCode()) + marks.hashCode();
  }
}
