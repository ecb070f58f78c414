package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody comes for what was told to rest, while its pods still end. */
@SuppressWarnings("NullAway.Init")
class KubernetesReturnTest {
  private static final int REPLICAS = 3;
  private static final String STATEFUL_SETS = "/apis/apps/v1/namespaces/team/statefulsets";
  private static final String STATEFUL_SET = STATEFUL_SETS + "/shop";

  @TempDir Path folder;
  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private Upstream upstream;

  @BeforeEach
  void open() throws IOException {
    upstream = new Upstream("shop");
    cluster.objects.put(STATEFUL_SETS, Shop.deployment("StatefulSet", REPLICAS));
    ObjectNode service = Shop.service();
    service.withObject("spec").put("clusterIP", "127.0.0.1");
    ((ObjectNode) service.at("/spec/ports/0")).put("port", upstream.address().getPort());
    cluster.objects.put(Shop.SERVICES, service);
  }

  @AfterEach
  void close() {
    upstream.close();
    cluster.close();
  }

  private Workload workload() {
    return new KubernetesWorkload(
        "shop",
        KubernetesTarget.parse("team", "statefulset/shop"),
        Shop.PROXY,
        KubernetesConnection.Use.own(cluster.connect()));
  }

  private TestGateway openGateway() throws Exception {
    String text =
        TestGateway.HEAD
            + """
            apps:
              shop:
                hosts: '*'
                kubernetes: {namespace: team, workload: statefulset/shop, service: shop}
                idle: {awake: 0s}
            """;
    return TestGateway.of(folder, text, (_, _) -> workload());
  }

  private int replicas() {
    return cluster.objects.read(STATEFUL_SET).at("/spec/replicas").asInt();
  }

  private int pods() {
    return cluster.objects.under("/api/v1/namespaces/team/pods").size();
  }

  @Test
  void visitorHasItScaledAtOnceAndWaitsForPodsThatStay() throws Exception {
    try (TestGateway gateway = openGateway()) {
      gateway.await("shop", "\"phase\":\"awake\"");
      controller.letPodsLinger();
      gateway.admin("POST", "/v1/apps/shop/idle");
      Eventually.await("it is to rest", () -> replicas() == 0);
      CompletableFuture<HttpResponse<String>> answer = gateway.send(gateway.to("/cart"));
      Eventually.await("it is scaled", () -> replicas() == REPLICAS);
      gateway.await("shop", "\"phase\":\"waking\"");

      assertThat(pods()).isEqualTo(REPLICAS);
      assertThat(upstream.requests).isEmpty();
      controller.endPods(STATEFUL_SET);
      assertThat(answer.join().body()).isEqualTo("shop /cart");
    }
  }

  @Test
  void podsThatEndAreNotTakenForReadyThoughTheyAreCounted() throws Exception {
    cluster.allow(call -> !call.resource().equals("endpointslices"));
    controller.letPodsLinger();
    try (Workload workload = workload()) {
      workload.rest();
      workload.wake();

      assertThat(workload.observe()).isInstanceOf(Observation.Waking.class);
      controller.endPods(STATEFUL_SET);
      assertThat(workload.observe()).isInstanceOf(Observation.Running.class);
    }
  }
}
