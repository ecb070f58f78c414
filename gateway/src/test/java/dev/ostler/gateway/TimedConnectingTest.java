package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.UndertowClient;
import io.undertow.server.DefaultByteBufferPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.FutureResult;
import org.xnio.IoFuture;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** Apps to which packets vanish. */
@SuppressWarnings("NullAway.Init")
class TimedConnectingTest {
  private static final DefaultByteBufferPool BUFFERS = new DefaultByteBufferPool(false, 1024);

  @TempDir Path folder;
  private DeadPort port;

  @BeforeEach
  void open() throws Exception {
    port = new DeadPort();
  }

  @AfterEach
  void close() throws Exception {
    port.close();
  }

  private TestGateway gateway(String settings) throws Exception {
    return TestGateway.of(folder, true, TestGateway.shop(port.address(), settings));
  }

  private static IoFuture<ClientConnection> connect(
      XnioWorker worker, String scheme, InetSocketAddress where, int millis) {
    return UndertowClient.getInstance()
        .connect(
            URI.create("timed+" + scheme + "://" + Pools.authority(where)),
            worker,
            BUFFERS,
            OptionMap.create(TimedConnecting.WITHIN_MILLIS, millis));
  }

  private static XnioWorker worker() throws Exception {
    return Xnio.getInstance().createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "h2c-prior"})
  void whatComesOfAnAttemptAfterItWasGivenUpIsClosed(String scheme) throws Exception {
    XnioWorker worker = worker();
    IoFuture<ClientConnection> attempt = connect(worker, scheme, port.address(), 200);

    assertThat(attempt.await()).isEqualTo(IoFuture.Status.FAILED);
    assertThat(attempt.getException())
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage(
            "cannot connect to timed+%s://%s: nothing came back for 200 ms"
                .formatted(scheme, Pools.authority(port.address())));
    port.revive();
    Eventually.await("it is connected after all", () -> port.accepted.size() == 3);
    Eventually.await("it is closed", () -> port.accepted.getLast().isClosed());
    worker.shutdownNow();
  }

  @Test
  void whoIsConnectedInTimeStaysSo() throws Exception {
    XnioWorker worker = worker();
    try (Upstream upstream = new Upstream("shop")) {
      IoFuture<ClientConnection> attempt = connect(worker, "http", upstream.address(), 500);

      assertThat(attempt.await()).isEqualTo(IoFuture.Status.DONE);
      CompletableFuture<Boolean> later = new CompletableFuture<>();
      ClientConnection connection = attempt.get();
      connection
          .getIoThread()
          .executeAfter(() -> later.complete(connection.isOpen()), 1000, TimeUnit.MILLISECONDS);
      assertThat(later.get()).isTrue();
    }
    worker.shutdownNow();
  }

  @Test
  void nameThatTakesLongToLookUpHoldsUpNobodyElse() throws Exception {
    XnioWorker worker = worker();
    CountDownLatch known = new CountDownLatch(1);
    FutureResult<ClientConnection> connected = new FutureResult<>();
    CompletableFuture<Boolean> other = new CompletableFuture<>();
    try (Upstream upstream = new Upstream("shop")) {
      XnioIoThread thread = worker.getIoThread();
      thread.execute(() -> {
        connect(thread, connected, _ -> awaited(known, upstream.address()));
        thread.execute(() -> other.complete(true));
      });

      assertThat(other.get(10, TimeUnit.SECONDS)).isTrue();
      known.countDown();
      assertThat(connected.getIoFuture().await()).isEqualTo(IoFuture.Status.DONE);
    }
    worker.shutdownNow();
  }

  @Test
  void nameThatNobodyKnowsIsAFailure() throws Exception {
    XnioWorker worker = worker();
    FutureResult<ClientConnection> connected = new FutureResult<>();
    connect(
        worker.getIoThread(), connected, _ -> InetSocketAddress.createUnresolved("shop.test", 80));

    assertThat(connected.getIoFuture().await()).isEqualTo(IoFuture.Status.FAILED);
    assertThat(connected.getIoFuture().getException())
        .hasMessage("cannot connect to timed+http://shop.test:80: no such host is known");
    worker.shutdownNow();
  }

  private static void connect(
      XnioIoThread thread,
      FutureResult<ClientConnection> told,
      Function<URI, InetSocketAddress> names) {
    ClientCallback<ClientConnection> callback =
        new ClientCallback<>() {
          @Override
          public void completed(ClientConnection connection) {
            told.setResult(connection);
          }

          @Override
          public void failed(IOException why) {
            told.setException(why);
          }
        };
    OptionMap within = OptionMap.create(TimedConnecting.WITHIN_MILLIS, 30_000);
    URI shop = URI.create("timed+http://shop.test:80");
    new TimedConnecting(names).connect(callback, shop, thread, null, BUFFERS, within);
  }

  private static InetSocketAddress awaited(CountDownLatch known, InetSocketAddress address) {
    try {
      known.await();
      return address;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void visitorsAreToldInTimeAndTheLogOnce() throws Exception {
    try (TestGateway gateway = gateway("ready: none\nidle: {after: 1h}")) {
      long begun = System.nanoTime();
      List<CompletableFuture<String>> answers =
          List.of("GET", "POST", "GET").stream()
              .map(method ->
                  gateway
                      .send(
                          gateway.to("/").method(method, HttpRequest.BodyPublishers.ofString("x")))
                      .thenApply(answer -> answer.statusCode() + answer.body()))
              .toList();

      assertThat(answers)
          .allSatisfy(answer ->
              assertThat(answer.get())
                  .isEqualTo(
                      "504{\"title\":\"Gateway Time-out\",\"status\":504,\"detail\":\"nothing comes"
                          + " back from it for 10 s\",\"app\":\"shop\"}"));
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(60));
      gateway.await("shop", "\"users\":0");
      port.revive();
      assertThat(gateway.get("/").body()).isEqualTo("ok");
      assertThat(gateway.log)
          .filteredOn(line -> line.contains("connect"))
          .containsExactly(
              "shop: cannot connect to it at 127.0.0.1:%d: nothing comes back from it for 10 s"
                  .formatted(port.address().getPort()),
              "shop: it can be connected to again");
    }
  }

  @Test
  void visitorOfAnAppThatIsBeingWokenWaitsUntilItCanBeConnectedTo() throws Exception {
    try (TestGateway gateway = gateway("idle: {after: 1h}")) {
      CompletableFuture<String> answer =
          gateway.send(gateway.to("/")).thenApply(whole -> whole.body());
      gateway.await("shop", "\"phase\":\"confirming\"");
      assertThat(new Readiness.Tcp().answers(gateway.workload("shop"), port.address())).isFalse();
      port.revive();

      assertThat(answer.get()).isEqualTo("ok");
    }
  }
}
