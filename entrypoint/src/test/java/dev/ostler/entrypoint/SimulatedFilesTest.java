package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a test has of a fake whose files are simulated; here they are those of a zip archive. */
class SimulatedFilesTest {
  @TempDir Path folder;
  private FileSystem files;
  private FakeEntrypoint fake;
  private final List<String> happened = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    files = FileSystems.newFileSystem(folder.resolve("files.zip"), Map.of("create", "true"));
    fake = new FakeEntrypoint(files);
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private void write(String path, String content) {
    write(path, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void write(String path, byte[] content) {
    try {
      Files.createDirectories(files.getPath(path).getParent());
      Files.write(files.getPath(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(String path) {
    try {
      Files.delete(files.getPath(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String path) throws IOException {
    return Files.readString(files.getPath(path));
  }

  /** Updates on every change, and writes down what happens. */
  private void run() {
    for (Event event : fake.events()) {
      switch (event) {
        case ConfigurationEvent.Changed changed -> changed.handler().update();
        case ConfigurationEvent.Updated updated ->
            happened.addAll(updated.report().changes().stream().map(FileChange::toString).toList());
        case ConfigurationEvent.Staged staged -> happened.add("staged " + staged.staged().path());
        case ConfigurationEvent.Completed<?> completed ->
            happened.add("completed " + completed.result());
        case ConfigurationEvent.Failed failed -> happened.add(failed.reason().getMessage());
        case ActivationChanged changed -> happened.add(changed.active() ? "active" : "standby");
        default -> happened.add(event.getClass().getSimpleName());
      }
    }
  }

  @Test
  void fileThatIsWrittenGoesToItsTarget() throws Exception {
    write("/etc/app.yaml", "old");
    fake.file(Path.of("/config/app.yaml"), Path.of("/etc/app.yaml"), TreeOptions.defaults());
    fake.whenIdle(() -> write("/config/app.yaml", "new"));
    fake.whenIdle(() -> write("/config/app.yaml", "new"));
    fake.whenIdle(() -> delete("/config/app.yaml"));

    run();

    assertThat(happened).containsExactly("modified app.yaml [content]", "Removed");
    assertThat(read("/etc/app.yaml")).isEqualTo("new");
  }

  @Test
  void directoryIsMirrored() throws Exception {
    write("/site/old.html", "old");
    write("/site/css/site.css", "same");
    write("/volume/css/site.css", "same");
    write("/volume/index.html", "hello");
    fake.directory(Path.of("/volume"), Path.of("/site"), TreeOptions.defaults());

    run();

    assertThat(happened).containsExactly("created index.html", "deleted old.html");
    assertThat(read("/site/index.html")).isEqualTo("hello");
    assertThat(files.getPath("/site/old.html")).doesNotExist();
  }

  @Test
  void archiveIsUnpackedAndWhatIsNoArchiveIsToldOnce() throws Exception {
    fake.archive(Path.of("/site.tar"), Path.of("/site"), TreeOptions.defaults());
    fake.whenIdle(() -> write("/site.tar", new TestTar().file("a/b", "content").bytes()));
    fake.whenIdle(() -> write("/site.tar", "no archive".repeat(100)));
    fake.whenIdle(() -> {});

    run();

    assertThat(happened).containsExactly("created a/b", "Unreadable");
    assertThat(read("/site/a/b")).isEqualTo("content");
  }

  @Test
  void whatIsStagedCanBeLookedAtAndWhatIsRolledBackIsAsBefore() throws Exception {
    write("/etc/app.yaml", "old");
    write("/config/app.yaml", "new");
    ConfigurationHandler app =
        fake.file(
            Path.of("/config/app.yaml"),
            Path.of("/etc/app.yaml"),
            TreeOptions.defaults().provingEachUpdate());
    fake.whenIdle(() -> write("/config/app.yaml", "newer"));
    fake.whenIdle(app::stage);
    fake.whenIdle(app::rollBack);

    run();

    assertThat(happened)
        .containsExactly(
            "modified app.yaml [content]",
            "modified app.yaml [content]",
            "staged /.staged/2/app.yaml",
            "RolledBack");
    assertThat(read("/.staged/2/app.yaml")).isEqualTo("newer");
    assertThat(read("/etc/app.yaml")).isEqualTo("new");
  }

  @Test
  void activationIsWhetherItsFileIsThere() {
    fake.activation(Path.of("/run/active"));
    fake.whenIdle(() -> write("/run/active", ""));
    fake.whenIdle(() -> delete("/run/active"));

    run();

    assertThat(happened).containsExactly("standby", "active", "standby");
  }

  @Test
  void functionOfACustomConfigurationReadsTheSimulatedSource() throws Exception {
    write("/config/words", "one");
    fake.custom(Path.of("/config/words"), Files::readString);
    fake.whenIdle(() -> write("/config/words", "two"));

    run();

    assertThat(happened).containsExactly("completed one", "completed two");
  }
}
