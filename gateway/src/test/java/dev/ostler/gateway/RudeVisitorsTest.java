package dev.ostler.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors and an app that hang up on each other at any moment. */
class RudeVisitorsTest {
  /** More on request. */
  private static final int VISITS = Integer.getInteger("ostler.rude", 60);

  private static final int AT_ONCE = 8;
  private static final int PATIENCE_MILLIS = 100;
  private static final String GET = "GET / HTTP/1.1\r\nHost: shop\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: shop\r\n";
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0";

  /** Streams of HTTP/2: of one request, of one with the beginning of a body, and their end. */
  private static final String STREAM = PREFACE + "\0\0\11\1\5\0\0\0\1" + "\202\206\204\101\4shop";

  private static final String OPEN_STREAM =
      PREFACE + "\0\0\11\1\4\0\0\0\1" + "\203\206\204\101\4shop" + "\0\0\2\0\0\0\0\0\1ab";

  private static final String RESET = "\0\0\4\3\0\0\0\0\1" + "\0\0\0\10";

  /** Whole, more than one, not whole, and broken. */
  private static final List<String> REQUESTS =
      List.of(
          GET,
          GET + GET,
          POST + "Content-Length: 2\r\n\r\nab",
          POST + "Content-Length: 9\r\n\r\nab",
          POST + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
          POST + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\nxyz",
          "GET / HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
          STREAM,
          STREAM + RESET,
          OPEN_STREAM,
          OPEN_STREAM + RESET);

  @TempDir Path folder;

  @Test
  void nobodyIsCountedWhoIsGone() throws Exception {
    try (RudeApp app = new RudeApp();
        TestGateway gateway =
            TestGateway.of(
                folder,
                true,
                TestGateway.shop(app.address(), "ready: none\nidle: {after: 20ms, awake: 0s}"))) {
      visit(gateway.port());

      gateway.await("shop", "\"users\":0");
      gateway.await("shop", "\"phase\":\"resting\"");
    }
  }

  private static void visit(int port) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all =
          IntStream.range(0, AT_ONCE)
              .<Future<?>>mapToObj(seed -> threads.submit(() -> visits(port, seed)))
              .toList();
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private static Void visits(int port, int seed) throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < VISITS; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(1 + random.nextInt(PATIENCE_MILLIS));
        socket.setSoLinger(random.nextBoolean(), 0);
        String request = REQUESTS.get(random.nextInt(REQUESTS.size()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        int most = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(300);
        socket.getInputStream().readNBytes(most);
      } catch (SocketTimeoutException tired) {
        // and so it hangs up
      } catch (IOException hungUpOn) {
        // as it was rude
      }
    }
    return null;
  }
}
