package dev.ostler.supervisor;

import static dev.ostler.supervisor.Patience.Answer.HOLD;
import static dev.ostler.supervisor.Patience.Answer.NOTHING;
import static dev.ostler.supervisor.Patience.Answer.RELEASE;
import static dev.ostler.supervisor.Patience.LITTLE;
import static dev.ostler.supervisor.Patience.MUCH;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatienceTest {
  private final Patience patience = new Patience();

  @Test
  void readerThatKeepsUpIsNotWaitedFor() {
    assertThat(patience.waiting(MUCH)).isEqualTo(NOTHING);
    assertThat(patience.isHolding()).isFalse();
  }

  @Test
  void slowReaderIsWaitedForUntilLittleIsLeft() {
    assertThat(patience.waiting(MUCH + 1)).isEqualTo(HOLD);
    assertThat(patience.waiting(LITTLE + 1)).isEqualTo(NOTHING);
    assertThat(patience.waiting(LITTLE)).isEqualTo(RELEASE);
    assertThat(patience.isHolding()).isFalse();
  }

  @Test
  void readerThatTakesTooLongIsNotWaitedForUntilItHasReadAll() {
    patience.waiting(MUCH + 1);

    assertThat(patience.exhausted()).isEqualTo(RELEASE);
    assertThat(patience.waiting(MUCH + 1)).isEqualTo(NOTHING);
    assertThat(patience.waiting(1)).isEqualTo(NOTHING);
    assertThat(patience.waiting(0)).isEqualTo(NOTHING);
    assertThat(patience.waiting(MUCH + 1)).isEqualTo(HOLD);
  }

  @Test
  void limitThatPassesTooLateMeansNothing() {
    patience.waiting(MUCH + 1);
    patience.waiting(0);

    assertThat(patience.exhausted()).isEqualTo(NOTHING);
  }
}
