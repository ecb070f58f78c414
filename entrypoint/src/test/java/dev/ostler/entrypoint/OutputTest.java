package dev.ostler.entrypoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutputTest {
  private Entrypoint entrypoint;
  private Events events;
  private OutputHandler output;

  @BeforeEach
  void open() throws IOException {
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    events = new Events(entrypoint);
    output = entrypoint.output("app");
  }

  @AfterEach
  void close() {
    entrypoint.close();
  }

  private ProcessHandler process(String script) throws IOException {
    return entrypoint.process("app", Shell.script(script).withStandardOutput(output.writeEnd()));
  }

  private static String text(OutputReceived received) {
    return new String(received.bytes(), UTF_8);
  }

  @Test
  void outputGoesOnOverARestart() throws Exception {
    ProcessHandler app = process("echo $$");
    for (int i = 0; i < 3; i++) {
      app.start();
      int pid = events.await(ProcessEvent.Started.class).pid();

      OutputReceived received = events.await(OutputReceived.class);

      assertThat(received.handler()).isSameAs(output);
      assertThat(text(received)).isEqualTo(pid + "\n");
      events.await(ProcessEvent.GroupEnded.class);
    }
    assertThat(output.name()).isEqualTo("app");
  }

  @Test
  void pausedOutputWaits() throws Exception {
    output.pause();
    process("echo early").start();
    events.next(ProcessEvent.Started.class);
    events.next(ProcessEvent.Ended.class);
    events.next(ProcessEvent.GroupEnded.class);
    events.none();

    output.resume();

    assertThat(text(events.next(OutputReceived.class))).isEqualTo("early\n");
  }

  @Test
  void lastWordsCanBeReadNow() throws Exception {
    output.pause();
    process("head -c 65536 /dev/zero").start();
    events.await(ProcessEvent.GroupEnded.class);

    output.readNow();

    List<Event> happened = events.during(java.time.Duration.ofMillis(100));
    assertThat(happened).isNotEmpty().allMatch(OutputReceived.class::isInstance);
    assertThat(
            happened.stream()
                .collect(Collectors.summingInt(event -> ((OutputReceived) event).bytes().length)))
        .isEqualTo(65536);
  }

  @Test
  void writerOfAClosedPipeIsEnded() throws Exception {
    process("exec yes").start();
    events.await(OutputReceived.class);

    output.close();
    output.close();
    output.pause();

    assertThat(events.next(ProcessEvent.Ended.class).exit().description())
        .isEqualTo("was killed by signal PIPE");
  }
}
