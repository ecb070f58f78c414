package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to apps that are kept between requests, and on which the app has hung up. */
@SuppressWarnings("NullAway.Init")
class KeptConnectionTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @TempDir Path folder;
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final CountDownLatch stands = new CountDownLatch(1);
  private FickleOrigin origin;
  private Gateway gateway;
  private RawClient client;

  @BeforeEach
  void open() throws Exception {
    origin = new FickleOrigin();
    String other = TestGateway.app("other", origin.address(), "ready: none");
    Path file =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            "listen: 127.0.0.1:0\napps:\n"
                + TestGateway.app("shop", origin.address(), "ready: none")
                + other.replace("'*'", "other"));
    gateway =
        Gateway.open(
            file,
            standStillAt("other: waking "),
            (_, _) -> new FakeWorkload(origin.address(), true));
    client = new RawClient(gateway.address().getPort());
  }

  /** The thread that would log a line that begins so waits until it may go on. */
  private Consumer<String> standStillAt(String beginning) {
    return line -> {
      if (line.startsWith(beginning)) {
        stands.countDown();
        try {
          mayGoOn.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    };
  }

  @AfterEach
  void close() throws Exception {
    mayGoOn.countDown();
    client.close();
    gateway.close();
    origin.close();
  }

  /** Its connection to the app is kept, and all of this client are served by one thread. */
  private String answer(String method, String path) throws Exception {
    client.forget();
    client.send(method + " " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n");
    return client.readUntil("\r\n\r\nok");
  }

  /** As {@link #answer}; the app hangs up meanwhile, and the thread cannot see it. */
  private String answerByThreadThatStandsStill(String method, String path) throws Exception {
    client.forget();
    client.send(method + " " + path + " HTTP/1.1\r\nHost: other\r\n\r\n");
    stands.await();
    origin.hangUp();
    mayGoOn.countDown();
    return client.readUntil("\r\n\r\nok");
  }

  @Test
  void whatMayNotBeSentTwiceGetsNoConnectionThatWasKept() throws Exception {
    origin.hangsUpAfter(1);
    String got = answer("GET", "/");
    String posted = answer("POST", "/basket");

    assertThat(got).startsWith(OK);
    assertThat(posted).startsWith(OK);
    assertThat(origin.requests).containsExactly("GET / HTTP/1.1", "POST /basket HTTP/1.1");
  }

  @Test
  void requestThatMetAConnectionThatIsNoMoreIsSentOnceOnANewOne() throws Exception {
    answer("GET", "/");
    String answer = answerByThreadThatStandsStill("GET", "/again");

    assertThat(answer).contains(OK);
    assertThat(origin.requests).containsExactly("GET / HTTP/1.1", "GET /again HTTP/1.1");
  }

  @Test
  void requestIsSentAgainOnAConnectionThatNobodyElseHasUsed() throws Exception {
    answer("GET", "/");
    origin.hangsUpAfter(1);
    String answer = answer("GET", "/again");

    assertThat(answer).startsWith(OK);
    assertThat(origin.requests)
        .containsExactly("GET / HTTP/1.1", "GET /again HTTP/1.1", "GET /again HTTP/1.1");
  }
}
