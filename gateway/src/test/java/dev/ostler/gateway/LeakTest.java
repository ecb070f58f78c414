package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many wakes leave behind, and those who do not wait for their end. */
@SuppressWarnings("NullAway.Init")
class LeakTest {
  private static final int WAKES = 2;

  /** Of each kind. */
  private static final int CROWD = 20;

  private static final String FOLLOW = "GET /.ostler/events HTTP/1.1\r\nHost: shop\r\n\r\n";

  /** They wait for the answer: without a body, with a part of one, and by HTTP/2. */
  private static final List<String> WAIT =
      List.of(
          "GET /cart HTTP/1.1\r\nHost: shop\r\n\r\n",
          "POST /cart HTTP/1.1\r\nHost: shop\r\nContent-Length: 9\r\n\r\nab",
          Frames.PREFACE + Frames.GET,
          Frames.PREFACE + Frames.UPLOAD);

  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    gateway =
        TestGateway.of(
            folder,
            false,
            TestGateway.shop(upstream.address(), "ready: none\nidle: {after: 20ms, awake: 0s}"));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private List<RawClient> crowd(List<String> requests) throws IOException {
    List<RawClient> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      for (String request : requests) {
        RawClient visitor = new RawClient(gateway.port());
        visitor.send(request);
        crowd.add(visitor);
      }
    }
    return crowd;
  }

  private static void leave(List<RawClient> crowd) throws IOException {
    for (RawClient visitor : crowd) {
      visitor.close();
    }
  }

  private void awaitMeasures(int viewers, int held) {
    Eventually.await(
        viewers + " follow, " + held + " wait",
        () -> gateway.admin("GET", "/metrics").body(),
        text ->
            text.contains("\nostler_gateway_viewers " + viewers + "\n")
                && text.contains("\nostler_gateway_held{app=\"shop\"} " + held + "\n"),
        () -> "");
  }

  /** Of those who come, one half hangs up during the wake, the other when the app is awake. */
  private void wake() throws IOException {
    List<RawClient> impatient = crowd(WAIT);
    List<RawClient> patient = crowd(WAIT);
    List<RawClient> unfaithful = crowd(List.of(FOLLOW));
    List<RawClient> faithful = crowd(List.of(FOLLOW));
    awaitMeasures(2 * CROWD, 2 * CROWD * WAIT.size());
    leave(impatient);
    leave(unfaithful);
    awaitMeasures(CROWD, CROWD * WAIT.size());
    gateway.workload("shop").run();
    gateway.await("shop", "\"held\":0");
    leave(patient);
    leave(faithful);
    gateway.await("shop", "\"phase\":\"resting\"");
  }

  /** How many connections of HTTP/1.1 this JVM remembers, open or not. */
  private static long remembered() throws Exception {
    return Heap.count(HttpServerConnection.class.getName());
  }

  @Test
  void nothingIsLeftOfManyWakesAndOfThoseWhoHungUp() throws Exception {
    long before = remembered();
    for (int i = 0; i < WAKES; i++) {
      wake();
    }

    awaitMeasures(0, 0);
    gateway.await("shop", "\"users\":0");
    Eventually.await("no visitor is left", () -> TcpTable.connections(gateway.port()) == 0);
    int app = upstream.address().getPort();
    Eventually.await("no connection to the app is left", () -> TcpTable.connections(app) == 0);
    assertThat(remembered()).isLessThan(before + CROWD);
    assertThat(gateway.workload("shop").followers()).isEqualTo(1);
    gateway.close();
    assertThat(gateway.workload("shop").followers()).isZero();
  }
}
