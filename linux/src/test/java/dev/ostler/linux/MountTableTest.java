package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {
  @TempDir Path folder;

  @Test
  void mountingAndUnmountingIsTold() throws Exception {
    RealParts.needRoot();
    RealParts.needProgram("unshare");

    Outcome outcome =
        new OtherJvm(MountMain.class)
            .behind("unshare", "--mount", "--propagation", "private")
            .run(folder.toString());

    assertThat(outcome.lines())
        .containsExactly(
            "mount point: false",
            "mounted: told once",
            "mount point: true",
            "unmounted: told once",
            "mount point: false");
  }

  @Test
  void quietTableIsNotReady() throws IOException {
    try (Poller poller = Poller.open();
        MountTable table = MountTable.open()) {
      poller.add(table, () -> {});

      assertThat(poller.pollNow()).isFalse();
    }
  }
}
