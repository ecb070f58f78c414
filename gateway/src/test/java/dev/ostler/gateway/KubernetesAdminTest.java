package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Those who look after the apps of a whole cluster. */
@SuppressWarnings("NullAway.Init")
class KubernetesAdminTest {
  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private final HttpClient client = HttpClient.newHttpClient();
  private KubernetesGateway gateway;

  @BeforeEach
  void open() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    gateway =
        KubernetesGateway.open(
            new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", false)
                .withService("gateway.ostler.svc.cluster.local:80")
                .withAdmin("127.0.0.1:0", Optional.of("secret")),
            cluster.config(),
            _ -> {});
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    gateway.close();
    cluster.close();
  }

  private HttpResponse<String> ask(String method, String path, String token) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + gateway.adminAddress().orElseThrow().getPort());
    return client.send(
        HttpRequest.newBuilder(uri.resolve(path))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/plain")
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void personWakesAnAppThatNobodyHasAskedForYet() throws Exception {
    controller.makePods(FakeController.READY);

    assertThat(ask("GET", "/v1/apps", "secret").body())
        .isEqualTo("APP  PHASE  USERS  WAITING  RESTED\n");
    assertThat(ask("POST", "/v1/apps/Shop.example.org/wake", "secret").statusCode()).isEqualTo(202);
    Eventually.await(
        "it is awake",
        () -> ask("GET", "/v1/apps", "secret").body().contains("shop.example.org  awake"));
    assertThat(ask("GET", "/metrics", "").body())
        .contains("ostler_gateway_wakes_total{app=\"shop.example.org\"} 1");
  }

  @Test
  void whatAPersonHasRestIsPointedAtTheGatewaysOwnService() throws Exception {
    controller.makePods(FakeController.READY);
    ask("POST", "/v1/apps/shop.example.org/wake", "secret");
    Eventually.await(
        "it is awake", () -> ask("GET", "/v1/apps", "secret").body().contains("awake"));
    ask("POST", "/v1/apps/shop.example.org/idle", "secret");
    Eventually.await(
        "it rests", () -> cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt() == 0);

    assertThat(cluster.objects.read(Shop.SERVICE).at("/spec/externalName").asText())
        .isEqualTo("gateway.ostler.svc.cluster.local");
  }

  @Test
  void whoDoesNotShowTheTokenHasNobodyAskTheCluster() throws Exception {
    int before = cluster.calls.size();

    assertThat(ask("POST", "/v1/apps/shop.example.org/wake", "guess").statusCode()).isEqualTo(401);
    assertThat(cluster.calls).hasSize(before);
  }

  @Test
  void appThatIsNotThereIsSaidToBeNone() throws Exception {
    HttpResponse<String> answer = ask("GET", "/v1/apps/none.example.org", "secret");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("there is no app 'none.example.org'");
  }
}
