package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReapTest {
  @TempDir Path folder;

  private List<String> reap(String scene) throws IOException {
    return new OtherJvm(ReapMain.class).withSignalsBlocked().run(scene, folder.toString()).lines();
  }

  @Test
  void oneNoticeForManyExitsLosesNone() throws Exception {
    assertThat(reap("many"))
        .containsExactly("200 exits by 1 notice, right: true", "left: false, zombies: 0");
  }

  @Test
  void orphansAreAdoptedAndReaped() throws Exception {
    assertThat(reap("orphans"))
        .containsExactly(
            "own: true",
            "own exited with status 3",
            "group: true, left: true",
            "orphan exited with status 9",
            "group: false, left: false",
            "signalled: false");
  }

  @Test
  void whoOutlivesTheChildCanBeEnded() throws Exception {
    assertThat(reap("survivors"))
        .containsExactly(
            "group signalled: true",
            "in group was killed by signal TERM",
            "group: false, left: true",
            "outside was killed by signal KILL",
            "left: false");
  }

  @Test
  void stormOfOrphansLeavesNoZombie() throws Exception {
    // Each round of the shell is a child of its own, which the shell itself reaps.
    assertThat(reap("storm")).containsExactly("1001 exits, own: true");
  }
}
