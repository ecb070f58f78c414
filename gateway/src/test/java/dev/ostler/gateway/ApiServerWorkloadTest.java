package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A Deployment whose Service is pointed at the gateway while it rests, kept by an API server that
 * others have written: the mock server of the Kubernetes client, or a real one at this machine if
 * the kube config {@value #KUBECONFIG} names one.
 */
@SuppressWarnings("NullAway.Init")
class ApiServerWorkloadTest extends WorkloadContract implements WorkloadContract.Platform {
  static final String KUBECONFIG = "OSTLER_TEST_KUBECONFIG";

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
            nodeName: "NODE"
            terminationGracePeriodSeconds: 1
            containers: [{name: web, image: "pause:3.10"}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec:
        selector: {app: shop}
        ports: [{name: web, port: 80, targetPort: 8080}]
      """;

  private ApiServer server;

  @BeforeEach
  void create() throws IOException {
    String kubeconfig = System.getenv(KUBECONFIG);
    server = kubeconfig == null ? new MockApiServer() : new RealApiServer(kubeconfig);
    server.create(OBJECTS);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  Platform platform() {
    return this;
  }

  @Override
  public Workload open() {
    return server.open("deployment/shop");
  }

  @Override
  public Workload openMissing() {
    return server.open("deployment/other");
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
    server
        .client()
        .apps()
        .deployments()
        .inNamespace(server.namespace())
        .withName("shop")
        .scale(replicas);
  }

  @Override
  public void spoil() {
    server
        .client()
        .resourceQuotas()
        .inNamespace(server.namespace())
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
    server.hide();
  }

  @Override
  public void show() {
    server.show();
  }
}
