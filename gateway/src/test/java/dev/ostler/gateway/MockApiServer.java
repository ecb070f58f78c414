package dev.ostler.gateway;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.InetAddress;
import java.util.HashMap;

/**
 * The mock server of the Kubernetes client, which keeps objects as an API server does, and somebody
 * who does what controllers and kubelets do.
 */
final class MockApiServer implements ApiServer {
  private final MockObjects objects = new MockObjects();
  private final KubernetesClient client;
  private final MockController controller;
  private KubernetesMockServer server;

  MockApiServer() {
    server = listen(0);
    client = new KubernetesClientBuilder().withConfig(config()).build();
    controller = MockController.begin(client, namespace());
  }

  private KubernetesMockServer listen(int port) {
    KubernetesMockServer made =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), objects, false);
    made.init(InetAddress.getLoopbackAddress(), port);
    return made;
  }

  private Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + server.getPort())
        .withWatchReconnectInterval(50)
        // Over HTTP/2 it now and then loses an answer when another request is given up.
        .withHttp2Disable(true)
        .withRequestRetryBackoffLimit(0)
        .build();
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public String namespace() {
    return "team";
  }

  @Override
  public String node() {
    return "";
  }

  /** With watches by websockets: it knows no others. */
  @Override
  public KubernetesApi connect() {
    return new KubernetesApi(new KubernetesClientBuilder().withConfig(config()).build());
  }

  @Override
  public void hide() {
    server.destroy();
  }

  @Override
  public void show() {
    server = listen(server.getPort());
  }

  @Override
  public void close() {
    controller.close();
    client.close();
    server.destroy();
  }
}
