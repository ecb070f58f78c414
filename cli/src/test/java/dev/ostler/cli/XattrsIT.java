package dev.ostler.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extended attributes of a configuration, by option. */
class XattrsIT {
  private static final String NAME = "ostler.test";

  @TempDir Path folder;

  private Path source() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    Path file = Files.writeString(source.resolve("file"), "content");
    attributes(file).write(NAME, ByteBuffer.wrap("value".getBytes(UTF_8)));
    return source;
  }

  private static UserDefinedFileAttributeView attributes(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
  }

  private List<String> applied(Path source, Path target, String option) throws IOException {
    OstlerCommand.of(
            "run",
            option,
            "--directory",
            source.toString(),
            "--target",
            target.toString(),
            "--",
            "true")
        .run();
    return attributes(target.resolve("file")).list();
  }

  @Test
  void attributesAreAppliedIfAskedForAndOnlyThen() throws IOException {
    Path source = source();

    assertThat(applied(source, folder.resolve("with"), "--xattrs")).containsExactly(NAME);
    assertThat(applied(source, folder.resolve("without"), "--no-sync")).isEmpty();
  }
}
