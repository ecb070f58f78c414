package dev.ostler.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RelayTest {
  private final ServerSocket echo = echo();
  private final Relay relay = Relay.to(echo.getLocalPort());

  @AfterEach
  void close() throws IOException {
    relay.close();
    echo.close();
  }

  @Test
  void passesBytesAndEndsOn() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(new byte[] {1, 2, 3});
      socket.shutdownOutput();

      assertThat(socket.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
    }
    assertThat(relay.carried()).isEqualTo(6);
    assertThat(relay.connections()).isEqualTo(1);
  }

  @Test
  void answerTakesTheRoundTrip() throws IOException {
    relay.withRoundTrip(Duration.ofMillis(200));
    try (Socket socket = connect()) {
      long start = System.nanoTime();
      socket.getOutputStream().write(1);

      assertThat(socket.getInputStream().read()).isEqualTo(1);
      assertThat(since(start)).isBetween(Duration.ofMillis(200), Duration.ofMillis(600));
    }
  }

  @Test
  void bandwidthIsKeptTo() throws IOException {
    relay.withBandwidth(1_000_000);
    try (Socket socket = connect()) {
      long start = System.nanoTime();
      socket.getOutputStream().write(new byte[300_000]);

      assertThat(socket.getInputStream().readNBytes(300_000)).hasSize(300_000);
      assertThat(since(start)).isBetween(Duration.ofMillis(290), Duration.ofMillis(1500));
    }
  }

  @Test
  void cutIsAnErrorAndNotAnEnd() throws IOException {
    try (Socket socket = connect()) {
      relay.cutAfter(1000);
      socket.getOutputStream().write(new byte[2000]);

      assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
          .isInstanceOf(IOException.class);
    }
    try (Socket next = connect()) {
      next.getOutputStream().write(1);
      assertThat(next.getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void swallowedBytesNeverArrive() throws IOException {
    try (Socket socket = connect()) {
      relay.swallow(true);
      socket.getOutputStream().write(1);
      socket.setSoTimeout(200);

      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void targetThatIsNotThereIsACut() throws IOException {
    try (Socket held = new Socket()) {
      // Taken, so that nobody else listens there, but not listening.
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (Relay toNobody = Relay.to(held.getLocalPort());
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), toNobody.port())) {
        assertThatThrownBy(() -> readOrThrow(socket)).isInstanceOf(IOException.class);
      }
    }
  }

  private static void readOrThrow(Socket socket) throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new IOException("an end");
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), relay.port());
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static ServerSocket echo() {
    try {
      ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> serve(listening));
      return listening;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void serve(ServerSocket listening) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        socket.getInputStream().transferTo(socket.getOutputStream());
      } catch (IOException cutOrClosed) {
        // The test is about that.
      }
    }
  }
}
