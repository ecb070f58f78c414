package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of the addresses that a gateway listens at, and of those that it may not. */
class ListeningTest {
  private static final String APPS =
      "apps:\n"
          + TestGateway.app("shop", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), "");

  @TempDir Path folder;

  @Test
  void addressThatIsTakenIsNamedThoughItIsNotTheFirst() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String admin = "127.0.0.1:" + taken.getLocalPort();
      String file = "listen: 127.0.0.1:0\nadmin: {listen: '" + admin + "', token: x}\n" + APPS;

      assertThatThrownBy(() -> TestGateway.of(folder, true, file))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "cannot listen at "
                  + admin
                  + ": Address already in use; another process listens there: end it or choose"
                  + " another port");
    }
  }

  /** Workloads are opened when the addresses were seen to be free, and the server has not begun. */
  private static Workload takeThenOpen(ServerSocket late, int port) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      late.bind(address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FakeWorkload(address, true);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Test
  void addressThatIsTakenJustBeforeTheServerBeginsIsNamed() throws Exception {
    int port = freePort();
    Path file =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            "listen: 127.0.0.1:0\nadmin: {listen: '127.0.0.1:" + port + "', token: x}\n" + APPS);
    try (ServerSocket late = new ServerSocket()) {
      assertThatThrownBy(() -> Gateway.open(file, _ -> {}, (_, _) -> takeThenOpen(late, port)))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "cannot listen at 127.0.0.1:"
                  + port
                  + ": Address already in use; another process listens there: end it or choose"
                  + " another port");
    }
  }

  @Test
  void addressOfAnotherMachineIsNamed() {
    assertThatThrownBy(() -> TestGateway.of(folder, true, "listen: '192.0.2.1:80'\n" + APPS))
        .hasMessage(
            "cannot listen at 192.0.2.1:80: Cannot assign requested address; choose an address of"
                + " this machine");
  }

  @Test
  void addressIsToldAsItWouldBeWritten() throws Exception {
    try (TestGateway gateway = TestGateway.of(folder, true, "listen: 127.0.0.1:0\n" + APPS)) {
      assertThat(gateway.log).containsExactly("listening at 127.0.0.1:" + gateway.port());
    }
    assertThat(ListenAddress.text(new InetSocketAddress(InetAddress.ofLiteral("::1"), 80)))
        .isEqualTo("[0:0:0:0:0:0:0:1]:80");
  }
}
