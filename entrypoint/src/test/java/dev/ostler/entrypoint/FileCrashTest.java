package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A crash at any step of a single file's switch leaves the old content or the new one. */
class FileCrashTest {
  private static final TreeOptions PROVING = TreeOptions.defaults().provingEachUpdate();

  @TempDir Path directory;

  /** How the file gets its new content. */
  enum Way {
    RENAME,
    OVERWRITE
  }

  /** What may crash. */
  @FunctionalInterface
  private interface Action {
    void run(Switching switching) throws IOException;
  }

  private static WorkPlace place(Path folder, Disk disk) throws IOException {
    WorkPlace place = new WorkPlace(folder.resolve("place"), disk, PROVING);
    place.create();
    return place;
  }

  private static Switching switching(Way way, Path folder, Disk disk) throws IOException {
    Path target = folder.resolve("target");
    WorkPlace place = place(folder, disk);
    return way == Way.RENAME
        ? new RenameSwitch(target, place)
        : new OverwriteSwitch(target, place, "a test");
  }

  private static void update(Switching switching) throws IOException {
    switching.commit(Files.writeString(switching.incoming(), "new"));
  }

  private Path folder(int run) throws IOException {
    Path folder = Files.createDirectory(directory.resolve("run" + run));
    Files.writeString(folder.resolve("target"), "old");
    return folder;
  }

  private static boolean crashes(Way way, Path folder, int changes, Action action)
      throws IOException {
    try {
      action.run(switching(way, folder, new CrashingDisk(changes)));
      return false;
    } catch (CrashingDisk.PowerCut cut) {
      return true;
    }
  }

  private static void requireOneVersion(Way way, Path folder, String when) throws IOException {
    Switching switching = switching(way, folder, new Disk());
    switching.recover();
    Path target = folder.resolve("target");
    String content = Files.readString(target);
    assertThat(content).as(when).isIn("old", "new");
    assertThat(place(folder, new Disk()).isProven()).as(when).isEqualTo(content.equals("old"));
    if (content.equals("new")) {
      switching.rollBack();
      assertThat(target).as("rolled back after " + when).hasContent("old");
      assertThat(place(folder, new Disk()).isProven()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void updateIsAllOrNothing(Way way) throws IOException {
    int crashes = 0;
    for (boolean crashed = true; crashed; crashes++) {
      Path folder = folder(crashes);
      crashed = crashes(way, folder, crashes, FileCrashTest::update);
      requireOneVersion(way, folder, "crash before step " + crashes);
    }
    assertThat(crashes).as("steps of an update").isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource
  void rollbackIsAllOrNothing(Way way) throws IOException {
    int crashes = 0;
    for (boolean crashed = true; crashed; crashes++) {
      Path folder = folder(crashes);
      update(switching(way, folder, new Disk()));
      crashed = crashes(way, folder, crashes, Switching::rollBack);
      requireOneVersion(way, folder, "crash before step " + crashes);
    }
    assertThat(crashes).as("steps of a rollback").isGreaterThan(5);
  }
}
