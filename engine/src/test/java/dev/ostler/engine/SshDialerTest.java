package dev.ostler.engine;

import static dev.ostler.engine.SshHost.WITHIN;
import static dev.ostler.engine.SshHost.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Needs({RealPart.SSHD, RealPart.ROOT})
class SshDialerTest {
  private final SshHost host = new SshHost(Map.of());

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void streamLeadsToTheSocketAndItsHalvesEndAlone() throws Exception {
    try (SshDialer dialer = new SshDialer(host.settings());
        Duplex stream = dialer.dial(WITHIN)) {
      stream.output().write("ECHO\nhello".getBytes(StandardCharsets.US_ASCII));

      assertThat(stream.input().readNBytes(5)).asString().isEqualTo("hello");
      stream.finishOutput();
      assertThat(stream.input().read()).isEqualTo(-1);
    }
  }

  @Test
  void portsAreReachedAsTheHostSeesThem() throws Exception {
    try (SshDialer dialer = new SshDialer(host.settings());
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Duplex stream = dialer.dialFromHost("127.0.0.1", server.getLocalPort(), WITHIN);
        Socket there = server.accept()) {
      there.getOutputStream().write(7);

      stream.readDeadline(WITHIN);
      assertThat(stream.input().read()).isEqualTo(7);
    }
  }

  @Test
  void portWhereNobodyListensIsTold() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }

    try (SshDialer dialer = new SshDialer(host.settings())) {
      assertThatThrownBy(() -> dialer.dialFromHost("127.0.0.1", port, WITHIN))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("port " + port + " of 127.0.0.1 there: ");
    }
  }

  @Test
  void streamsShareOneLogin() throws Exception {
    try (SshDialer dialer = new SshDialer(host.settings());
        Duplex first = dialer.dial(WITHIN);
        Duplex second = dialer.dial(WITHIN)) {
      assertThat(ask(first, "SINK")).isEqualTo("0 0");
      assertThat(ask(second, "PING")).contains("200 OK");
    }

    assertThat(host.server.logins()).isEqualTo(1);
  }
}
