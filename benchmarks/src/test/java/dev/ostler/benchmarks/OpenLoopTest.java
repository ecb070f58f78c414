package dev.ostler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class OpenLoopTest {
  private static final int PAUSE_MILLIS = 300;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  private void serve(int pauseAt, int status) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          if (requests.incrementAndGet() == pauseAt) {
            pause();
          }
          exchange.sendResponseHeaders(status, 2);
          exchange.getResponseBody().write(new byte[2]);
          exchange.close();
        });
    server.start();
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @BeforeEach
  void reset() {
    requests.set(0);
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private OpenLoop.Result load() throws Exception {
    return new OpenLoop(server.getAddress(), 100, 1).run(Duration.ofMillis(500));
  }

  @Test
  void everyPlannedRequestIsMadeAndTimed() throws Exception {
    serve(0, 200);
    OpenLoop.Result result = load();

    assertThat(result.millis()).hasSize(50).allMatch(millis -> millis > 0);
    assertThat(result.failures()).isZero();
    assertThat(requests).hasValue(50);
  }

  @Test
  void pauseOfTheServerIsChargedForAllWhoWouldHaveComeMeanwhile() throws Exception {
    serve(10, 200);
    OpenLoop.Result result = load();

    // One waited for 300 ms, the next for 290, and so on: some twenty for more than 100.
    assertThat(result.millis().stream().filter(millis -> millis > PAUSE_MILLIS / 3))
        .hasSizeGreaterThan(15);
  }

  @Test
  void whoIsTurnedAwayHasFailed() throws Exception {
    serve(0, 503);

    assertThat(load().failures()).isEqualTo(50);
  }
}
