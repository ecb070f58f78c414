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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gateways with a file before one cluster, each a process, of which one is killed while it has an
 * app rest or wakes it.
 */
@SuppressWarnings("NullAway.Init")
class GatewayKilledIT {
  @TempDir Path folder;
  private final FakeCluster cluster = FakeCluster.start();
  private Upstream upstream;
  private GatewayReplica victim;
  private GatewayReplica other;

  /** Two gateways, and an app that is awake. */
  private void open(String route) throws Exception {
    FakeController.of(cluster);
    upstream = new Upstream("shop");
    Shop.openIdledByOldIdler(cluster, upstream.address().getPort());
    if (route.equals("proxy")) {
      giveServiceBack();
    }
    GatewayReplica.kubeConfig(folder, cluster);
    victim = begin("victim", route);
    other = begin("other", route);
    victim.awaitListening();
    other.awaitListening();
    assertServed(victim);
    awaitAwake();
    other.await("\"phase\":\"awake\"");
  }

  /** What is proxied to has its Service to itself. */
  private void giveServiceBack() {
    cluster.objects.edit(
        Shop.SERVICE,
        service ->
            service.set(
                "spec",
                FakeCluster.object(
                    service
                        .at("/metadata/annotations")
                        .path(KubernetesMarks.FORMER_SPEC)
                        .asText())));
  }

  private GatewayReplica begin(String name, String route) throws IOException {
    return GatewayReplica.start(
        2,
        ports ->
            OstlerCommand.of("gateway", file(name, route, ports).toString())
                .with("KUBECONFIG", folder.resolve("config").toString())
                .in(folder));
  }

  private Path file(String name, String route, List<Integer> ports) {
    try {
      return Files.writeString(
          folder.resolve(name + ".yaml"),
          """
          listen: 127.0.0.1:%d
          admin: {listen: '127.0.0.1:%d', token: secret}
          apps:
            shop:
              hosts: %s
              kubernetes: {namespace: team, workload: deployment/shop, service: shop, route: %s, drain: 0s}
              ready: none
              idle: {awake: 0s}
          """
              .formatted(ports.getFirst(), ports.getLast(), GatewayReplica.HOST, route));
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

  /** With {@code repoint} its Service leads to the gateway; a proxy is there anyway. */
  private void awaitRest(String service) {
    awaitState("0 replicas, idled true, goal none, Service " + service);
  }

  /**
   * It is marked, its Service is pointed away, and it is scaled, or not quite; a proxy does all in
   * one step.
   */
  @ParameterizedTest
  @CsvSource({
    "repoint, 1, UNANSWERED, ExternalName",
    "repoint, 2, LOST, ExternalName",
    "repoint, 2, UNANSWERED, ExternalName",
    "repoint, 3, LOST, ExternalName",
    "repoint, 3, UNANSWERED, ExternalName",
    "proxy, 1, UNANSWERED, ClusterIP"
  })
  void restWhoseGatewayIsKilledAtAnyOfItsChangesIsFinishedByTheOtherAndItIsWokenAgain(
      String route, int which, FakeCluster.Fate fate, String service) throws Exception {
    open(route);
    killAt(which, fate);
    victim.ask("POST", "/v1/apps/shop/idle");
    victim.awaitKilled();
    awaitRest(service);
    other.await("\"phase\":\"resting\"");

    assertServed(other);
    awaitAwake();
  }

  @ParameterizedTest
  @ValueSource(strings = {"repoint", "proxy"})
  void restWhoseGatewayIsKilledBeforeItsFirstChangeHasNotBegun(String route) throws Exception {
    open(route);
    killAt(1, FakeCluster.Fate.LOST);
    victim.ask("POST", "/v1/apps/shop/idle");
    victim.awaitKilled();

    assertServed(other);
    awaitAwake();
  }

  /** It is scaled, and its marks are removed, or not quite; by whomever of the two. */
  @ParameterizedTest
  @CsvSource({"1, LOST", "1, UNANSWERED", "2, LOST", "2, UNANSWERED"})
  void wakeWhoseProxyIsKilledAtAnyOfItsChangesIsFinishedByTheOther(int which, FakeCluster.Fate fate)
      throws Exception {
    open("proxy");
    victim.ask("POST", "/v1/apps/shop/idle");
    awaitRest("ClusterIP");
    other.await("\"phase\":\"resting\"");
    killAt(which, fate);
    try (RawClient lost = victim.visit("/lost")) {
      victim.awaitKilled();
      lost.readToEnd();
    }

    assertServed(other);
    awaitAwake();
  }

  private void killAt(int which, FakeCluster.Fate fate) {
    AtomicInteger changes = new AtomicInteger();
    cluster.decide(call -> {
      if (!call.changes() || changes.incrementAndGet() != which) {
        return FakeCluster.Fate.SERVED;
      }
      victim.kill();
      return fate;
    });
  }
}
