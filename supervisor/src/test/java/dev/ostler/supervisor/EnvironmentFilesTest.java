package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFilesTest {
  @TempDir Path folder;

  @Test
  void linesAreNamesAndValues() throws IOException {
    Path file = write("# a comment\n\nA=1\n B=two words \nC=\"x=y\"\nD='$HOME'\nE=\nA=2\n");

    assertThat(EnvironmentFiles.read(file))
        .containsEntry("A", "2")
        .containsEntry("B", "two words")
        .containsEntry("C", "x=y")
        .containsEntry("D", "$HOME")
        .containsEntry("E", "")
        .hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "=hunter2", "export B=hunter2", "B = hunter2", "B\t=hunter2"})
  void lineThatIsNoneIsNamedButNotShown(String line) throws IOException {
    Path file = write("A=1\n" + line + "\n");

    assertThatThrownBy(() -> EnvironmentFiles.read(file))
        .hasMessage(
            "cannot read the variables in "
                + file
                + ": line 2 is no NAME=VALUE, without 'export' and blanks");
  }

  @Test
  void whatIsNoTextOfModestSizeIsRefused() throws IOException {
    assertRefused(write("A=1\nB=a\0b\n"), "it has a NUL character, which no variable can have");
    assertRefused(write("A=" + "x".repeat(1 << 20)), "it is larger than 1048576 bytes");
    assertRefused(folder, "it is not a regular file");
    Path pipe = folder.resolve("pipe");
    RealParts.run("mkfifo", pipe);
    assertRefused(pipe, "it is not a regular file");
    assertRefused(folder.resolve("nowhere"), "it is not there");
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> EnvironmentFiles.read(file))
        .hasMessage("cannot read the variables in " + file + ": " + reason);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("env"), text);
  }
}
