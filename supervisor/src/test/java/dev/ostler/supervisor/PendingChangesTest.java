package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.Changes;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.ProcessChange.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PendingChangesTest {
  private final PendingChanges pending = new PendingChanges(List.of("db", "web"));

  @Test
  void completeWhenEveryProcessWasToldOf() {
    pending.told(ProcessChange.of("web", Outcome.DONE));
    boolean before = pending.areComplete();
    pending.told(ProcessChange.of("db", Outcome.UNCHANGED));

    assertThat(before).isFalse();
    assertThat(pending.areComplete()).isTrue();
  }

  @Test
  void firstWordCounts() {
    pending.told(ProcessChange.failed("web", "no"));
    pending.told(ProcessChange.of("web", Outcome.DONE));
    pending.told(ProcessChange.of("stranger", Outcome.DONE));

    assertThat(pending.accepted())
        .isEqualTo(
            new Changes(
                List.of(
                    ProcessChange.of("db", Outcome.ACCEPTED), ProcessChange.failed("web", "no"))));
  }

  @Test
  void whatIsNotDoneInTimeIsLate() {
    pending.told(ProcessChange.of("db", Outcome.DONE));

    assertThat(pending.late(Duration.ofSeconds(2), name -> name + " waits"))
        .isEqualTo(
            new Changes(
                List.of(
                    ProcessChange.of("db", Outcome.DONE),
                    new ProcessChange(
                        "web",
                        Outcome.LATE,
                        Optional.of(
                            "cannot say that it is done: it was not within 2000 ms; web waits")))));
  }
}
