package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those who do not wait for a wake's end leave behind. */
@SuppressWarnings("NullAway.Init")
class KubernetesLeakTest {
  private static final int CROWD = 100;
  private static final String FOLLOW = "GET /events/ HTTP/1.1\r\n";
  private static final String WAIT = "GET /cart HTTP/1.1\r\n";
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /** A busy machine may hold still for a while, but not again and again. */
  private static final int TRIES = 10;

  private final FakeCluster cluster = FakeCluster.start();
  private KubernetesGateway gateway;

  @BeforeEach
  void wakeInVain() {
    FakeController.of(cluster).makePods(FakeController.PENDING);
    Shop.openIdledByOldIdler(cluster);
  }

  @AfterEach
  void close() {
    gateway.close();
    cluster.close();
  }

  private void open(boolean compatible) throws IOException {
    gateway =
        KubernetesGateway.open(
            new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", compatible)
                .withAdmin("127.0.0.1:0", Optional.empty()),
            cluster.config(),
            _ -> {});
  }

  private RawClient come(String request) throws IOException {
    RawClient visitor = new RawClient(gateway.address().getPort());
    visitor.send(request + "Host: shop.example.org\r\n\r\n");
    return visitor;
  }

  private List<RawClient> crowd(String request) throws IOException {
    List<RawClient> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      crowd.add(come(request));
    }
    return crowd;
  }

  private boolean isSaid(String line) {
    try {
      return RawVisitor.get(gateway.adminAddress().orElseThrow().getPort(), "/metrics", "any")
          .contains("\nostler_gateway_" + line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long visitors() {
    return TcpTable.connections(gateway.address().getPort());
  }

  /** Until all hang up but one; returns how long it took until the gateway knew. */
  private Duration leave(List<RawClient> crowd, String gone) throws IOException {
    for (RawClient visitor : crowd) {
      visitor.close();
    }
    long since = System.nanoTime();
    Eventually.await("one is left", () -> visitors() == 1 && isSaid(gone));
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** Of several crowds; one after the other, until one was forgotten at once. */
  private List<Duration> comeAndLeave(String request, String heard, String measure)
      throws IOException {
    List<Duration> took = new ArrayList<>();
    while (took.size() < TRIES && took.stream().noneMatch(KubernetesLeakTest::isAtOnce)) {
      List<RawClient> crowd = crowd(request);
      Eventually.await("all are there", () -> visitors() == CROWD + 1 && isSaid(measure + 101));
      for (RawClient visitor : crowd) {
        visitor.readUntil(heard); // whom nothing is underway to ends his connection in good order
      }
      took.add(leave(crowd, measure + 1));
    }
    return took;
  }

  private static boolean isAtOnce(Duration time) {
    return time.compareTo(AT_ONCE) < 0;
  }

  @Test
  void nothingIsLeftOfThoseWhoFollowAWakeAndHangUp() throws Exception {
    open(false);
    try (RawClient faithful = come(FOLLOW)) {
      faithful.readUntil("event:stage");

      assertThat(comeAndLeave(FOLLOW, "event:stage", "viewers "))
          .anyMatch(KubernetesLeakTest::isAtOnce);
    }
  }

  @Test
  void nothingIsLeftOfThoseWhoFollowAsOfGoUnidlerAndHangUp() throws Exception {
    open(true);
    try (RawClient faithful = come(FOLLOW)) {
      faithful.readUntil(MojStream.RESTORED);

      assertThat(comeAndLeave(FOLLOW, MojStream.RESTORED, "viewers "))
          .anyMatch(KubernetesLeakTest::isAtOnce);
    }
  }

  @Test
  void nothingIsLeftOfThoseWhoWaitForTheAnswerAndHangUp() throws Exception {
    open(false);
    try (RawClient _ = come(WAIT)) {
      assertThat(comeAndLeave(WAIT, "", "held{app=\"shop.example.org\"} "))
          .anyMatch(KubernetesLeakTest::isAtOnce);
      Eventually.await("one uses it", () -> isSaid("users{app=\"shop.example.org\"} 1"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gatewayThatIsClosedLeavesNoConnectionToVisitors(boolean compatible) throws Exception {
    open(compatible);
    int port = gateway.address().getPort();
    try (RawClient viewer = come(FOLLOW)) {
      viewer.readUntil(compatible ? MojStream.RESTORED : "event:stage");
      assertThat(TcpTable.connections(port)).isPositive();
      gateway.close();

      Eventually.await("no visitor is left", () -> TcpTable.connections(port) == 0);
    }
  }
}
