package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway with a state file knows of an app of a cluster when it is started anew. */
@SuppressWarnings("NullAway.Init")
class KubernetesRestartTest {
  @TempDir Path folder;
  private final FakeCluster cluster = FakeCluster.start();
  private final HttpClient client = HttpClient.newHttpClient();
  private Gateway gateway;

  @BeforeEach
  void open() throws Exception {
    Shop.open(cluster, 0);
    gateway = start();
  }

  private Gateway start() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            TestGateway.HEAD
                + """
                state: state.json
                apps:
                  shop:
                    hosts: '*'
                    kubernetes: {namespace: team, workload: deployment/shop, service: shop}
                """);
    return Gateway.open(file, _ -> {}, (_, _) -> Shop.workload(cluster, Shop.PROXY));
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    gateway.close();
    cluster.close();
  }

  private String ask(String method, String path) {
    int port = gateway.adminAddress().orElseThrow().getPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/apps/shop" + path))
            .header("Authorization", "Bearer secret")
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().body();
  }

  private void await(String fact) {
    Eventually.await(fact, () -> ask("GET", ""), view -> view.contains(fact), () -> "");
  }

  private String written() throws IOException {
    return Files.readString(folder.resolve("state.json"));
  }

  private ObjectNode annotations(ObjectNode deployment) {
    return deployment.withObject("metadata").withObject("annotations");
  }

  private void awaitAnnotation(String key) {
    Eventually.await(
        key,
        () -> cluster.objects.read(Shop.DEPLOYMENT).at("/metadata/annotations").toString(),
        all -> all.contains(key),
        () -> "");
  }

  @Test
  void barThatSomebodyLiftedAtTheClusterMeanwhileIsLifted() throws Exception {
    await("\"phase\":\"resting\"");
    ask("POST", "/bar");
    awaitAnnotation(KubernetesMarks.DO_NOT_WAKE);
    gateway.close();
    assertThat(written()).contains("\"barred\":true");
    cluster.objects.edit(
        Shop.DEPLOYMENT, deployment -> annotations(deployment).remove(KubernetesMarks.DO_NOT_WAKE));
    gateway = start();

    await("\"phase\":\"resting\"");
    assertThat(ask("GET", "")).contains("\"barred\":false");
  }

  @Test
  void barThatNobodyLiftedHolds() throws Exception {
    await("\"phase\":\"resting\"");
    ask("POST", "/bar");
    awaitAnnotation(KubernetesMarks.DO_NOT_WAKE);
    gateway.close();
    gateway = start();

    await("\"phase\":\"resting\"");
    assertThat(ask("GET", "")).contains("\"barred\":true");
  }

  @Test
  void appThatSomebodyLetRestAtTheClusterMeanwhileIsNotKeptAwake() throws Exception {
    FakeController.of(cluster).makePods(FakeController.READY);
    await("\"phase\":\"resting\"");
    ask("POST", "/keep-awake?seconds=3600");
    awaitAnnotation(KubernetesMarks.KEEP_AWAKE_UNTIL);
    gateway.close();
    assertThat(written()).contains("\"kept_awake\":");
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        deployment -> annotations(deployment).remove(KubernetesMarks.KEEP_AWAKE_UNTIL));
    gateway = start();

    Eventually.await("it is forgotten", () -> !written().contains("\"kept_awake\":"));
  }
}
