package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SshConnectionsTest {
  @Test
  void loginThatEndsWithAnErrorIsToldAndTheNextOneIsTried() {
    try (SshConnections connections =
        new SshConnections(
            () -> {
              throw new NoClassDefFoundError("some/Cipher");
            },
            Duration.ofMinutes(1))) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> connections.any(Deadline.in(Duration.ofSeconds(5))))
            .isExactlyInstanceOf(IOException.class)
            .hasMessage("the login failed: java.lang.NoClassDefFoundError: some/Cipher");
      }
    }
  }
}
