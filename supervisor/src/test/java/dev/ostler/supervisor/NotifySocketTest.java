package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Credentials;
import dev.ostler.linux.Signal;
import dev.ostler.linux.UnixDatagramSocket;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real processes say of themselves. */
@Timeout(120)
class NotifySocketTest {
  private static final String PYTHON =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.connect(os.environ["NOTIFY_SOCKET"])
      def say(text, fds=[]):
        socket.send_fds(s, [text.encode()], fds)
      """;

  private RealLoop loop;
  private NotifySocket socket;
  private int ignored;
  private final List<Integer> mains = new ArrayList<>();
  private final List<Notification> said = new ArrayList<>();
  private final List<ProcessHandler> started = new ArrayList<>();
  @TempDir Path folder;

  @BeforeEach
  void open() throws IOException {
    loop = new RealLoop();
    socket = open(Optional.empty());
  }

  private NotifySocket open(Optional<Credentials> owner) throws IOException {
    NotifySocket.Listener listener =
        new NotifySocket.Listener() {
          @Override
          public void said(Notification notification) {
            said.add(notification);
          }

          @Override
          public boolean goesOnAs(int pid) {
            mains.add(pid);
            return true;
          }

          @Override
          public void ignored() {
            ignored++;
          }
        };
    return NotifySocket.open(loop.router(), path(), owner, listener);
  }

  private Path path() {
    return folder.resolve("notify");
  }

  @AfterEach
  void close() {
    started.forEach(process -> process.signalGroup(Signal.KILL));
    socket.close();
    loop.close();
  }

  private void run(String... words) throws IOException {
    run(Optional.empty(), words);
  }

  private void run(Optional<Credentials> owner, String... words) throws IOException {
    Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
    environment.putAll(socket.environment(Optional.of(Duration.ofSeconds(3))));
    ChildCommand command = ChildCommand.of(List.of(words), environment).silenced();
    ProcessHandler process =
        loop.router()
            .process(
                "app",
                owner.map(command::withCredentials).orElse(command),
                event -> {
                  if (event instanceof ProcessEvent.Started one) {
                    socket.started(one.pid());
                  }
                });
    started.add(process);
    process.start();
  }

  private void awaitSaid(Notification... expected) {
    loop.await("it has said so much", () -> said.size() >= expected.length);
    assertThat(said).containsExactly(expected);
  }

  @Test
  @Needs(RealPart.PYTHON)
  void processSaysHowItIs() throws Exception {
    run("python3", "-c", PYTHON + "say('READY=1\\nSTATUS=up'); say('WATCHDOG=1')");

    awaitSaid(new Notification.Ready(), new Notification.Status("up"), new Notification.Alive());
  }

  @Test
  @Needs(RealPart.PYTHON)
  void barrierEndsWhenWhatWasSentBeforeItHasArrived() throws Exception {
    run(
        "python3",
        "-c",
        PYTHON
            + """
            r, w = os.pipe()
            say('READY=1')
            say('BARRIER=1', [w])
            os.close(w)
            os.read(r, 1)
            say('STATUS=past the barrier')
            """);

    awaitSaid(new Notification.Ready(), new Notification.Status("past the barrier"));
  }

  @Test
  @Needs(RealPart.SYSTEMD_NOTIFY)
  void scriptSpeaksThroughACommandThatEndsAtOnce() throws Exception {
    run("sh", "-c", "systemd-notify --ready --status=warm && sleep 100");

    loop.await("it is ready", () -> said.size() >= 2);
    assertThat(said).contains(new Notification.Ready(), new Notification.Status("warm"));
    assertThat(ignored).isZero();
  }

  @Test
  @Needs(RealPart.PYTHON)
  void descendantInASessionOfItsOwnMaySpeak() throws Exception {
    run("sh", "-c", "setsid -w python3 -c '" + PYTHON + "say(\"READY=1\")'; sleep 100");

    awaitSaid(new Notification.Ready());
  }

  @Test
  @Needs(RealPart.PYTHON)
  void processGoesOnAsItsChildWhoseDescendantsMaySpeakThen() throws Exception {
    run(
        "python3",
        "-c",
        PYTHON
            + """
            if os.fork() == 0:
              os.setsid()
              say('MAINPID=%d' % os.getpid())
              if os.fork() == 0:
                os.setsid()
                say('READY=1')
            import time; time.sleep(100)
            """);

    awaitSaid(new Notification.Ready());
    assertThat(mains).hasSize(1).doesNotContain(started.getFirst().pid().orElseThrow());
    assertThat(ignored).isZero();
    ProcessHandle.of(mains.getFirst()).orElseThrow().descendants().forEach(ProcessHandle::destroy);
    ProcessHandle.of(mains.getFirst()).orElseThrow().destroy();
  }

  @Test
  @Needs(RealPart.PYTHON)
  void processDoesNotGoOnAsAStranger() throws Exception {
    run("python3", "-c", PYTHON + "say('MAINPID=" + ProcessHandle.current().pid() + "\\nREADY=1')");

    awaitSaid(new Notification.Ready());
    assertThat(mains).isEmpty();
    assertThat(ignored).isEqualTo(1);
  }

  @Test
  void strangerIsIgnoredAndCounted() throws Exception {
    run("sleep", "100");
    loop.await("it runs", () -> started.getFirst().pid().isPresent());

    UnixDatagramSocket.send(path(), "READY=1");

    loop.await("it was ignored", () -> ignored == 1);
    assertThat(said).isEmpty();
  }

  @Test
  @Needs({RealPart.ROOT, RealPart.PYTHON})
  void processOfAnotherUserMaySpeakAndNobodyElse() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Credentials nobody = new Credentials(65_534, 65_534, List.of());
    socket.close();
    socket = open(Optional.of(nobody));

    run(
        Optional.of(nobody),
        "/usr/bin/env",
        "sh",
        "-c",
        "printf 'READY=1' | nc -w1 -uU \"$NOTIFY_SOCKET\"; sleep 100");

    awaitSaid(new Notification.Ready());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
    assertThat(Files.getAttribute(path(), "unix:uid")).isEqualTo(65_534);
  }

  @Test
  void datagramThatWasCutOffIsIgnored() throws Exception {
    run("sh", "-c", "sleep 100");
    loop.await("it runs", () -> started.getFirst().pid().isPresent());

    UnixDatagramSocket.send(path(), "READY=1\nSTATUS=" + "x".repeat(8000));

    loop.await("it was ignored", () -> ignored == 1);
    assertThat(said).isEmpty();
  }

  @Test
  void variablesTellWhereAndHowOften() {
    assertThat(socket.environment(Optional.of(Duration.ofMillis(1500))))
        .containsExactly(
            Map.entry("NOTIFY_SOCKET", path().toString()), Map.entry("WATCHDOG_USEC", "1500000"));
    assertThat(socket.environment(Optional.empty())).containsOnlyKeys("NOTIFY_SOCKET");
  }

  @Test
  @Needs(RealPart.SYSTEMD_NOTIFY)
  void javaProgramSpeaksThroughTheCommand() throws Exception {
    Path program =
        Files.writeString(
            folder.resolve("Speaking.java"),
            """
            void main() throws Exception {
              new ProcessBuilder("systemd-notify", "--ready").inheritIO().start().waitFor();
              Thread.sleep(100_000);
            }
            """);

    run(Path.of(System.getProperty("java.home"), "bin", "java").toString(), program.toString());

    awaitSaid(new Notification.Ready());
  }
}
