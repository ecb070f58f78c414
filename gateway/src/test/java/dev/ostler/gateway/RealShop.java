package dev.ostler.gateway;

import dev.ostler.testing.Eventually;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An app of a real cluster, in a namespace of its own. What is asked of its Service is answered by
 * a server of the test, which listens at the Service's address.
 */
final class RealShop implements AutoCloseable {
  static final int REPLICAS = 2;
  static final int PORT = 8080;
  static final String GATE = Shop.GATE.host() + ":" + Shop.GATE.port();

  private static final String OBJECTS =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop, labels: {host: HOST, mojanalytics.xyz/idleable: "true"}}
      spec:
        replicas: 2
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            nodeName: "NODE"
            terminationGracePeriodSeconds: 1
            containers: [{name: web, image: "pause:3.10"}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: shop, labels: {host: HOST}}
      spec:
        selector: {app: shop}
        ports: [{name: web, port: 8080, targetPort: 8080}]
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: shop, labels: {host: HOST}}
      spec:
        rules:
          - host: HOST
            http:
              paths:
                - path: /
                  pathType: Prefix
                  backend: {service: {name: shop, port: {name: web}}}
      """;

  private final RealApiServer server;
  private final String host;
  private final Upstream app;

  /** Waits until it runs. */
  RealShop() throws IOException {
    server = new RealApiServer(System.getenv(ApiServerWorkloadTest.KUBECONFIG));
    host = server.namespace() + ".example.org";
    server.create(OBJECTS.replace("HOST", host));
    app = new Upstream("shop", new InetSocketAddress(service().getSpec().getClusterIP(), PORT));
    Eventually.await("it runs", this::isAvailable);
  }

  RealApiServer server() {
    return server;
  }

  /** What its Ingress is for. */
  String host() {
    return host;
  }

  RollableScalableResource<Deployment> deploymentResource() {
    return server.client().apps().deployments().inNamespace(server.namespace()).withName("shop");
  }

  Deployment deployment() {
    return deploymentResource().get();
  }

  Service service() {
    return server.client().services().inNamespace(server.namespace()).withName("shop").get();
  }

  boolean isAvailable() {
    Integer available = deployment().getStatus().getAvailableReplicas();
    return available != null && available == REPLICAS;
  }

  boolean isUnmarked() {
    return !deployment().getMetadata().getLabels().containsKey(KubernetesMarks.IDLED)
        && annotation(KubernetesMarks.GOAL).isEmpty();
  }

  Optional<String> annotation(String key) {
    return Optional.ofNullable(deployment().getMetadata().getAnnotations())
        .map(all -> all.get(key));
  }

  boolean isAway() {
    return Shop.GATE.host().equals(service().getSpec().getExternalName());
  }

  KubernetesWorkload workload() {
    return server.open("deployment/shop");
  }

  void rest() throws WorkloadException {
    try (Workload workload = workload()) {
      workload.rest();
      Eventually.await(
          "its pods are gone", () -> workload.observe() instanceof Observation.Resting);
    }
  }

  @Override
  public void close() {
    app.close();
    server.close();
  }
}
