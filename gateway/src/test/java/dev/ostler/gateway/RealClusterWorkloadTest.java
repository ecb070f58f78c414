package dev.ostler.gateway;

import dev.ostler.testing.Relay;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * A Deployment of a real cluster with an API server at this machine, named by the kube config
 * OSTLER_TEST_KUBECONFIG, which may make namespaces. If it has no nodes, the pods that it makes are
 * said to be ready at once.
 */
@EnabledIfEnvironmentVariable(named = RealClusterWorkloadTest.KUBECONFIG, matches = ".+")
@SuppressWarnings("NullAway.Init")
class RealClusterWorkloadTest extends WorkloadContract implements WorkloadContract.Platform {
  static final String KUBECONFIG = "OSTLER_TEST_KUBECONFIG";

  /** A node on which nothing runs. */
  private static final String SIMULATED = "ostler-test";

  private static final String OBJECTS =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        replicas: 0
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: web, image: "registry.k8s.io/pause:3.10"}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec:
        selector: {app: shop}
        ports: [{name: web, port: 80, targetPort: 8080}]
      """;

  private final String namespace = "ostler-test-" + UUID.randomUUID().toString().substring(0, 8);
  private KubernetesApi api;
  private Relay relay;
  private boolean simulated;
  private @Nullable SharedIndexInformer<Pod> nodes;

  private static Config config() throws Exception {
    return KubernetesConnection.config(
        Map.of("KUBECONFIG", System.getenv(KUBECONFIG)), Path.of("/nowhere"));
  }

  @BeforeEach
  void create() throws Exception {
    api = KubernetesConnection.open(config());
    relay = Relay.to(api.client().getMasterUrl().getPort());
    client()
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    List<Node> there = client().nodes().list().getItems();
    simulated = there.stream().allMatch(node -> node.getMetadata().getName().equals(SIMULATED));
    if (there.isEmpty()) {
      client()
          .nodes()
          .resource(new NodeBuilder().withNewMetadata().withName(SIMULATED).endMetadata().build())
          .create();
    }
    String grace = "terminationGracePeriodSeconds: 1";
    String objects =
        simulated ? OBJECTS.replace(grace, grace + "\n      nodeName: " + SIMULATED) : OBJECTS;
    client()
        .load(new ByteArrayInputStream(objects.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .create();
    simulateNodes();
  }

  /** Says of pods what a kubelet says, where there is none. */
  private void simulateNodes() {
    if (simulated) {
      nodes =
          client()
              .pods()
              .inNamespace(namespace)
              .inform(
                  new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Pod pod) {
                      run(pod);
                    }

                    @Override
                    public void onUpdate(Pod before, Pod pod) {
                      if (pod.getMetadata().getDeletionTimestamp() != null) {
                        client().resource(pod).withGracePeriod(0).delete();
                      }
                    }

                    @Override
                    public void onDelete(Pod pod, boolean isLastStateUnknown) {}
                  });
    }
  }

  private void run(Pod pod) {
    client()
        .pods()
        .resource(pod)
        .editStatus(each -> {
          each.setStatus(
              new PodStatusBuilder()
                  .withPhase("Running")
                  .withPodIP("10.1.0.1")
                  .addNewPodIP("10.1.0.1")
                  .addNewCondition()
                  .withType("Ready")
                  .withStatus("True")
                  .endCondition()
                  .build());
          return each;
        });
  }

  private KubernetesClient client() {
    return api.client();
  }

  @AfterEach
  void remove() {
    if (nodes != null) {
      nodes.close();
    }
    client().namespaces().withName(namespace).delete();
    api.close();
    relay.close();
  }

  KubernetesRoute route() {
    return new KubernetesRoute(
        KubernetesRoute.Mode.REPOINT,
        Optional.of("shop"),
        Optional.empty(),
        Shop.GATE,
        Duration.ZERO);
  }

  @Override
  Platform platform() {
    return this;
  }

  @Override
  public Workload open() {
    return open("deployment/shop");
  }

  @Override
  public Workload openMissing() {
    return open("deployment/other");
  }

  private Workload open(String target) {
    try {
      return new KubernetesWorkload(
          "shop",
          KubernetesTarget.parse(namespace, target),
          route(),
          KubernetesConnection.Use.own(
              KubernetesConnection.open(
                  new ConfigBuilder(config())
                      .withMasterUrl("https://127.0.0.1:" + relay.port())
                      .build())));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void startByOther() {
    scale(1);
  }

  @Override
  public void stopByOther() {
    scale(0);
  }

  private void scale(int replicas) {
    client().apps().deployments().inNamespace(namespace).withName("shop").scale(replicas);
  }

  @Override
  public void spoil() {
    client()
        .resourceQuotas()
        .inNamespace(namespace)
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("none")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("0"))
                .endSpec()
                .build())
        .create();
  }

  @Override
  public void hide() {
    relay.swallow(true);
    relay.cut();
  }

  @Override
  public void show() {
    relay.swallow(false);
    relay.cut();
  }
}
