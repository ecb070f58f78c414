package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetDirectoryTest {
  @TempDir Path directory;

  @Test
  void createsATargetThatIsNotThere() throws IOException {
    Path target = directory.resolve("site");
    try (TargetDirectory updates = TargetDirectory.open(target, TreeOptions.defaults())) {
      StagedTree staged =
          updates.stage(
              new TestTar().file("conf.d/a.conf", "one").directory("empty", 0750).source());
      assertThat(target).doesNotExist();
      UpdateReport report = updates.commit(staged);
      assertThat(report.changed(ChangeKind.CREATED)).containsExactly("conf.d/a.conf", "empty");
    }
    assertThat(target.resolve("conf.d/a.conf")).hasContent("one");
  }

  @Test
  void linksWhatIsEqual() throws IOException {
    Path target = directory.resolve("site");
    try (TargetDirectory updates = TargetDirectory.open(target, TreeOptions.defaults())) {
      updates.commit(updates.stage(new TestTar().file("a", "one").file("b", "two").source()));
      Object inode = Files.getAttribute(target.resolve("a"), "unix:ino");
      UpdateReport report =
          updates.commit(updates.stage(new TestTar().file("a", "one").file("b", "2").source()));
      assertThat(report.unchanged()).containsExactly("a");
      assertThat(report.changes()).hasToString("[modified b [content]]");
      assertThat(Files.getAttribute(target.resolve("a"), "unix:ino")).isEqualTo(inode);
      updates.rollback();
      assertThat(target.resolve("b")).hasContent("two");
    }
  }
}
