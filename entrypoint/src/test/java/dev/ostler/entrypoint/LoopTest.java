package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static final int PARTS = 100;

  private final List<String> done = new ArrayList<>();

  @Test
  void workInPartsLeavesTurnsToWhatIsReadyMeanwhile() throws Exception {
    try (Loop loop = Loop.open()) {
      loop.expectPosts();
      loop.later(Duration.ZERO, () -> doPart(loop, 1));
      loop.next();
    }

    assertThat(done).startsWith("part 1").hasSize(PARTS + 1);
    assertThat(done.indexOf("other")).isBetween(1, 5);
  }

  private void doPart(Loop loop, int number) {
    done.add("part " + number);
    if (number == 1) {
      loop.post(() -> done.add("other"));
    }
    if (number == PARTS) {
      loop.report(new Warning("done"));
    } else {
      loop.later(Duration.ZERO, () -> doPart(loop, number + 1));
    }
  }

  @Test
  void whatIsDueTogetherIsDoneInOrder() throws Exception {
    try (Loop loop = Loop.open()) {
      for (int i = 1; i <= PARTS; i++) {
        int number = i;
        loop.later(Duration.ZERO, () -> done.add("part " + number));
      }
      loop.later(Duration.ZERO, () -> loop.report(new Warning("done")));
      loop.next();
    }

    assertThat(done).hasSize(PARTS).startsWith("part 1", "part 2").endsWith("part " + PARTS);
  }
}
