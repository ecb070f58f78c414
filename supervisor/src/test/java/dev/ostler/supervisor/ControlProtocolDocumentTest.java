package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ControlEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The transcripts of the protocol's document, said to a real server: {@code >} is said, {@code <}
 * is heard, and {@code #} is what happens meanwhile.
 */
@Timeout(60)
class ControlProtocolDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/reference/control-protocol.md");

  @TempDir Path folder;

  static Stream<List<String>> transcripts() throws IOException {
    List<List<String>> transcripts = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("```")) {
        inside = line.equals("```transcript");
        if (inside) {
          transcripts.add(new ArrayList<>());
        }
      } else if (inside) {
        transcripts.getLast().add(line);
      }
    }
    return transcripts.stream();
  }

  @Test
  void everyCommandHasATranscript() throws IOException {
    String all = transcripts().flatMap(List::stream).reduce("", (a, b) -> a + "\n" + b);

    assertThat(
            Stream.of(
                "hello", "status", "check", "start", "stop", "restart", "suspend", "resume",
                "signal", "reload", "logs", "events", "metrics"))
        .allSatisfy(command -> assertThat(all).contains("\"command\":\"" + command + "\""));
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void transcriptIsTrue(List<String> transcript) throws Exception {
    try (RunningControl running = RunningControl.start(folder);
        RawClient client = new RawClient(running.socket())) {
      List<String> happened = new ArrayList<>();
      for (String line : transcript) {
        happened.add(replay(line, running, client));
      }

      assertThat(happened).isEqualTo(transcript);
    }
  }

  private String replay(String line, RunningControl running, RawClient client) throws IOException {
    switch (line.charAt(0)) {
      case '>' -> client.say(line.substring(2));
      case '<' -> {
        return "< " + ofAnybody(client.hear());
      }
      case '#' -> happen(line.substring(2).split(" ", 3), running);
      default -> throw new AssertionError("no line of a transcript: " + line);
    }
    return line;
  }

  /** As if root's process 4711 had asked. */
  private String ofAnybody(String line) throws IOException {
    return line.replace(
        "\"uid\":"
            + Files.getAttribute(folder, "unix:uid")
            + ",\"pid\":"
            + ProcessHandle.current().pid(),
        "\"uid\":0,\"pid\":4711");
  }

  private static void happen(String[] words, RunningControl running) {
    switch (words[1]) {
      case "writes:" -> running.write(words[0], words[2]);
      case "stops" -> running.finish();
      default ->
          running.run(fake ->
              fake.happen(
                  ControlEvent.Kind.valueOf(words[1].toUpperCase(Locale.ROOT)),
                  words[0],
                  words[0] + " " + words[2]));
    }
  }
}
