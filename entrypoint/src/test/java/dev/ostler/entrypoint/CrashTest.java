package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A crash at any step leaves the old version or the new one, and so does a crash after it. */
class CrashTest {
  private static final byte[] OLD = tree("old").file("gone/only", "old").bytes();
  private static final byte[] NEW = tree("new").file("added/first", "new").bytes();

  @TempDir Path directory;

  private Map<String, String> fresh = Map.of();

  @BeforeEach
  void makeNewVersion() throws IOException {
    fresh = Fixture.make(directory.resolve("new"), NEW);
  }

  /** What the file system of the target is like. */
  enum Way {
    EXCHANGE,
    SYMLINK,
    JOURNAL,
    REBUILD
  }

  @ParameterizedTest
  @EnumSource
  void updateIsAllOrNothing(Way way) throws IOException {
    int crashes = 0;
    for (boolean crashed = true; crashed; crashes++) {
      Fixture fixture = new Fixture(way, directory.resolve("run" + crashes), fresh);
      crashed = fixture.crashes(crashes, () -> fixture.update(NEW));
      fixture.requireOneVersion(crashed ? "crash before step " + crashes : "no crash");
    }
    assertThat(crashes).as("steps of an update").isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void rollbackIsAllOrNothing(Way way) throws IOException {
    int crashes = 0;
    for (boolean crashed = true; crashed; crashes++) {
      Fixture fixture = new Fixture(way, directory.resolve("run" + crashes), fresh);
      fixture.disk = fixture.disk(Integer.MAX_VALUE);
      fixture.update(NEW);
      crashed = fixture.crashes(crashes, fixture::rollback);
      fixture.requireOneVersion(crashed ? "crash before step " + crashes : "no crash");
    }
    assertThat(crashes).as("steps of a rollback").isGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource
  void powerCutLosesNeitherVersion(Way way) throws IOException {
    int cuts = 0;
    for (boolean cut = true; cut; cuts++) {
      Fixture fixture = new Fixture(way, directory.resolve("run" + cuts), fresh);
      fixture.losing = true;
      cut = fixture.crashes(cuts, () -> fixture.update(NEW));
      fixture.requireOneVersion(cut ? "power cut before step " + cuts : "cut after the update");
    }
    assertThat(cuts).as("steps of an update").isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void powerCutDuringARollbackLosesNeitherVersion(Way way) throws IOException {
    int cuts = 0;
    for (boolean cut = true; cut; cuts++) {
      Fixture fixture = new Fixture(way, directory.resolve("run" + cuts), fresh);
      fixture.disk = fixture.disk(Integer.MAX_VALUE);
      fixture.update(NEW);
      fixture.losing = true;
      cut = fixture.crashes(cuts, fixture::rollback);
      fixture.requireOneVersion(cut ? "power cut before step " + cuts : "cut after the rollback");
    }
    assertThat(cuts).as("steps of a rollback").isGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource
  void newVersionIsUnprovenAfterAnyCrash(Way way) throws IOException {
    int crashes = 0;
    for (boolean crashed = true; crashed; crashes++) {
      Fixture fixture = new Fixture(way, directory.resolve("run" + crashes), fresh);
      fixture.options = TreeOptions.defaults().provingEachUpdate();
      crashed = fixture.crashes(crashes, () -> fixture.update(NEW));
      fixture.requireProvenUnlessNew("crash before step " + crashes);
    }
    assertThat(crashes).as("steps of an update").isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void oldVersionIsProvenAfterAnyCrashOfARollback(Way way) throws IOException {
    int crashes = 0;
    for (boolean crashed = true; crashed; crashes++) {
      Fixture fixture = new Fixture(way, directory.resolve("run" + crashes), fresh);
      fixture.options = TreeOptions.defaults().provingEachUpdate();
      fixture.disk = fixture.disk(Integer.MAX_VALUE);
      fixture.update(NEW);
      crashed = fixture.crashes(crashes, fixture::rollback);
      fixture.requireProvenUnlessNew("crash before step " + crashes);
    }
    assertThat(crashes).as("steps of a rollback").isGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource
  void keptVersionIsProvenUntilTheNextOne(Way way) throws IOException {
    Fixture fixture = new Fixture(way, directory.resolve("run"), fresh);
    fixture.options = TreeOptions.defaults().provingEachUpdate();
    fixture.disk = fixture.disk(Integer.MAX_VALUE);
    fixture.update(NEW);

    fixture.with(Target::keep);

    fixture.with(updates -> assertThat(updates.isProven()).isTrue());
    fixture.update(NEW);
    fixture.with(updates -> assertThat(updates.isProven()).as("nothing changed").isTrue());
    fixture.update(OLD);
    fixture.with(updates -> assertThat(updates.isProven()).isFalse());
    fixture.options = TreeOptions.defaults();
    fixture.with(updates -> assertThat(updates.isProven()).as("nobody asks").isTrue());
  }

  @ParameterizedTest
  @EnumSource
  void crashDuringRecoveryChangesNothing(Way way) throws IOException {
    int runs = 0;
    boolean crashed = true;
    // All pairs would take minutes; with -Dostler.crash.stride=1 they do.
    int stride = Integer.getInteger("ostler.crash.stride", 17);
    for (int first = 3; crashed; first += stride) {
      boolean again = true;
      for (int second = 0; again; second++) {
        Fixture fixture = new Fixture(way, directory.resolve("run" + runs++), fresh);
        crashed = fixture.crashes(first, () -> fixture.update(NEW));
        again = crashed && fixture.crashes(second, fixture::open);
        fixture.requireOneVersion("crash before step %d, then %d".formatted(first, second));
      }
    }
    assertThat(runs).as("pairs of crashes").isGreaterThan(20);
  }

  private static TestTar tree(String version) {
    return new TestTar()
        .directory("./", version.equals("old") ? 0750 : 0755)
        .file("same", "same in both")
        .file("content", version)
        .file("mode", version.equals("old") ? 0600 : 0644, "same in both")
        .symbolicLink("link", version)
        .file("sub/content", version)
        .file(version.equals("old") ? "swap" : "swap/member", "type changes")
        .file(version.equals("old") ? "back/member" : "back", "type changes back");
  }

  /** One target with an old version in it. */
  private static final class Fixture {
    private final Way way;
    private final Path target;
    private final Map<String, String> old;
    private final Map<String, String> fresh;
    private Disk disk = new Disk();
    private TreeOptions options = TreeOptions.defaults();
    private boolean losing;

    Fixture(Way way, Path directory, Map<String, String> fresh) throws IOException {
      this.way = way;
      this.target = directory.resolve("site");
      Files.createDirectory(directory);
      this.fresh = fresh;
      Path first = way == Way.SYMLINK ? directory.resolve("first") : target;
      old = make(first, OLD);
      if (way == Way.SYMLINK) {
        Files.createSymbolicLink(target, Path.of("first"));
      }
    }

    private static Map<String, String> make(Path target, byte[] archive) throws IOException {
      try (TargetDirectory updates =
          TargetDirectory.open(target, TreeOptions.defaults().withDurable(false))) {
        updates.commit(updates.stage(TestTar.source(archive)));
      }
      new Trees(new Disk(), false)
          .delete(target.resolveSibling("." + target.getFileName() + ".ostler"));
      return Snapshot.of(target);
    }

    CrashingDisk disk(int changes) throws IOException {
      Object lower =
          way == Way.REBUILD && Files.exists(target)
              ? Files.getAttribute(target, "unix:ino", LinkOption.NOFOLLOW_LINKS)
              : "none";
      return new WayDisk(way, target, lower, changes);
    }

    boolean crashes(int changes, Action action) throws IOException {
      CrashingDisk crashing = disk(changes);
      disk = crashing;
      try {
        action.run();
        return false;
      } catch (CrashingDisk.PowerCut cut) {
        return true;
      } finally {
        if (losing) {
          crashing.loseWhatWasNotSynced(target.getParent());
        }
        disk = disk(Integer.MAX_VALUE);
      }
    }

    void open() throws IOException {
      with(updates -> {});
    }

    void update(byte[] archive) throws IOException {
      with(updates -> updates.commit(updates.stage(TestTar.source(archive))));
    }

    void rollback() throws IOException {
      with(Target::rollback);
    }

    private void with(Use use) throws IOException {
      TargetDirectory updates = TargetDirectory.open(target, options, disk);
      try {
        use.of(updates);
        updates.tidy();
      } finally {
        updates.abandon();
      }
    }

    void requireProvenUnlessNew(String when) throws IOException {
      with(updates ->
          assertThat(updates.isProven())
              .as(way + ", " + when)
              .isEqualTo(Snapshot.of(target).equals(old)));
    }

    void requireOneVersion(String when) throws IOException {
      TargetDirectory updates = TargetDirectory.open(target, TreeOptions.defaults(), disk);
      try {
        Map<String, String> found = Snapshot.of(target);
        assertThat(found).as(way + ", " + when).isIn(old, fresh);
        if (found.equals(fresh)) {
          updates.rollback();
          assertThat(Snapshot.of(target)).as(way + ", rolled back after " + when).isEqualTo(old);
        }
        updates.commit(updates.stage(TestTar.source(NEW)));
        assertThat(Snapshot.of(target)).as(way + ", updated after " + when).isEqualTo(fresh);
      } finally {
        updates.abandon();
      }
    }
  }

  /** Something that may crash. */
  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }

  /** Something done with an open target. */
  @FunctionalInterface
  private interface Use {
    void of(TargetDirectory updates) throws IOException;
  }

  /** Refuses what the file system of the way refuses. */
  private static final class WayDisk extends CrashingDisk {
    private final Way way;
    private final Path target;
    private final Object lower;

    WayDisk(Way way, Path target, Object lower, int changes) {
      super(changes);
      this.way = way;
      this.target = target;
      this.lower = lower;
    }

    @Override
    void exchange(Path one, Path other) throws IOException {
      if (way == Way.JOURNAL) {
        throw new LinuxException("exchange " + one, Errno.EINVAL);
      }
      super.exchange(one, other);
    }

    @Override
    void rename(Path from, Path to) throws IOException {
      if (from.equals(target) && Files.getAttribute(target, "unix:ino").equals(lower)) {
        throw new AtomicMoveNotSupportedException(from.toString(), to.toString(), "lower layer");
      }
      super.rename(from, to);
    }
  }
}
