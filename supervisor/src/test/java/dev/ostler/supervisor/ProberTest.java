package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.ChildCommand;
import dev.ostler.supervisor.HealthProbe.Outcome;
import dev.ostler.supervisor.Probing.Purpose;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Probes of real processes and sockets on the real loop. */
@Timeout(120)
class ProberTest {
  private static final Duration EVERY = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private RealLoop loop;
  private final Heard heard = new Heard();
  private final List<HealthProbe> probes = new ArrayList<>();
  @TempDir Path folder;

  @BeforeEach
  void open() throws IOException {
    loop = new RealLoop();
  }

  @AfterEach
  void close() {
    probes.forEach(HealthProbe::close);
    loop.close();
  }

  private HealthProbe start(Probe probe, Purpose purpose) {
    HealthProbe started =
        HealthProbe.of(loop.router(), "probe of app", probing(probe, purpose), heard);
    probes.add(started);
    started.start();
    return started;
  }

  private static Probing probing(Probe probe, Purpose purpose) {
    return new Probing(probe, purpose, Duration.ZERO, EVERY, TIMEOUT, 1, 1);
  }

  private static Probe shell(String script) {
    return new Probe.Exec(
        ChildCommand.of(List.of("sh", "-c", script), Map.of("PATH", System.getenv("PATH"))));
  }

  private static Probe page(int port) {
    return HttpProbes.of(URI.create("http://localhost:" + port + "/healthz"));
  }

  private void awaitSaid(String what) {
    loop.await(what + ", but " + heard.said(), () -> heard.said().contains(what));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void commandTellsByItsStatus() throws Exception {
    Path file = folder.resolve("ready");
    start(shell("test -f " + file), Purpose.READY);

    loop.during(Duration.ofMillis(300));
    assertThat(heard.said()).isEmpty();
    Files.createFile(file);
    awaitSaid("healthy");
    Files.delete(file);

    awaitSaid("unhealthy: it exited with status 1");
  }

  @Test
  void mistakeInAskingCostsOneRound() {
    List<String> reported = new ArrayList<>();
    loop.router().guardBy(new Net(reported::add));
    HealthProbe probe =
        new Prober(loop.router(), probing(shell(""), Purpose.READY), new FailsFirst(), heard);
    probes.add(probe);
    probe.start();

    awaitSaid("healthy");
    assertThat(heard.answers()).containsExactly(Outcome.TIMEOUT, Outcome.SUCCESS);
    assertThat(reported)
        .singleElement()
        .asString()
        .startsWith("internal error in a probe: java.lang.IllegalStateException: injected at ");
  }

  private static final class FailsFirst implements Question {
    private boolean failed;

    @Override
    public void ask(Asker asker) {
      if (!failed) {
        failed = true;
        throw new IllegalStateException("injected");
      }
      asker.succeeded();
    }

    @Override
    public void giveUp() {}

    @Override
    public String missing() {
      return "no answer";
    }

    @Override
    public void close() {}
  }

  @Test
  void lastWordsOfACommandAreInTheReason() {
    start(shell("echo checking; echo 'disk is full' >&2; exit 3"), Purpose.ALIVE);

    awaitSaid("unhealthy: it exited with status 3: disk is full");
  }

  @Test
  void commandThatIsNotThereIsAReason() {
    Probe probe = new Probe.Exec(ChildCommand.of(List.of("/no/such"), Map.of("PATH", "/usr/bin")));
    start(probe, Purpose.ALIVE);

    loop.await("a reason", () -> !heard.said().isEmpty());
    assertThat(heard.said())
        .containsExactly("unhealthy: cannot run '/no/such': No such file or directory (errno 2)");
  }

  @Test
  void commandThatTakesTooLongIsKilledWithEverythingItStarted() throws Exception {
    Path pids = folder.resolve("pids");
    start(shell("sleep 1000 & echo $! $$ >> " + pids + "; wait"), Purpose.ALIVE);

    awaitSaid("unhealthy: the command had not ended within 300 ms");

    List<Long> started = new ArrayList<>();
    for (String pid : Files.readAllLines(pids).getFirst().split(" ", -1)) {
      started.add(Long.valueOf(pid));
    }
    Eventually.await("nothing is left", () -> started.stream().noneMatch(ProcFs::isAlive));
  }

  @Test
  void oneCommandIsNeverAskedTwiceAtOnce() throws Exception {
    Path running = folder.resolve("running");
    Path twice = folder.resolve("twice");
    start(
        shell("mkdir " + running + " || touch " + twice + "; sleep 0.12; rmdir " + running),
        Purpose.READY);

    loop.await("five answers", () -> heard.answers().size() >= 5);

    assertThat(twice).doesNotExist();
  }

  @Test
  void frozenProcessIsNotAsked() throws Exception {
    try (Target target = Target.answering(OK)) {
      HealthProbe probe = start(page(target.port()), Purpose.ALIVE);
      loop.await("an answer", () -> !heard.answers().isEmpty());

      probe.pause();
      int before = target.connections();
      loop.during(Duration.ofMillis(400));
      assertThat(target.connections()).isEqualTo(before);
      probe.resume();

      loop.await("another answer", () -> target.connections() > before);
      assertThat(heard.said()).isEmpty();
    }
  }

  @Test
  void nothingIsAskedAfterTheEnd() throws Exception {
    try (Target target = Target.silent()) {
      HealthProbe probe = start(page(target.port()), Purpose.ALIVE);
      loop.await("a connection", () -> target.connections() == 1);

      probe.stop();
      loop.during(Duration.ofMillis(500));

      assertThat(target.connections()).isEqualTo(1);
      assertThat(heard.said()).isEmpty();
    }
  }

  @Test
  @Needs(RealPart.NC)
  void openPortIsWellAndAClosedOneIsNot() throws Exception {
    int port = freePort();
    start(new Probe.Tcp("localhost", port), Purpose.READY);
    loop.during(Duration.ofMillis(200));
    assertThat(heard.said()).isEmpty();

    Process nc = new ProcessBuilder("nc", "-k", "-l", "127.0.0.1", "" + port).start();
    awaitSaid("healthy");
    nc.destroyForcibly().waitFor();

    loop.await("it is closed", () -> heard.said().size() == 2);
    assertThat(heard.said().getLast())
        .isEqualTo(
            "unhealthy: cannot connect to 127.0.0.1:" + port + ": Connection refused (errno 111)");
  }

  @Test
  void serverThatListensAtTheOtherAddressOfLocalhostIsFound() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.ofLiteral("::1"))) {
      start(new Probe.Tcp("localhost", socket.getLocalPort()), Purpose.READY);

      awaitSaid("healthy");
    }
  }

  @Test
  @Needs(RealPart.NGINX)
  void realWebServerIsJudgedByItsPages() throws Exception {
    int port = freePort();
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off; pid %1$s/pid; error_log /dev/null; events {}
            http { access_log off; server { listen 127.0.0.1:%2$d;
              location /healthz { return 302 /x; } location /x { return 503; } } }
            """
                .formatted(folder, port));
    Process nginx =
        new ProcessBuilder("nginx", "-p", folder.toString(), "-c", configuration.toString())
            .start();
    try {
      start(page(port), Purpose.READY);
      awaitSaid("healthy");

      start(HttpProbes.of(URI.create("http://127.0.0.1:" + port + "/x")), Purpose.ALIVE);
      awaitSaid("unhealthy: it answered with status 503");
    } finally {
      nginx.destroy();
      nginx.waitFor();
    }
  }

  @Test
  void serverThatNeverAnswersTakesNoLongerThanTheTimeout() throws Exception {
    try (Target target = Target.silent()) {
      start(page(target.port()), Purpose.ALIVE);

      awaitSaid("unhealthy: no answer within 300 ms");
    }
  }

  @Test
  void serverThatDripsItsAnswerTakesNoLongerThanTheTimeout() throws Exception {
    try (Target target =
        new Target(connection -> {
          OutputStream out = connection.getOutputStream();
          for (byte one : OK.getBytes(StandardCharsets.US_ASCII)) {
            out.write(one);
            out.flush();
            Thread.sleep(50);
          }
        })) {
      start(page(target.port()), Purpose.ALIVE);

      awaitSaid("unhealthy: no end of the answer's header within 300 ms");
    }
  }

  @Test
  void hostileAnswersAreReasons() throws Exception {
    try (Target closing = new Target(connection -> connection.getInputStream().read());
        Target half = Target.answering("HTTP/1.1 200 OK\r\nServer: x\r\n");
        Target ssh = Target.answering("SSH-2.0-OpenSSH_9.2p1\r\n");
        Target endless = Target.answering("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100_000))) {
      start(page(half.port()), Purpose.ALIVE);
      awaitSaid("unhealthy: it closed the connection within the header of its answer");

      start(page(ssh.port()), Purpose.ALIVE);
      awaitSaid("unhealthy: the answer is not HTTP/1.1: 'S'");

      start(page(endless.port()), Purpose.ALIVE);
      awaitSaid("unhealthy: the answer's header is longer than 8192 bytes");

      start(page(closing.port()), Purpose.ALIVE);
      loop.await("four reasons", () -> heard.said().size() >= 4);
      assertThat(heard.said().getLast()).contains("onnection");
    }
  }

  @Test
  void wellAnswersAreCountedOnce() throws Exception {
    try (Target target = Target.answering(OK)) {
      start(page(target.port()), Purpose.READY);

      loop.await("ten answers", () -> heard.answers().size() >= 10);

      assertThat(heard.answers()).containsOnly(Outcome.SUCCESS);
      assertThat(heard.said()).containsExactly("healthy");
    }
  }
}
