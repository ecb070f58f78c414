package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutablesTest {
  private static final String NOT_FOUND = "cannot run 'tool': No such file or directory (errno 2)";
  private static final String NOT_EXECUTABLE =
      "cannot run 'tool': Permission denied (errno 13); it must be an executable file";

  @TempDir Path folder;

  @BeforeEach
  void make() throws IOException {
    program("first/other", "rwxr-xr-x");
    program("second/tool", "rwxr-xr-x");
    program("third/tool", "rwxr-xr-x");
    program("plain/tool", "rw-r--r--");
    Files.createDirectories(folder.resolve("directory/tool"));
    Files.createDirectories(folder.resolve("dangling"));
    Files.createSymbolicLink(folder.resolve("dangling/tool"), Path.of("nowhere"));
    Files.createDirectories(folder.resolve("link"));
    Files.createSymbolicLink(folder.resolve("link/tool"), folder.resolve("second/tool"));
  }

  private void program(String name, String permissions) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\necho $0\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private String path(String... folders) {
    return String.join(":", List.of(folders).stream().map(name -> folder + "/" + name).toList());
  }

  private String find(String path) throws IOException {
    return Executables.find("tool", path, "");
  }

  private static void assertRefused(ThrowingCallable search, String message) {
    assertThatThrownBy(search).isInstanceOf(LinuxException.class).hasMessage(message);
  }

  @Test
  void firstOfTwoIsTaken() throws Exception {
    assertThat(find(path("first", "second", "third"))).isEqualTo(folder + "/second/tool");
    assertThat(find(path("third", "second"))).isEqualTo(folder + "/third/tool");
  }

  @Test
  void linkIsFollowed() throws Exception {
    assertThat(find(path("link"))).isEqualTo(folder + "/link/tool");
  }

  @Test
  void whatIsNoProgramIsPassedOver() throws Exception {
    assertThat(find(path("none", "directory", "dangling", "plain", "second")))
        .isEqualTo(folder + "/second/tool");
  }

  @Test
  void fileThatMayNotBeExecutedIsToldApart() {
    assertRefused(() -> find(path("none", "first")), NOT_FOUND);
    assertRefused(() -> find(path("directory", "dangling")), NOT_FOUND);
    assertRefused(() -> find(path("plain", "none")), NOT_EXECUTABLE);
  }

  @Test
  void emptyElementIsTheWorkingDirectory() throws Exception {
    String second = folder + "/second";

    for (String path : List.of("", ":", "/none:", ":/none", "/none::/none", ".")) {
      assertThat(Executables.find("tool", path, second)).as(path).isEqualTo("./tool");
    }
    assertRefused(() -> Executables.find("tool", "", folder + "/first"), NOT_FOUND);
  }

  @Test
  void relativeElementIsInTheWorkingDirectory() throws Exception {
    assertThat(Executables.find("tool", "first:second/", folder.toString()))
        .isEqualTo("second/tool");
  }

  @Test
  void withoutPathTheStandardFoldersAreSearched() throws Exception {
    assertThat(Executables.find("sh", null, "")).isEqualTo("/bin/sh");
    assertRefused(() -> Executables.find("tool", null, ""), NOT_FOUND);
  }

  @Test
  void nameWithASlashIsNotSearchedFor() throws Exception {
    String absolute = folder + "/second/tool";

    assertThat(Executables.find(absolute, "/none", "/")).isEqualTo(absolute);
    assertThat(Executables.find("second/tool", path("first"), folder.toString()))
        .isEqualTo("second/tool");
    assertRefused(
        () -> Executables.find("./tool", path("second"), folder.toString()),
        "cannot run './tool': No such file or directory (errno 2)");
    for (String name : List.of("plain/tool", "directory/tool")) {
      assertRefused(
          () -> Executables.find(name, null, folder.toString()),
          "cannot run '" + name + "': Permission denied (errno 13); it must be an executable file");
    }
  }

  @Test
  void emptyNameIsNotFound() {
    assertRefused(
        () -> Executables.find("", path("second"), ""),
        "cannot run '': No such file or directory (errno 2)");
  }

  @Test
  void whatWasFoundRunsInTheWorkingDirectory() throws Exception {
    ChildCommand command =
        ChildCommand.of(List.of("tool"), Map.of("PATH", "none:second"))
            .withWorkingDirectory(folder);

    assertThat(Outcome.of(command).lines()).containsExactly("second/tool");
    assertThat(command.findExecutable()).isEqualTo("second/tool");
  }
}
