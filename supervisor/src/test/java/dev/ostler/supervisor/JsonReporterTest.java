package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReporterTest {
  @Test
  void messageIsOneJsonLine() {
    List<String> lines = new ArrayList<>();
    InstantSource noon = InstantSource.fixed(Instant.parse("2026-11-01T12:00:00.5Z"));
    Reporter reporter = new JsonReporter(lines::add, noon);

    reporter.say("cannot run \"a\nb\"");
    reporter.say("on standby");

    assertThat(lines)
        .containsExactly(
            "{\"time\":\"2026-11-01T12:00:00.500Z\",\"process\":\"ostler\",\"stream\":\"stderr\","
                + "\"message\":\"cannot run \\\"a\\nb\\\"\"}",
            "{\"time\":\"2026-11-01T12:00:00.500Z\",\"process\":\"ostler\",\"stream\":\"stderr\","
                + "\"message\":\"on standby\"}");
  }
}
