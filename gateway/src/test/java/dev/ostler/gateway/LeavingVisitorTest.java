package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Visitors who leave an app that has nothing to say for a long time. */
@SuppressWarnings("NullAway.Init")
class LeavingVisitorTest {
  private static final String BEGINNING =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";

  @TempDir Path folder;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch left = new CountDownLatch(1);
  private volatile String answer = "";
  private RawServer app;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    app =
        RawServer.open(socket -> {
          RawServer.head(socket);
          asked.countDown();
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
          if (socket.getInputStream().read() < 0) {
            left.countDown();
          }
        });
    gateway = TestGateway.before(folder, app.address(), "http1");
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    app.close();
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void appIsLeftWithThem(boolean hasBegun, boolean isReset) throws Exception {
    answer = hasBegun ? BEGINNING : "";
    try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      visitor
          .getOutputStream()
          .write("GET /poll HTTP/1.1\r\nHost: shop\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      if (hasBegun) {
        assertThat(visitor.getInputStream().read()).isEqualTo('H');
      }
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      visitor.setSoLinger(isReset, 0);
    }

    assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
    gateway.await("shop", "\"users\":0");
  }
}
