package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three gateways before one cluster. */
@SuppressWarnings("NullAway.Init")
class KubernetesReplicasTest {
  private static final int GATEWAYS = 3;
  private static final int VISITORS = 60;

  /** How many wakes lose a gateway. */
  private static final int LOSSES = Integer.getInteger("ostler.kills", 3);

  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private final List<KubernetesGateway> gateways = new ArrayList<>();
  private Upstream upstream;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    Shop.openIdledByOldIdler(cluster, upstream.address().getPort());
    controller.makePods(FakeController.PENDING);
  }

  private void openGateways() throws IOException {
    for (int i = 0; i < GATEWAYS; i++) {
      gateways.add(
          KubernetesGateway.open(
              new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", false),
              cluster.config(),
              _ -> {}));
    }
  }

  private void closeGateways() {
    gateways.forEach(KubernetesGateway::close);
    gateways.clear();
  }

  @AfterEach
  void close() {
    closeGateways();
    upstream.close();
    cluster.close();
  }

  private int port(int gateway) {
    return gateways.get(gateway % GATEWAYS).address().getPort();
  }

  /** Raised by every change of what it is to be. */
  private long generation() {
    return cluster.objects.read(Shop.DEPLOYMENT).at("/metadata/generation").asLong();
  }

  private void awaitScaled() {
    Eventually.await(
        "it is scaled",
        () -> cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt() == 2);
  }

  @Test
  void visitorsOfAllGatewaysAreServedByOneWake() throws Exception {
    openGateways();
    long before = generation();
    List<RawClient> visitors = new ArrayList<>();
    for (int i = 0; i < VISITORS; i++) {
      RawClient visitor = new RawClient(port(i));
      visitors.add(visitor);
      visitor.send(
          "GET /" + i + " HTTP/1.1\r\nHost: shop.example.org\r\nConnection: close\r\n\r\n");
    }
    awaitScaled();
    controller.ready(Shop.DEPLOYMENT);

    for (int i = 0; i < VISITORS; i++) {
      assertThat(visitors.get(i).readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("shop /" + i);
      visitors.get(i).close();
    }
    assertThat(generation()).isEqualTo(before + 1);
  }

  @Test
  void whoFollowsAGatewayThatIsLostFollowsTheWakeToItsEndAtAnother() throws Exception {
    for (int loss = 0; loss < LOSSES; loss++) {
      openGateways();
      long before = generation();
      String last = followAndLose(loss);
      followToTheEnd(loss + 1, last);

      assertThat(generation()).isEqualTo(before + 1);
      closeGateways();
      rest();
    }
  }

  private String followAndLose(int gateway) throws Exception {
    try (RawClient viewer = new RawClient(port(gateway))) {
      viewer.send("GET /events/ HTTP/1.1\r\nHost: shop.example.org\r\n\r\n");
      viewer.readUntil("event:stage");
      gateways.get(gateway % GATEWAYS).close();
      return lastId(viewer.readToEnd());
    }
  }

  private static String lastId(String heard) {
    Matcher ids = Pattern.compile("\nid:([^\n]+)").matcher(heard);
    return ids.results().map(id -> id.group(1)).reduce("", (_, next) -> next);
  }

  private void followToTheEnd(int gateway, String last) throws Exception {
    try (RawClient viewer = new RawClient(port(gateway))) {
      viewer.send(
          "GET /events/ HTTP/1.1\r\nHost: shop.example.org\r\nLast-Event-ID: " + last + "\r\n\r\n");
      viewer.readUntil("event:snapshot");
      awaitScaled();
      controller.ready(Shop.DEPLOYMENT);
      String heard = viewer.readToEnd();

      assertThat(heard).contains("event:end\ndata:\"ready\"\n");
      assertThat(epoch(lastId(heard))).isGreaterThan(epoch(last));
    }
  }

  private static long epoch(String id) {
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }

  private void rest() throws Exception {
    try (Workload workload = Shop.workload(cluster, Shop.UNIDLER);
        AutoCloseable _ = workload.follow(_ -> {})) {
      workload.rest();
      Eventually.await("it rests", () -> workload.observe().equals(new Observation.Resting()));
    }
  }
}
