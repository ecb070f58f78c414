package dev.ostler.engine;

import static dev.ostler.engine.SshHost.WITHIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.Logger;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections whose host wants new keys again and again. */
@Needs({RealPart.SSHD, RealPart.ROOT})
@Timeout(120)
class SshRekeyingTest {
  private static final long MEGABYTE = 1_000_000;

  /** Fails if the library no longer tells what this is built on. */
  @Test
  void exchangesAfterTheLoginAreNoticed() throws Exception {
    try (SshHost host = new SshHost(Map.of("RekeyLimit", "1M"));
        SshConnection connection = login(host);
        Duplex stream =
            connection.open(
                new SshTarget.StreamLocal(host.socket().toString()),
                Deadline.in(WITHIN),
                () -> {})) {
      int afterLogin = connection.rekeying().exchanges();

      assertThat(SshTraffic.download(stream, 5 * MEGABYTE)).isEqualTo(5 * MEGABYTE);

      assertThat(afterLogin).isZero();
      assertThat(connection.rekeying().exchanges()).isGreaterThan(1);
    }
  }

  @Test
  void exchangeWaitsForWhoeverIsSending() throws Exception {
    SlowSocket socket = new SlowSocket();
    SshLink link = new SshLink((_, _, _) -> socket, Deadline.in(WITHIN));
    SshRekeying rekeying = new SshRekeying(link);
    rekeying.loggedIn();
    OutputStream out = link.getOutputStream(link.createSocket("host", 22));
    Thread sender = Thread.ofVirtual().start(() -> write(out));
    socket.begun.await();

    Thread reader =
        Thread.ofVirtual().start(() -> rekeying.log(Logger.INFO, "SSH_MSG_KEXINIT sent"));
    boolean endedBefore = reader.join(Duration.ofMillis(200));
    socket.end.countDown();
    boolean endedAfter = reader.join(WITHIN);
    sender.join();

    assertThat(endedBefore).isFalse();
    assertThat(endedAfter).isTrue();
  }

  private static void write(OutputStream out) {
    try {
      out.write(new byte[] {1}, 0, 1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes what is sent when it is told to. */
  private static final class SlowSocket extends Socket {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          begun.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }
      };
    }
  }

  @Test
  void manyWhoSendAndReceiveSurviveManyExchanges() throws Exception {
    try (SshHost host = new SshHost(Map.of("RekeyLimit", "500K"));
        SshDialer dialer = new SshDialer(host.settings());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        boolean up = i % 2 == 0;
        all.add(threads.submit(() -> carry(dialer, up)));
      }

      assertThat(all).allSatisfy(one -> assertThat(one.get()).isTrue());
      assertThat(host.server.logins()).isEqualTo(1);
    }
  }

  private static boolean carry(SshDialer dialer, boolean up) throws IOException {
    try (Duplex stream = dialer.dial(Duration.ofSeconds(60))) {
      return up
          ? SshTraffic.upload(stream, MEGABYTE)
          : SshTraffic.download(stream, MEGABYTE) == MEGABYTE;
    }
  }

  private static SshConnection login(SshHost host) throws IOException {
    SshPaths paths = SshPaths.ofThisUser();
    return new SshLogin(
            host.settings(), new SshConfiguration(SshResolver.ofThisMachine(paths), paths))
        .perform();
  }
}
