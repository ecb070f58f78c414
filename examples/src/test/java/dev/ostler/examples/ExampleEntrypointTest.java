package dev.ostler.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.FakeActivation;
import dev.ostler.entrypoint.FakeConfiguration;
import dev.ostler.entrypoint.FakeEntrypoint;
import dev.ostler.entrypoint.FakeProcess;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The loop, without processes, files and time. */
class ExampleEntrypointTest {
  private static final List<String> ARGUMENTS =
      List.of(
          "--activation /active --configuration /site.tar --staging /new --target /site -- app"
              .split(" ", -1));

  private final FakeEntrypoint fake = new FakeEntrypoint();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final ExampleEntrypoint example = example();
  private final FakeProcess app = fake.process("app");
  private final FakeActivation activation = fake.activation("/active");
  private final FakeConfiguration configuration = fake.configuration("/site.tar");

  private ExampleEntrypoint example() {
    ExampleArguments arguments = ExampleArguments.parse(ARGUMENTS);
    try {
      return new ExampleEntrypoint(
          fake,
          arguments,
          ChildCommand.of(arguments.command(), Map.of()),
          new JsonLog(new PrintStream(log, true, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void afterwards(Runnable... steps) {
    fake.whenIdle(() -> activation.set(true));
    fake.whenIdle(() -> configuration.change("index.html"));
    for (Runnable step : steps) {
      fake.whenIdle(step);
    }
    example.run();
  }

  @Test
  void newConfigurationRestartsTheProcess() {
    afterwards(() -> configuration.change("other.html"));

    assertThat(fake.calls())
        .containsExactly(
            "update /site.tar",
            "app start",
            "update /site.tar",
            "app signal group TERM",
            "app signal group KILL",
            "app start");
  }

  @Test
  void processThatIgnoresTermIsKilledAfterTheGraceTime() {
    app.ignore(Signal.TERM);

    afterwards(
        () -> activation.set(false),
        () -> fake.advance(Duration.ofSeconds(9)),
        () -> assertThat(app.isGroupAlive()).isTrue(),
        () -> fake.advance(Duration.ofSeconds(1)));

    assertThat(app.isGroupAlive()).isFalse();
  }

  @Test
  void failedStartIsTriedAgainASecondLater() {
    app.failNextStart(new LinuxException("run 'app'", Errno.ENOENT));

    afterwards(
        () -> fake.advance(Duration.ofMillis(999)),
        () -> assertThat(app.isGroupAlive()).isFalse(),
        () -> fake.advance(Duration.ofMillis(1)));

    assertThat(app.isGroupAlive()).isTrue();
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains(
            "\"message\":\"start process\",\"error\":\"cannot run 'app': No such file or directory"
                + " (errno 2)\"");
  }

  @Test
  void failedUpdateIsToldAndAGoodOneIsApplied() {
    configuration.failNext("cannot use member \"x\"");

    afterwards(() -> configuration.change("index.html"));

    assertThat(app.isGroupAlive()).isTrue();
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("\"level\":\"error\"", "\"error\":\"cannot use member \\\"x\\\"\"");
  }

  @Test
  void otherSignalsAreTheApplications() {
    afterwards(() -> fake.receive(Signal.HUP));

    assertThat(fake.calls()).endsWith("app signal HUP");
  }

  @Test
  void termEndsTheProcessAndClosesEverything() {
    afterwards(() -> fake.receive(Signal.TERM));

    assertThat(fake.calls()).contains("signal everyone TERM");
    assertThat(app.isGroupAlive()).isFalse();
    assertThat(fake.isClosed()).isTrue();
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("\"message\":\"closed\"");
  }
}
