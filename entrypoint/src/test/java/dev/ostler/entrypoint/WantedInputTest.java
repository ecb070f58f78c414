package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.RealParts;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is prepared is let go of without waiting for all of it. */
class WantedInputTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final int MUCH = 64;

  @TempDir Path folder;

  /** Content that comes as slowly as the test gives it. */
  private record Pipe(Path path) implements Source.Content {
    @Override
    public void checkUntouched(BooleanSupplier wanted) {}

    @Override
    public boolean isSuperseded(BooleanSupplier wanted) {
      return false;
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void configurationIsClosedInTheMiddleOfItsContent(boolean archive) throws Exception {
    Path pipe = folder.resolve("pipe");
    RealParts.run("mkfifo", pipe);
    Path target = folder.resolve("target");
    TreeOptions options = TreeOptions.defaults();
    try (Loop loop = Loop.open()) {
      Destination destination =
          archive
              ? Destination.archive(pipe, target, options)
              : Destination.file(pipe, target, options);
      TargetConfiguration handler = new TargetConfiguration(pipe, loop, destination);
      handler.changed(new Pipe(pipe));
      handler.update();
      try (OutputStream content = new FileOutputStream(pipe.toFile())) {
        byte[] half = new byte[MUCH * MEBIBYTE / 2];
        if (archive) {
          content.write(header());
        }
        content.write(half);
        Thread closing = Thread.ofPlatform().start(handler::close);
        while (handler.isOpen()) {
          TimeUnit.MILLISECONDS.sleep(1);
        }

        assertThatThrownBy(() -> content.write(half)).isInstanceOf(IOException.class);
        closing.join();
      }
    }
    assertThat(target).doesNotExist();
    try (var left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum())
          .isLessThan(MEBIBYTE);
    }
  }

  @Test
  void directoryIsNotLookedAtToItsEnd() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      Files.createFile(folder.resolve("file" + i));
    }

    assertThatThrownBy(() -> DirectoryState.of(folder, 100_000, () -> false))
        .hasMessage("cannot go on: the new version is not wanted any more");
    assertThatThrownBy(() -> LiveTree.of(folder, () -> false))
        .hasMessage("cannot go on: the new version is not wanted any more");
  }

  private static byte[] header() {
    var entry = TestTar.entry("large", TarConstants.LF_NORMAL, 0644);
    entry.setSize((long) MUCH * MEBIBYTE);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header);
    return header;
  }
}
