package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Signal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineStateTest {
  private static final PipelineState STATE = PipelineState.initial(false);
  private static final List<PipelineState> EACH_DIFFERS_IN_ONE_COMPONENT =
      List.of(
          STATE.in(PipelinePhase.STAGING),
          STATE.withAgain(true),
          STATE.asConfigured(),
          STATE.withOwed(Map.of("web", Signal.HUP)),
          STATE.withMarks(Map.of("web", 1)),
          STATE.withLosses(1));

  @Test
  void equalIsOnlyWhatIsEqualInAllComponents() {
    assertThat(EACH_DIFFERS_IN_ONE_COMPONENT)
        .hasSameSizeAs(PipelineState.class.getRecordComponents())
        .doesNotContain(STATE)
        .doesNotHaveDuplicates();
    assertThat(STATE.withAgain(true).withAgain(false)).isEqualTo(STATE).hasSameHashCodeAs(STATE);
  }
}
