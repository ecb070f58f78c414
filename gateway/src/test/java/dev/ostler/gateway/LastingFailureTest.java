package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Engine;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps that fail at every wake for the same reason. */
class LastingFailureTest {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.shutdownNow();
  }

  private HttpResponse<String> visit(int port) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void wake(int admin, String app) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + admin + "/v1/apps/" + app + "/wake"))
            .header("Authorization", "Bearer secret")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(202);
  }

  @Test
  void whyAContainerEndsAtOnceIsToldToWhoComesAfterEveryWake() throws Exception {
    try (FakeEngine fake = FakeEngine.start();
        Engine engine = Engine.over(new UnixDialer(fake.socket()))) {
      engine
          .containers()
          .create(
              "shop",
              ContainerSpec.of(TestImage.NAME)
                  .withNetworking(Networking.DEFAULT.withMode("host"))
                  .withCommand("false"));
      Path file =
          Files.writeString(
              folder.resolve("gateway.yaml"),
              TestGateway.HEAD
                  + """
                  apps:
                    shop:
                      hosts: '*'
                      container: {name: shop, port: 8080, engine: 'unix://%s'}
                  """
                      .formatted(fake.socket()));
      try (Gateway gateway =
          Gateway.open(file, _ -> {}, (name, form) -> Workloads.open(name, form, _ -> {}))) {
        for (int i = 0; i < 3; i++) {
          HttpResponse<String> answer = visit(gateway.address().getPort());

          assertThat(answer.statusCode()).isEqualTo(503);
          assertThat(answer.body()).contains("\"its container ended with status 1\"");
          wake(gateway.adminAddress().orElseThrow().getPort(), "shop");
        }
      }
    }
  }

  @Test
  void whyAClusterMakesNoPodsIsToldToWhoComesAfterEveryWake() throws Exception {
    try (FakeCluster cluster = FakeCluster.start()) {
      Shop.openIdledByOldIdler(cluster);
      FakeController.of(cluster)
          .makePods(
              """
              {"phase":"Pending","conditions":[],"containerStatuses":[{"name":"web",
               "image":"shop:9","state":{"waiting":{"reason":"ImagePullBackOff"}}}]}\
              """);
      KubernetesGateway.Settings settings =
          new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", false)
              .withAdmin("127.0.0.1:0", Optional.of("secret"));
      try (KubernetesGateway gateway =
          KubernetesGateway.open(settings, cluster.config(), _ -> {})) {
        for (int i = 0; i < 3; i++) {
          String answer = ask(gateway.address().getPort());

          assertThat(answer)
              .startsWith("HTTP/1.1 503 ")
              .contains("\"its image cannot be pulled: shop:9\"");
          wake(gateway.adminAddress().orElseThrow().getPort(), "shop.example.org");
        }
      }
    }
  }

  private static String ask(int port) throws Exception {
    try (RawClient visitor = new RawClient(port)) {
      visitor.send("GET / HTTP/1.1\r\nHost: shop.example.org\r\nConnection: close\r\n\r\n");
      return visitor.readToEnd();
    }
  }
}
