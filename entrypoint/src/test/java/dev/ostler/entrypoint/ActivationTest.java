package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationTest {
  @TempDir Path folder;
  private Entrypoint entrypoint;
  private Events events;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    events = new Events(entrypoint);
    file = folder.resolve("active");
  }

  @AfterEach
  void close() {
    entrypoint.close();
  }

  private void expect(boolean active) {
    ActivationChanged changed = events.next(ActivationChanged.class);
    assertThat(changed.active()).isEqualTo(active);
    assertThat(changed.trouble()).isEmpty();
    assertThat(changed.handler().isActive()).isEqualTo(active);
  }

  @Test
  void presentFileIsReportedOnceAtFirst() throws Exception {
    Files.createFile(file);

    ActivationHandler handler = entrypoint.activation(file);

    assertThat(handler.file()).isEqualTo(file);
    expect(true);
    events.none();
  }

  @Test
  void absentFileIsReportedOnceAtFirst() throws Exception {
    entrypoint.activation(file);

    expect(false);
    events.none();
  }

  @Test
  void creationActivatesAndRemovalDeactivates() throws Exception {
    entrypoint.activation(file);
    expect(false);

    Files.createFile(file);
    expect(true);
    Files.delete(file);
    expect(false);
  }

  @Test
  void renamingInActivatesAndRenamingAwayDeactivates() throws Exception {
    Path elsewhere = Files.createFile(folder.resolve("elsewhere"));
    entrypoint.activation(file);
    expect(false);

    Files.move(elsewhere, file);
    expect(true);
    Files.move(file, elsewhere);
    expect(false);
  }

  @Test
  void renamingToAnotherFolderDeactivates() throws Exception {
    Files.createFile(file);
    Path other = Files.createDirectory(folder.resolve("other"));
    entrypoint.activation(file);
    expect(true);

    Files.move(file, other.resolve("active"));

    expect(false);
  }

  @Test
  void replacementIsNoChange() throws Exception {
    Files.createFile(file);
    entrypoint.activation(file);
    expect(true);

    Files.move(Files.createFile(folder.resolve("new")), file, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(file, "content does not matter");

    events.none();
  }

  @Test
  void otherFilesOfTheFolderDoNotMatter() throws Exception {
    entrypoint.activation(file);
    expect(false);

    Files.createFile(folder.resolve("activ"));
    Files.createFile(folder.resolve("active2"));

    events.none();
  }

  @Test
  void directoryCountsAsPresent() throws Exception {
    Files.createDirectory(file);

    entrypoint.activation(file);

    expect(true);
  }

  @Test
  void danglingLinkCountsAsAbsentUntilItsTargetComes() throws Exception {
    Path target = folder.resolve("target");
    Files.createSymbolicLink(file, target);
    entrypoint.activation(file);
    expect(false);

    Files.createFile(target);
    expect(true);
    Files.delete(target);
    expect(false);
  }

  @Test
  void linkToItselfCountsAsAbsent() throws Exception {
    Files.createSymbolicLink(file, file);

    entrypoint.activation(file);

    expect(false);
  }

  @Test
  void missingFolderIsRefusedWithItsPath() {
    Path missing = folder.resolve("missing/active");

    assertThatThrownBy(() -> entrypoint.activation(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot watch "
                + missing
                + ": the folder "
                + missing.getParent()
                + " is not there; create it first");
  }

  @Test
  void missingFolderIsAwaitedOnRequest() throws Exception {
    entrypoint.close();
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults().awaitingFolders());
    events = new Events(entrypoint);
    Path late = folder.resolve("a/b/active");
    entrypoint.activation(late);
    expect(false);

    Files.createDirectories(late.getParent());
    Files.createFile(late);

    expect(true);
  }

  @Test
  void nothingIsReportedAfterClose() throws Exception {
    ActivationHandler handler = entrypoint.activation(file);

    handler.close();
    handler.close();
    Files.createFile(file);

    events.none();
  }

  @Test
  void everyWayOfWritingThePathWorks() throws Exception {
    Path work = Path.of("").toAbsolutePath();
    String relative = work.relativize(folder).toString();
    for (String path :
        new String[] {
          relative + "/active", folder + "//active", folder + "/./active", folder + "/x/../active"
        }) {
      Files.createDirectories(folder.resolve("x"));
      try (ActivationHandler handler = entrypoint.activation(Path.of(path))) {
        expect(false);
        Files.createFile(file);
        assertThat(events.next(ActivationChanged.class).active()).as(path).isTrue();
        assertThat(handler.isActive()).isTrue();
        Files.delete(file);
        expect(false);
      }
    }
  }

  @Test
  void pathWithoutFolderIsInTheWorkingDirectory() throws Exception {
    Path bare = Path.of("activation-test-" + ProcessHandle.current().pid());
    entrypoint.activation(bare);
    expect(false);

    Files.createFile(bare);
    try {
      expect(true);
    } finally {
      Files.delete(bare);
    }
    expect(false);
  }

  @Test
  void hundredChangesEndInTheLastState() throws Exception {
    entrypoint.activation(file);
    expect(false);

    for (int i = 0; i < 100; i++) {
      Files.createFile(file);
      Files.delete(file);
    }
    Files.createFile(file);

    events.await(ActivationChanged.class, ActivationChanged::active);
    assertThat(events.during(Duration.ofMillis(200)))
        .noneMatch(event -> event instanceof ActivationChanged changed && !changed.active());
  }
}
