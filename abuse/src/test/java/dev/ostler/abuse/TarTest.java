package dev.ostler.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {
  @TempDir Path folder;

  @Test
  void goodArchiveIsReadByTheToolThatAllHave() throws IOException {
    byte[] archive =
        new Tar()
            .file("a", "one\n")
            .link("b", Tar.SYMBOLIC_LINK, "a")
            .file("c", "x".repeat(600))
            .end();
    Path file = Files.write(folder.resolve("x.tar"), archive);

    Tool.run("tar", "-C", folder.toString(), "-xf", file.toString());

    assertThat(folder.resolve("b")).isSymbolicLink().hasContent("one\n");
    assertThat(folder.resolve("c")).hasSize(600);
  }
}
