package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LibraryLogTest {
  private final List<String> lines = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private LibraryLog log(boolean json) {
    return new LibraryLog(json, lines::add, () -> now);
  }

  private static LogRecord failure(String message) {
    LogRecord record = new LogRecord(Level.SEVERE, "cannot read");
    record.setLoggerName("web.server");
    record.setThrown(new IOException(message));
    return record;
  }

  @Test
  void failureIsOneLineWithWhoSaysItAndWhy() {
    log(false).publish(failure("cut off"));

    assertThat(lines).containsExactly("web.server: cannot read: IOException: cut off");
  }

  @Test
  void failureIsAnObjectForPrograms() {
    log(true).publish(failure("\"a\""));

    assertThat(lines)
        .containsExactly(
            """
            {"time":"2026-01-01T00:00:00Z","event":"library","logger":"web.server",\
            "message":"cannot read: IOException: \\"a\\""}\
            """);
  }

  @Test
  void theSameIsToldOnceAMinute() {
    LibraryLog log = log(false);
    log.publish(failure("one"));
    now = now.plusSeconds(59);
    log.publish(failure("two"));
    now = now.plusSeconds(1);
    log.publish(failure("three"));

    assertThat(lines)
        .containsExactly(
            "web.server: cannot read: IOException: one",
            "web.server: cannot read: IOException: three");
  }

  @Test
  void whatIsRememberedHasAnEnd() {
    LibraryLog log = log(false);
    for (int i = 0; i < 1_000; i++) {
      log.publish(new LogRecord(Level.SEVERE, "message " + i));
    }
    lines.clear();

    log.publish(new LogRecord(Level.SEVERE, "message 0"));
    log.publish(new LogRecord(Level.SEVERE, "message 999"));

    assertThat(lines).containsExactly("null: message 0");
  }
}
