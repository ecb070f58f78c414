package dev.ostler.entrypoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.ConfigurationEvent.Changed;
import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Peer;
import dev.ostler.linux.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeEntrypointTest extends EntrypointContract {
  private final FakeEntrypoint fake = new FakeEntrypoint();

  @Override
  Entrypoint open() {
    return fake;
  }

  @Override
  ProcessHandler process(Entrypoint entrypoint) {
    return fake.process("app", Shell.script("exit 0"));
  }

  @Override
  ProcessHandler failing(Entrypoint entrypoint) {
    FakeProcess process = fake.process("app", Shell.script("exit 0"));
    process.failNextStart(new LinuxException("run 'app'", Errno.ENOENT));
    return process;
  }

  @Override
  void end(ProcessHandler running, int status) {
    fake.process("app").end(status);
  }

  @Override
  void setActive(ActivationHandler activation, boolean active) {
    fake.activation(activation.file().toString()).set(active);
  }

  @Override
  void print(OutputHandler output, String line) {
    fake.output(output.name()).receive(line + "\n");
  }

  @Override
  void pass(Duration time) {
    fake.advance(time);
  }

  @Test
  void slowReaderLetsWhatIsWrittenWait() throws Exception {
    fake.listen(Path.of("/socket"), 0600);
    FakeConnection connection = fake.listener("/socket").connect(Optional.of(new Peer(7, 0, 0)));

    connection.setSlow(true);
    assertThat(connection.write("hello".getBytes(UTF_8))).isTrue();
    connection.finish();
    assertThat(connection.waiting()).isEqualTo(5);
    assertThat(connection.written()).isEmpty();
    connection.setSlow(false);

    assertThat(connection.written()).isEqualTo("hello");
    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.peer()).contains(new Peer(7, 0, 0));
  }

  @Test
  void testCanBeTheServer() {
    fake.letConnect("/server");

    fake.connect(Path.of("/server")).write("hello".getBytes(UTF_8));
    fake.whenIdle(() -> fake.connection("/server").receive("welcome"));
    fake.whenIdle(() -> fake.connection("/server").endInput());
    fake.whenIdle(fake::close);

    List<String> happened = new ArrayList<>();
    fake.events().forEach(event -> happened.add(event.getClass().getSimpleName()));
    assertThat(happened).containsExactly("Opened", "Drained", "Received", "InputEnded");
    assertThat(fake.connection("/server").written()).isEqualTo("hello");
  }

  @Test
  void stepsRunWheneverNothingIsLeftToDo() {
    ConfigurationHandler site =
        fake.archive(Path.of("/site.tar"), Path.of("/site"), TreeOptions.defaults());
    fake.whenIdle(() -> fake.configuration("/site.tar").change("index.html"));
    fake.whenIdle(() -> fake.receive(Signal.HUP));
    fake.whenIdle(() -> fake.datagrams(Path.of("/socket"), 0600).receive("STOP"));
    fake.whenIdle(fake::close);
    fake.whenIdle(() -> fake.warn("comes too late"));

    List<String> happened = new ArrayList<>();
    for (Event event : fake.events()) {
      happened.add(event.getClass().getSimpleName());
      if (event instanceof Changed changed) {
        changed.handler().update();
      }
    }

    assertThat(happened)
        .containsExactly("Changed", "Updated", "SignalReceived", "DatagramReceived");
    assertThat(fake.calls()).containsExactly("update " + site.source());
  }
}
