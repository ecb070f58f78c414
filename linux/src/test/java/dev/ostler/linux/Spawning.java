package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What is spawned in tests, and how it is refused. */
abstract class Spawning {
  static final Map<String, String> PATH = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");

  static final Credentials STRANGER = new Credentials(12345, 23456, List.of(23456, 777, 8));

  @TempDir Path folder;

  static ChildCommand command(String... arguments) {
    return ChildCommand.of(List.of(arguments), PATH);
  }

  static ChildCommand shell(String script) {
    return command("sh", "-c", script);
  }

  Path file(String name, String content, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  static void assertRefused(ChildCommand command, int errno, String message) throws IOException {
    int descriptors = OwnState.descriptors();

    assertThatThrownBy(() -> Children.spawn(command))
        .isInstanceOfSatisfying(
            LinuxException.class,
            refused -> {
              assertThat(refused.errno()).isEqualTo(errno);
              assertThat(refused).hasMessage(message);
              assertThat(message).startsWith("cannot " + refused.action() + ": ");
            });
    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
    assertThat(OwnState.zombies()).isZero();
  }
}
