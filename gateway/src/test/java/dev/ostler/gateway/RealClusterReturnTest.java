package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Somebody comes for what a real cluster was told to end, and whose pods do not end yet. */
@EnabledIfEnvironmentVariable(named = ApiServerWorkloadTest.KUBECONFIG, matches = ".+")
@SuppressWarnings("NullAway.Init")
class RealClusterReturnTest {
  private static final int PORT = 8080;

  /** The pods are there until somebody takes the finalizer away. */
  private static final String OBJECTS =
      """
      apiVersion: apps/v1
      kind: KIND
      metadata: {name: shop}
      spec:
        replicas: 2
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}, finalizers: [ostler.dev/lingers]}
          spec:
            nodeName: "NODE"
            terminationGracePeriodSeconds: 1
            containers: [{name: web, image: "pause:3.10"}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec:
        selector: {app: shop}
        ports: [{name: web, port: 8080, targetPort: 8080}]
      """;

  @TempDir Path folder;
  private RealApiServer server;
  private Upstream upstream;

  @BeforeEach
  void open() throws IOException {
    server = new RealApiServer(System.getenv(ApiServerWorkloadTest.KUBECONFIG));
  }

  @AfterEach
  void close() {
    client().apps().deployments().inNamespace(server.namespace()).delete();
    client().apps().statefulSets().inNamespace(server.namespace()).delete();
    Eventually.await(
        "no pod is left",
        () -> {
          endPods();
          return pods().isEmpty();
        });
    upstream.close();
    server.close();
  }

  private KubernetesClient client() {
    return server.client();
  }

  private List<Pod> pods() {
    return client().pods().inNamespace(server.namespace()).list().getItems();
  }

  private List<Pod> ending() {
    return pods().stream().filter(RealClusterReturnTest::isEnding).toList();
  }

  private static boolean isEnding(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  private void endPods() {
    for (Pod pod : ending()) {
      client()
          .pods()
          .resource(pod)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE), // whatever else becomes of it
              "{\"metadata\":{\"finalizers\":null}}");
    }
  }

  private TestGateway openGateway(String kind) throws Exception {
    server.create(OBJECTS.replace("KIND", kind));
    String address =
        client()
            .services()
            .inNamespace(server.namespace())
            .withName("shop")
            .get()
            .getSpec()
            .getClusterIP();
    upstream = new Upstream("shop", new InetSocketAddress(address, PORT));
    String text =
        TestGateway.HEAD
            + """
            apps:
              shop:
                hosts: '*'
                kubernetes: {namespace: team, workload: KIND/shop, service: shop}
                idle: {awake: 0s}
            """
                .replace("KIND", kind);
    return TestGateway.of(
        folder,
        text,
        (_, _) ->
            new KubernetesWorkload(
                "shop",
                KubernetesTarget.parse(server.namespace(), kind + "/shop"),
                Shop.PROXY,
                KubernetesConnection.Use.own(server.connect())));
  }

  /** Its pods are told to end. */
  private void rest(TestGateway gateway, int ending) {
    gateway.await("shop", "\"phase\":\"awake\"");
    Eventually.await("it has two pods", () -> pods().size() == 2);
    gateway.admin("POST", "/v1/apps/shop/idle");
    Eventually.await("pods end", () -> ending().size() == ending);
  }

  @Test
  void visitorOfADeploymentIsServedByNewPodsThoughTheOldOnesDoNotEnd() throws Exception {
    try (TestGateway gateway = openGateway("Deployment")) {
      rest(gateway, 2);
      HttpResponse<String> answer = gateway.get("/cart");

      assertThat(answer.body()).isEqualTo("shop /cart");
      assertThat(ending()).hasSize(2);
    }
  }

  @Test
  void visitorOfAStatefulSetIsServedByThePodsThatItHasLeftThoughTheLastOneDoesNotEnd()
      throws Exception {
    try (TestGateway gateway = openGateway("StatefulSet")) {
      rest(gateway, 1); // one after the other
      HttpResponse<String> answer = gateway.get("/cart");

      assertThat(answer.body()).isEqualTo("shop /cart");
      assertThat(ending()).hasSize(1);
      assertThat(pods()).hasSize(2);
    }
  }

  @Test
  void visitorOfAStatefulSetIsNotServedByItsLastPodThatEnds() throws Exception {
    try (TestGateway gateway = openGateway("StatefulSet")) {
      rest(gateway, 1);
      endPods();
      Eventually.await("its last pod ends", () -> pods().size() == 1 && ending().size() == 1);
      CompletableFuture<HttpResponse<String>> answer = gateway.send(gateway.to("/cart"));
      Eventually.await("it is scaled", () -> replicas() == 2);
      gateway.await("shop", "\"phase\":\"waking\"");

      assertThat(upstream.requests).isEmpty();
      endPods();
      assertThat(answer.join().body()).isEqualTo("shop /cart");
      assertThat(pods()).anyMatch(pod -> !isEnding(pod));
    }
  }

  private int replicas() {
    return client()
        .apps()
        .statefulSets()
        .inNamespace(server.namespace())
        .withName("shop")
        .get()
        .getSpec()
        .getReplicas();
  }
}
