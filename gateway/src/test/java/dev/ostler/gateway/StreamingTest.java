package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes long, or comes in pieces, through the gateway. */
@SuppressWarnings("NullAway.Init")
class StreamingTest {
  @TempDir Path folder;
  private StreamingUpstream upstream;
  private TestGateway gateway;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void open() throws Exception {
    upstream = new StreamingUpstream();
    gateway = TestGateway.of(folder, true, file(""));
  }

  private String file(String settings) {
    return TestGateway.shop(
        upstream.address(), "idle: {after: 200ms, awake: 0s, drain: 20s}\n" + settings);
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    client.shutdownNow();
    upstream.close();
  }

  /** Collects what a server says. */
  private static final class Ear implements WebSocket.Listener {
    final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      heard.add(data.toString());
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      heard.add("closed " + status);
      return CompletableFuture.completedFuture(null);
    }

    String next() throws InterruptedException {
      return String.valueOf(heard.poll(30, TimeUnit.SECONDS));
    }
  }

  private WebSocket connect(Ear ear) {
    URI uri = URI.create("ws://127.0.0.1:" + gateway.port() + "/socket");
    return client.newWebSocketBuilder().buildAsync(uri, ear).join();
  }

  @Test
  void webSocketWakesIsUsedUntilItIsClosedAndThenTheAppRests() throws Exception {
    Ear ear = new Ear();
    WebSocket socket = connect(ear);
    socket.sendText("hello", true).join();
    assertThat(ear.next()).isEqualTo("hello");
    gateway.await("shop", "\"users\":1");
    TimeUnit.MILLISECONDS.sleep(500); // longer than it may be idle
    socket.sendText("still there", true).join();

    assertThat(ear.next()).isEqualTo("still there");
    assertThat(gateway.workload("shop").asked).containsExactly("wake");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    assertThat(ear.next()).isEqualTo("closed 1000");
    Eventually.await("it rests", () -> gateway.workload("shop").asked.contains("rest"));
  }

  @Test
  void gatewayThatEndsLetsWebSocketsEndFirst() throws Exception {
    gateway.change(file("").replace("apps:", "drain: 20s\napps:"));
    gateway.awaitLog("reloaded ");
    Ear ear = new Ear();
    WebSocket socket = connect(ear);
    gateway.await("shop", "\"users\":1");
    FutureTask<Boolean> end =
        new FutureTask<>(() -> {
          gateway.gateway.drain();
          return true;
        });
    Thread.startVirtualThread(end);
    Eventually.await("not healthy", () -> gateway.admin("GET", "/healthz").statusCode() == 503);

    socket.sendText("still there", true).join();
    assertThat(ear.next()).isEqualTo("still there");
    assertThat(end.isDone()).isFalse();
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    assertThat(end.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void kernelAsksWhetherThoseWhoSayNothingStillLive() {
    connect(new Ear());
    gateway.await("shop", "\"users\":1");

    assertThat(TcpTable.keptAlive(gateway.port())).isEqualTo(TcpTable.connections(gateway.port()));
    assertThat(TcpTable.keptAliveTo(upstream.address().getPort())).isPositive();
  }

  @Test
  void webSocketWhoseClientVanishesIsNoUse() {
    WebSocket socket = connect(new Ear());
    gateway.await("shop", "\"users\":1");
    socket.abort();

    Eventually.await("it rests", () -> gateway.workload("shop").asked.contains("rest"));
  }

  @Test
  void eventsOfTheAppComeAsTheyHappenAndCountAsUse() throws Exception {
    try (RawClient browser = new RawClient(gateway.port())) {
      browser.send("GET /events HTTP/1.1\r\nHost: shop\r\nAccept: text/event-stream\r\n\r\n");
      browser.readUntil("text/event-stream");
      upstream.say("data: one\n\n");
      browser.readUntil("data: one\n\n");
      TimeUnit.MILLISECONDS.sleep(500); // longer than it may be idle
      upstream.say("data: two\n\n");
      browser.readUntil("data: two\n\n");

      assertThat(gateway.workload("shop").asked).containsExactly("wake");
    }
    Eventually.await("the app's stream has ended", upstream::isDeaf);
    Eventually.await("it rests", () -> gateway.workload("shop").asked.contains("rest"));
  }

  @Test
  void uploadArrivesAsItIsSentAndIsAnsweredWhenItEnds() throws Exception {
    try (RawClient browser = new RawClient(gateway.port())) {
      browser.send(
          "POST /upload HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
      Eventually.await("the app has the first part", () -> upstream.uploaded().equals("one"));
      browser.send("3\r\ntwo\r\n");
      Eventually.await("the app has the second part", () -> upstream.uploaded().equals("onetwo"));
      browser.send("0\r\n\r\n");

      assertThat(browser.readUntil("6 bytes")).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void whoIsAskedToGoOnSendsItsBodyOnlyWhenTheAppIsThere() throws Exception {
    try (RawClient browser = new RawClient(gateway.port())) {
      browser.send(
          "POST /upload HTTP/1.1\r\nHost: shop\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      browser.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
      browser.send("abc");

      assertThat(browser.readUntil("3 bytes")).contains("HTTP/1.1 200 OK");
    }
  }

  @Test
  void clientThatVanishesInMidUploadFreesTheApp() throws Exception {
    try (RawClient browser = new RawClient(gateway.port())) {
      browser.send("POST /upload HTTP/1.1\r\nHost: shop\r\nContent-Length: 9\r\n\r\nabc");
      Eventually.await("the app has the first part", () -> upstream.uploaded().equals("abc"));
    }

    gateway.await("shop", "\"users\":0");
    Eventually.await("it rests", () -> gateway.workload("shop").asked.contains("rest"));
  }

  @Test
  void largeBodiesPassBothWaysWithoutBeingKept() throws Exception {
    long size = 200L << 20;
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.fromPublisher(new Zeros(size), size);
    HttpRequest up = gateway.to("/upload").POST(body).build();
    HttpResponse<String> uploaded = client.send(up, HttpResponse.BodyHandlers.ofString());
    HttpRequest down = gateway.to("/download?" + size).build();
    HttpResponse<java.io.InputStream> downloaded =
        client.send(down, HttpResponse.BodyHandlers.ofInputStream());

    assertThat(uploaded.body()).isEqualTo(size + " bytes");
    assertThat(downloaded.body().skip(Long.MAX_VALUE)).isEqualTo(size);
  }

  /** As many zeros as wanted, a piece for each that is asked for. */
  private record Zeros(long size) implements java.util.concurrent.Flow.Publisher<ByteBuffer> {
    private static final int PIECE = 1 << 16;

    @Override
    public void subscribe(java.util.concurrent.Flow.Subscriber<? super ByteBuffer> reader) {
      reader.onSubscribe(
          new java.util.concurrent.Flow.Subscription() {
            private long left = size;

            @Override
            public void request(long pieces) {
              for (long i = 0; i < pieces && left > 0; i++) {
                int piece = (int) Math.min(PIECE, left);
                left -= piece;
                reader.onNext(ByteBuffer.allocate(piece));
                if (left == 0) {
                  reader.onComplete();
                }
              }
            }

            @Override
            public void cancel() {
              left = 0;
            }
          });
    }
  }
}
