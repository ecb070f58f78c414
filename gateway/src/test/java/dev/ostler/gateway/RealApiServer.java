package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Relay;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A real one at this machine. If its cluster has no nodes, pods are given one on which nothing
 * runs, and are said to be ready at once.
 */
final class RealApiServer implements ApiServer {
  private static final String SIMULATED = "ostler-test";
  static final String GATEWAY = "gateway";

  private final String namespace = "ostler-test-" + UUID.randomUUID().toString().substring(0, 8);
  private final String kubeconfig;
  private final boolean limited;
  private final KubernetesApi api;
  private final Relay relay;
  private final List<SharedIndexInformer<Pod>> kubelets;

  /**
   * Makes a namespace there.
   *
   * @param kubeconfig names the cluster and somebody who may do everything in it; what is tested
   *     connects by its context {@value #GATEWAY}, if there is one, and may do no more than that
   */
  RealApiServer(String kubeconfig) throws IOException {
    this.kubeconfig = kubeconfig;
    Config admin =
        KubernetesConnection.config(Map.of("KUBECONFIG", kubeconfig), Path.of("/nowhere"));
    limited = admin.getContexts().stream().anyMatch(context -> context.getName().equals(GATEWAY));
    api = KubernetesConnection.open(admin);
    relay = Relay.to(api.client().getMasterUrl().getPort());
    client()
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    List<Node> there = client().nodes().list().getItems();
    boolean simulated =
        there.stream().allMatch(node -> node.getMetadata().getName().equals(SIMULATED));
    if (there.isEmpty()) {
      client()
          .nodes()
          .resource(new NodeBuilder().withNewMetadata().withName(SIMULATED).endMetadata().build())
          .create();
    }
    kubelets = simulated ? List.of(kubelet()) : List.of();
  }

  private SharedIndexInformer<Pod> kubelet() {
    return client()
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

  /** What pods need to be taken for running; empty if there are nodes. */
  @Override
  public String node() {
    return kubelets.isEmpty() ? "" : SIMULATED;
  }

  @Override
  public KubernetesClient client() {
    return api.client();
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public KubernetesApi connect() {
    return KubernetesConnection.open(config(GATEWAY));
  }

  /** For whom a context of the kube config names, or the administrator if it names none. */
  Config config(String context) {
    Config own = Config.fromKubeconfig(limited ? context : null, new File(kubeconfig));
    return new ConfigBuilder(own).withMasterUrl("https://127.0.0.1:" + relay.port()).build();
  }

  /** Has all that happened until now forgotten, and the API server started anew. */
  void forgetAndRestart() throws IOException, InterruptedException {
    URI server = URI.create(api.address());
    String version = client().namespaces().list().getMetadata().getResourceVersion();
    HttpRequest compaction =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + (server.getPort() + 1) + "/v3/kv/compaction"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"revision\":\"" + version + "\"}"))
            .build();
    try (HttpClient etcd = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = etcd.send(compaction, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
    ProcessBuilder script =
        new ProcessBuilder("src/test/cluster/control-plane", "restart", "kube-apiserver")
            .inheritIO();
    script
        .environment()
        .put("OSTLER_CLUSTER", Path.of(kubeconfig, "..", "..").normalize().toString());
    assertThat(script.start().waitFor()).isZero();
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

  @Override
  public void close() {
    kubelets.forEach(SharedIndexInformer::close);
    client().namespaces().withName(namespace).delete();
    api.close();
    relay.close();
  }
}
