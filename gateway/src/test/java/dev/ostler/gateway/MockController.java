package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Does for one namespace what controllers and kubelets do: Deployments have as many pods as they
 * ask for, unless a quota forbids any, and Services lead to the pods that they select.
 */
final class MockController implements AutoCloseable {
  private static final Quantity NONE = new Quantity("0");

  private final KubernetesClient client;
  private final String namespace;
  private final ExecutorService turns =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("controller").factory());
  private final List<SharedIndexInformer<?>> watches;

  private MockController(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    watches =
        List.of(
            client.apps().deployments().inNamespace(namespace).inform(new Turn<>()),
            client.services().inNamespace(namespace).inform(new Turn<>()));
  }

  static MockController begin(KubernetesClient client, String namespace) {
    return new MockController(client, namespace);
  }

  /** Whatever has changed, all is looked at. */
  private final class Turn<T extends HasMetadata> implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T made) {
      begin();
    }

    @Override
    public void onUpdate(T before, T now) {
      begin();
    }

    @Override
    public void onDelete(T gone, boolean isLastStateUnknown) {
      begin();
    }

    private void begin() {
      try {
        turns.execute(MockController.this::reconcile);
      } catch (RejectedExecutionException closed) {
        // nobody looks any more
      }
    }
  }

  private void reconcile() {
    try {
      client.apps().deployments().inNamespace(namespace).list().getItems().forEach(this::reconcile);
      client.services().inNamespace(namespace).list().getItems().forEach(this::route);
    } catch (KubernetesClientException away) {
      // The server is stopped, or somebody was faster: there will be another turn.
    }
  }

  private void reconcile(Deployment deployment) {
    Long generation = deployment.getMetadata().getGeneration();
    if (deployment.getStatus() != null
        && Objects.equals(deployment.getStatus().getObservedGeneration(), generation)) {
      return;
    }
    String name = deployment.getMetadata().getName();
    Map<String, String> labels = deployment.getSpec().getSelector().getMatchLabels();
    boolean forbidden = isForbidden();
    int wanted = forbidden ? 0 : deployment.getSpec().getReplicas();
    pods(labels).stream().skip(wanted).forEach(pod -> client.resource(pod).delete());
    IntStream.range(pods(labels).size(), wanted)
        .forEach(i -> client.resource(pod(name + "-" + i, labels)).create());
    DeploymentStatusBuilder status =
        new DeploymentStatusBuilder()
            .withObservedGeneration(generation)
            .withReplicas(wanted)
            .withReadyReplicas(wanted)
            .withAvailableReplicas(wanted);
    if (forbidden) {
      status
          .addNewCondition()
          .withType("ReplicaFailure")
          .withStatus("True")
          .withReason("FailedCreate")
          .withMessage("pods \"" + name + "-0\" is forbidden: exceeded quota: none")
          .endCondition();
    }
    client
        .resource(deployment)
        .editStatus(each -> {
          each.setStatus(status.build());
          return each;
        });
  }

  private boolean isForbidden() {
    List<ResourceQuota> quotas = client.resourceQuotas().inNamespace(namespace).list().getItems();
    return quotas.stream().anyMatch(quota -> NONE.equals(quota.getSpec().getHard().get("pods")));
  }

  private List<Pod> pods(Map<String, String> labels) {
    return client.pods().inNamespace(namespace).withLabels(labels).list().getItems();
  }

  private Pod pod(String name, Map<String, String> labels) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .withLabels(labels)
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .withPodIP("10.1.0.1")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private void route(Service service) {
    @Nullable Map<String, String> selector = service.getSpec().getSelector();
    List<Pod> selected = selector == null || selector.isEmpty() ? List.of() : pods(selector);
    String name = service.getMetadata().getName();
    EndpointSliceBuilder slice =
        new EndpointSliceBuilder()
            .withNewMetadata()
            .withName(name + "-1")
            .withNamespace(namespace)
            .addToLabels("kubernetes.io/service-name", name)
            .endMetadata()
            .withAddressType("IPv4");
    selected.forEach(pod ->
        slice
            .addNewEndpoint()
            .withAddresses(pod.getStatus().getPodIP())
            .withNewConditions()
            .withReady(true)
            .endConditions()
            .endEndpoint());
    service
        .getSpec()
        .getPorts()
        .forEach(port ->
            slice
                .addNewPort()
                .withName(port.getName())
                .withPort(port.getTargetPort().getIntVal())
                .endPort());
    EndpointSlice wanted = slice.build();
    EndpointSlice known =
        client.resources(EndpointSlice.class).inNamespace(namespace).withName(name + "-1").get();
    if (known == null) {
      client.resource(wanted).create();
    } else if (!Objects.equals(known.getEndpoints(), wanted.getEndpoints())) {
      client.resource(wanted).update();
    }
  }

  @Override
  public void close() {
    watches.forEach(SharedIndexInformer::close);
    turns.shutdownNow();
  }
}
