package dev.ostler.engine;

import static dev.ostler.engine.SshHost.WITHIN;
import static dev.ostler.engine.SshHost.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Relay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Needs({RealPart.SSHD, RealPart.ROOT})
@Timeout(60)
class SshBrokenLinkTest {
  private final SshHost host = new SshHost(Map.of());
  private final Relay relay = Relay.to(host.server.port());
  private final SshDialer dialer =
      new SshDialer(
          host.settings(relay.port())
              .with("ServerAliveInterval", "1")
              .with("ServerAliveCountMax", "2"));

  @AfterEach
  void close() {
    dialer.close();
    relay.close();
    host.close();
  }

  @Test
  void cutInTheMiddleOfAnUploadIsAnErrorAndTheNextDialLogsInAgain() throws Exception {
    try (Duplex stream = dialer.dial(WITHIN)) {
      relay.cutAfter(5_000_000);

      assertThatThrownBy(() -> SshTraffic.upload(stream, 100_000_000))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the SSH connection to 127.0.0.1 broke: ");
    }

    try (Duplex next = dialer.dial(WITHIN)) {
      assertThat(ask(next, "PING")).contains("200 OK");
    }
    assertThat(host.server.logins()).isEqualTo(2);
  }

  @Test
  void cutInTheMiddleOfADownloadIsAnErrorAndNotAnEnd() throws Exception {
    try (Duplex stream = dialer.dial(WITHIN)) {
      relay.cutAfter(5_000_000);

      assertThatThrownBy(() -> SshTraffic.download(stream, 100_000_000))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the SSH connection to 127.0.0.1 broke: ");
    }
  }

  @Test
  void hostThatEndsTheLoginEndsItsStreamsWithAnError() throws Exception {
    try (Duplex stream = dialer.dial(WITHIN)) {
      stream.output().write("SILENT\n".getBytes(StandardCharsets.US_ASCII));
      host.server.dropLogins();

      assertThatThrownBy(() -> stream.input().read())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the SSH connection to 127.0.0.1 broke: ");
    }
  }

  @Test
  void hostThatIsFrozenIsNoticedWhileAStreamOnlyReads() throws Exception {
    try (Duplex stream = dialer.dial(WITHIN)) {
      stream.output().write("SILENT\n".getBytes(StandardCharsets.US_ASCII));
      host.server.freeze(true);

      assertThatThrownBy(() -> stream.input().read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1 has not answered for ");
    }
  }

  /** The bytes fill every buffer then, and whoever writes one more is stuck in the kernel. */
  @Test
  void hostThatIsFrozenIsNoticedInTheMiddleOfAnUpload() throws Exception {
    try (Duplex stream = dialer.dial(WITHIN)) {
      stream.output().write("SINK\n".getBytes(StandardCharsets.US_ASCII));
      host.server.freeze(true);

      assertThatThrownBy(() -> writeForEver(stream))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1 has not answered for ");
    }
  }

  @Test
  void lineFromWhichThePlugWasPulledIsNoticed() throws Exception {
    try (Duplex stream = dialer.dial(WITHIN)) {
      relay.swallow(true);

      assertThatThrownBy(() -> writeForEver(stream))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1 has not answered for ");
    }
    relay.swallow(false);

    try (Duplex next = dialer.dial(WITHIN)) {
      assertThat(ask(next, "PING")).contains("200 OK");
    }
  }

  @Test
  void closingEndsAWriteThatWaitsForAFrozenHost() throws Exception {
    Duplex stream = dialer.dial(WITHIN);
    host.server.freeze(true);
    var writing = new CompletableFuture<Void>();
    Thread.ofVirtual().start(() -> report(writing, () -> writeForEver(stream)));
    assertThatThrownBy(() -> writing.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);

    stream.close();

    assertThatThrownBy(() -> writing.get(500, TimeUnit.MILLISECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("the stream is closed");
  }

  @Test
  void silentHostIsLeftAloneAsLongAsItAnswersKeepalives() throws Exception {
    try (Duplex stream = dialer.dial(WITHIN)) {
      stream.output().write("SILENT\n".getBytes(StandardCharsets.US_ASCII));
      stream.readDeadline(Duration.ofSeconds(5));

      assertThatThrownBy(() -> stream.input().read()).isInstanceOf(SocketTimeoutException.class);
      stream.output().write(1);
    }
    assertThat(host.server.logins()).isEqualTo(1);
  }

  @Test
  void dialOfAFrozenHostEndsInTime() throws Exception {
    dialer.dial(WITHIN).close();
    host.server.freeze(true);
    long start = System.nanoTime();

    assertThatThrownBy(() -> dialer.dial(Duration.ofMillis(500)))
        .hasMessage(
            "cannot reach the engine on ssh://root@127.0.0.1:%d: the host gave no answer within 500 ms",
            relay.port());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void loginThatIsCutAtAnyPointIsNoMatterOfCredentials() {
    for (int bytes = 0; bytes < 6000; bytes += 250) {
      relay.cutAfter(bytes);
      try (SshDialer one = new SshDialer(host.settings(relay.port()));
          Duplex _ = one.dial(WITHIN)) {
        assertThat(bytes).as("enough for a login").isGreaterThan(2000);
      } catch (EngineException e) {
        assertThat(e.getCause()).as("cut after " + bytes).isNotInstanceOf(SshLoginException.class);
      }
      relay.cut();
    }
  }

  @Test
  void agentThatSaysNothingEndsInTime() throws Exception {
    Path socket = host.server.folder().resolve("mute");
    try (var mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      mute.bind(UnixDomainSocketAddress.of(socket));
      SshSettings settings =
          host.settings().with("IdentityAgent", socket.toString()).with("ConnectTimeout", "1");
      try (SshDialer one = new SshDialer(settings)) {
        assertThatThrownBy(() -> one.dial(WITHIN))
            .hasMessageEndingWith(
                "no login at 127.0.0.1:%d within 1 s".formatted(host.server.port()));
      }
    }
  }

  @Test
  void hostThatTakesConnectionsAndSaysNothingEndsInTime() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SshDialer toMute =
            new SshDialer(host.settings(mute.getLocalPort()).with("ConnectTimeout", "1"))) {
      assertThatThrownBy(() -> toMute.dial(WITHIN))
          .hasMessage(
              "cannot reach the engine on ssh://root@127.0.0.1:%d: no login at 127.0.0.1:%d within 1 s",
              mute.getLocalPort(), mute.getLocalPort());
      assertThatThrownBy(() -> toMute.dial(Duration.ofMillis(200)))
          .hasMessage(
              "cannot reach the engine on ssh://root@127.0.0.1:%d: no login within 200 ms",
              mute.getLocalPort());
    }
  }

  @Test
  void portWithoutAServerAndNameWithoutAnAddressAreTold() throws Exception {
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    SshDialer toNothing = new SshDialer(host.settings(port));
    SshSettings nobody = host.settings().with("HostName", "no-such-host.invalid");

    EngineException refused =
        catchThrowableOfType(EngineException.class, () -> toNothing.dial(WITHIN));
    assertThat(refused)
        .hasMessage(
            "cannot reach the engine on ssh://root@127.0.0.1:%d: connecting to 127.0.0.1:%d failed: Connection refused",
            port, port);
    assertThat(refused.getCause()).isNotInstanceOf(SshLoginException.class);
    try (SshDialer toNobody = new SshDialer(nobody)) {
      assertThatThrownBy(() -> toNobody.dial(WITHIN))
          .hasMessageEndingWith(": the name no-such-host.invalid is not known");
    }
  }

  @Test
  void interruptOfAVirtualThreadHarmsOnlyItsOwnStream() throws Exception {
    Duplex silent = dialer.dial(WITHIN);
    Duplex other = dialer.dial(WITHIN);
    silent.output().write("SILENT\n".getBytes(StandardCharsets.US_ASCII));
    var reading = new CompletableFuture<Void>();
    Thread reader = Thread.ofVirtual().start(() -> report(reading, () -> silent.input().read()));

    reader.interrupt();

    assertThatThrownBy(() -> reading.get(5, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
    assertThat(ask(other, "PING")).contains("200 OK");
    assertThat(host.server.logins()).isEqualTo(1);
  }

  @Test
  void hostThatIsUpAgainIsDialedAgain() throws Exception {
    dialer.dial(WITHIN).close();
    host.server.stop();
    assertThatThrownBy(() -> dialer.dial(WITHIN)).isInstanceOf(EngineException.class);

    host.server.restart();

    try (Duplex next = dialer.dial(WITHIN)) {
      assertThat(ask(next, "PING")).contains("200 OK");
    }
  }

  private static void writeForEver(Duplex stream) throws IOException {
    byte[] bytes = new byte[64 * 1024];
    while (true) {
      stream.output().write(bytes);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void report(CompletableFuture<Void> to, Work work) {
    try {
      work.run();
      to.complete(null);
    } catch (Exception e) {
      to.completeExceptionally(e);
    }
  }
}
