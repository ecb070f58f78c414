package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors of a gateway with a file, of a workload whose Service is pointed at it for a rest. */
@SuppressWarnings("NullAway.Init")
class KubernetesRepointTest {
  private static final String FILE =
      TestGateway.HEAD
          + """
          apps:
            shop:
              hosts: '*'
              kubernetes: {namespace: team, workload: deployment/shop, service: shop, route: repoint}
          """;

  @TempDir Path folder;
  private final FakeCluster cluster = FakeCluster.start();
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void openShop() throws Exception {
    FakeController.of(cluster);
    upstream = new Upstream("shop");
    cluster.objects.nextAddress("127.0.0.1");
    cluster.objects.put(Shop.DEPLOYMENTS, Shop.deployment("Deployment", 2));
    ObjectNode service = Shop.service();
    ((ObjectNode) service.at("/spec/ports/0")).put("port", upstream.address().getPort());
    cluster.objects.put(Shop.SERVICES, service);
  }

  private void open(Duration drain) throws Exception {
    gateway = TestGateway.of(folder, FILE, (_, _) -> Shop.workload(cluster, Shop.repoint(drain)));
    gateway.await("shop", "\"phase\":\"awake\"");
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
    cluster.close();
  }

  private ObjectNode deployment() {
    return cluster.objects.read(Shop.DEPLOYMENT);
  }

  @Test
  void whoComesWhileItRestsHasItWokenAgainAndItsOwnAnswer() throws Exception {
    open(Duration.ZERO);
    gateway.admin("POST", "/v1/apps/shop/idle");
    gateway.await("shop", "\"phase\":\"resting\"");
    HttpResponse<String> answer = gateway.get("/late");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("shop /late");
    assertThat(deployment().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(deployment().at("/metadata/generation").asInt()).isEqualTo(3); // to 0, and back
  }
}
