package dev.ostler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class CrowdTest {
  /** A server that says one thing to each who comes, in turn, and hangs up. */
  private static Thread say(ServerSocket server, List<String> answers) {
    Queue<String> left = new ConcurrentLinkedQueue<>(answers);
    return Thread.startVirtualThread(() -> {
      for (String answer = left.poll(); answer != null; answer = left.poll()) {
        try (Socket client = server.accept()) {
          client.getInputStream().skipNBytes(HttpConnection.request("/").length);
          client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
          return;
        }
      }
    });
  }

  @Test
  void goodAnswersAreTimedAndOthersCounted() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread saying =
          say(
              server,
              List.of(
                  "HTTP/1.1 200 OK\r\n\r\nall of it",
                  "HTTP/1.1 503 Service Unavailable\r\n\r\nall of it",
                  "HTTP/1.1 200 OK\r\n\r\nall",
                  ""));
      InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
      try (Crowd crowd = Crowd.of(4, address, "/", "of it")) {
        Crowd.Answers answers = crowd.await(Duration.ofSeconds(30));

        assertThat(answers.nanos()).hasSize(1);
        assertThat(answers.others()).isEqualTo(3);
      }
      saying.join();
    }
  }
}
