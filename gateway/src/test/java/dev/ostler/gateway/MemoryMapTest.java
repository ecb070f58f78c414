package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept for as long as the gateway runs. */
class MemoryMapTest {
  private static final Remembered BARRED =
      new Remembered(true, 0, Optional.empty(), Optional.empty(), 7, History.Past.NONE);

  private final FakeTime time = new FakeTime();
  private final MemoryMap memory = new MemoryMap(time.timepiece().wall());

  private void leave(String app) {
    memory.keep(app, BARRED);
    memory.gone(app);
  }

  @Test
  void appThatComesBackIsKnownAndThenAsOneThatWasNeverAway() {
    leave("shop");
    assertThat(memory.of("shop")).isEqualTo(BARRED);
    time.pass(Duration.ofDays(31));
    leave("other");

    assertThat(memory.of("shop")).isEqualTo(BARRED);
    assertThat(memory.of("blog")).isEqualTo(Remembered.NOTHING);
  }

  @Test
  void appThatIsGoneForLongIsForgottenWhenAnotherGoes() {
    leave("shop");
    time.pass(Duration.ofDays(31));
    leave("other");

    assertThat(memory.of("shop")).isEqualTo(Remembered.NOTHING);
  }

  @Test
  void ofManyThatAreGoneTheLastAreKept() {
    leave("first");
    for (int i = 0; i < 1000; i++) {
      time.pass(Duration.ofSeconds(1));
      leave("app-" + i);
    }

    assertThat(memory.all()).hasSize(1000).doesNotContainKey("first");
  }

  /** As all have at the start of a gateway, until they are found. */
  @Test
  void ofManyThatAreGoneAtOnceNoneIsForgottenBeforeTheOthers() {
    for (int i = 0; i < 1200; i++) {
      leave("app-" + i);
    }

    assertThat(memory.all()).hasSize(1200);
  }
}
