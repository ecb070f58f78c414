package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors who make up names. */
@SuppressWarnings("NullAway.Init")
class ManyHostsTest {
  private static final int HOSTS = 10_000;
  private static final int AT_ONCE = 100;

  @TempDir Path folder;

  private static int statusLines(String text) {
    return text.split("HTTP/1\\.1 404 Not Found\r\n", -1).length - 1;
  }

  @Test
  void namesThatNobodyAnswersToWakeNothingAndLeaveNothingBehind() throws Exception {
    Random random = new Random(1);
    try (Upstream upstream = new Upstream("app");
        TestGateway gateway =
            TestGateway.of(
                folder, true, TestGateway.shop(upstream.address(), "").replace("'*'", "shop"));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.setSoTimeout(30_000);
      gateway.await("shop", "\"phase\":\"resting\"");
      String before = counted(gateway);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      int answers = 0;
      for (int sent = 0; sent < HOSTS; sent += AT_ONCE) {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < AT_ONCE; i++) {
          String host = Long.toString(random.nextLong() >>> 1, 36) + ".example.org";
          requests.append("GET / HTTP/1.1\r\nHost: ").append(host).append("\r\n\r\n");
        }
        socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
        answers += readAnswers(in);
      }

      assertThat(answers).isEqualTo(HOSTS);
      assertThat(counted(gateway)).isEqualTo(before);
      assertThat(gateway.workload("shop").asked).isEmpty();
    }
  }

  private static int readAnswers(InputStream in) throws Exception {
    StringBuilder heard = new StringBuilder();
    int ends = 0;
    while (ends < AT_ONCE) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("the gateway hung up after " + heard);
      }
      heard.append((char) next);
      ends += next == '}' ? 1 : 0;
    }
    return statusLines(heard.toString());
  }

  /** Without how long it has rested. */
  private static String counted(TestGateway gateway) {
    return gateway.admin("GET", "/metrics").body().replaceAll("(?m)^.*_seconds_total\\{.*$", "");
  }
}
