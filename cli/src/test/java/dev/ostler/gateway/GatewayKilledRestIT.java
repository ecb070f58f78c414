package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Gateways with a file before one cluster, each a process, of which one is killed while it rests.
 */
@SuppressWarnings("NullAway.Init")
class GatewayKilledRestIT {
  @TempDir Path folder;
  private final FakeCluster cluster = FakeCluster.start();
  private Upstream upstream;
  private GatewayReplica victim;
  private GatewayReplica other;

  @BeforeEach
  void open() throws Exception {
    FakeController.of(cluster);
    upstream = new Upstream("shop");
    Shop.openIdledByOldIdler(cluster, upstream.address().getPort());
    GatewayReplica.kubeConfig(folder, cluster);
    victim = begin("victim");
    other = begin("other");
    victim.awaitListening();
    other.awaitListening();
    assertServed(victim);
    awaitAwake();
    other.await("\"phase\":\"awake\"");
  }

  private GatewayReplica begin(String name) throws IOException {
    return GatewayReplica.start(
        2,
        ports ->
            OstlerCommand.of("gateway", file(name, ports).toString())
                .with("KUBECONFIG", folder.resolve("config").toString())
                .in(folder));
  }

  private Path file(String name, List<Integer> ports) {
    try {
      return Files.writeString(
          folder.resolve(name + ".yaml"),
          """
          listen: 127.0.0.1:%d
          admin: {listen: '127.0.0.1:%d', token: secret}
          apps:
            shop:
              hosts: %s
              kubernetes: {namespace: team, workload: deployment/shop, service: shop, route: repoint, drain: 0s}
              ready: none
              idle: {awake: 0s}
          """
              .formatted(ports.getFirst(), ports.getLast(), GatewayReplica.HOST));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    victim.close();
    other.close();
    upstream.close();
    cluster.close();
  }

  private static void assertServed(GatewayReplica gateway) throws IOException {
    try (RawClient visitor = gateway.visit("/cart")) {
      assertThat(visitor.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("shop /cart");
    }
  }

  private String state() {
    ObjectNode deployment = cluster.objects.read(Shop.DEPLOYMENT);
    return "%d replicas, idled %s, goal %s, Service %s"
        .formatted(
            deployment.at("/spec/replicas").asInt(),
            deployment.at("/metadata/labels").has(KubernetesMarks.IDLED),
            deployment.at("/metadata/annotations").path(KubernetesMarks.GOAL).asText("none"),
            cluster.objects.read(Shop.SERVICE).at("/spec/type").asText());
  }

  private void awaitState(String wanted) {
    Eventually.await(wanted, this::state, wanted::equals, () -> "");
  }

  private void awaitAwake() {
    awaitState("2 replicas, idled false, goal none, Service ClusterIP");
  }

  /** It is marked, its Service is pointed away, and it is scaled; or not quite. */
  @ParameterizedTest
  @CsvSource({"1, UNANSWERED", "2, LOST", "2, UNANSWERED", "3, LOST", "3, UNANSWERED"})
  void restWhoseGatewayIsKilledAtAnyOfItsChangesIsFinishedByTheOtherAndItIsWokenAgain(
      int which, FakeCluster.Fate fate) throws Exception {
    killAt(which, fate);
    awaitState("0 replicas, idled true, goal none, Service ExternalName");
    other.await("\"phase\":\"resting\"");

    assertServed(other);
    awaitAwake();
  }

  @ParameterizedTest
  @CsvSource({"1, LOST"})
  void restWhoseGatewayIsKilledBeforeItsFirstChangeHasNotBegun(int which, FakeCluster.Fate fate)
      throws Exception {
    killAt(which, fate);

    assertServed(other);
    awaitAwake();
  }

  private void killAt(int which, FakeCluster.Fate fate) throws IOException {
    AtomicInteger changes = new AtomicInteger();
    cluster.decide(call -> {
      if (!call.changes() || changes.incrementAndGet() != which) {
        return FakeCluster.Fate.SERVED;
      }
      victim.kill();
      return fate;
    });
    victim.ask("POST", "/v1/apps/shop/idle");
    victim.awaitKilled();
  }
}
