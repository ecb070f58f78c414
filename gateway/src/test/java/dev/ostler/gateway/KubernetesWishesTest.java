package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people wish of the apps of a cluster, before which there are several gateways. */
@SuppressWarnings("NullAway.Init")
class KubernetesWishesTest {
  private static final String HOST = "shop.example.org";

  private final FakeCluster cluster = FakeCluster.start();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<KubernetesGateway> gateways = new ArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private KubernetesGateway one;
  private KubernetesGateway other;

  @BeforeEach
  void open() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    FakeController.of(cluster).makePods(FakeController.READY);
    one = openGateway();
    other = openGateway();
  }

  private KubernetesGateway openGateway() throws IOException {
    KubernetesGateway gateway =
        KubernetesGateway.open(
            new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", false)
                .withAdmin("127.0.0.1:0", Optional.of("secret")),
            cluster.config(),
            log::add);
    gateways.add(gateway);
    return gateway;
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    gateways.forEach(KubernetesGateway::close);
    cluster.close();
  }

  private String ask(KubernetesGateway gateway, String method, String path) {
    URI uri = URI.create("http://127.0.0.1:" + gateway.adminAddress().orElseThrow().getPort());
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve("/v1/apps/" + HOST + path))
            .header("Authorization", "Bearer secret")
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().body();
  }

  private void await(KubernetesGateway gateway, String fact) {
    Eventually.await(fact, () -> ask(gateway, "GET", ""), view -> view.contains(fact), () -> "");
  }

  private Optional<String> annotation(String key) {
    String escaped = key.replace("/", "~1");
    var value = cluster.objects.read(Shop.DEPLOYMENT).at("/metadata/annotations/" + escaped);
    return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
  }

  private void awaitAnnotation(String key, Optional<String> value) {
    Eventually.await(key, () -> annotation(key), value::equals, () -> "");
  }

  @Test
  void appThatIsBarredAtOneGatewayIsBarredAtTheOthersAndAfterARestart() throws Exception {
    await(one, "\"barred\":false");
    ask(one, "POST", "/bar");
    awaitAnnotation(KubernetesMarks.DO_NOT_WAKE, Optional.of("true"));
    await(other, "\"barred\":true");

    KubernetesGateway restarted = openGateway();
    await(restarted, "\"barred\":true");
    assertThat(cluster.changes("deployments")).isEqualTo(1);
  }

  @Test
  void barIsLiftedEverywhereByWhoeverWakesTheApp() {
    await(one, "\"barred\":false");
    ask(one, "POST", "/bar");
    await(other, "\"barred\":true");
    ask(other, "POST", "/wake");
    awaitAnnotation(KubernetesMarks.DO_NOT_WAKE, Optional.empty());

    await(one, "\"barred\":false");
    await(one, "\"phase\":\"awake\"");
    await(other, "\"phase\":\"awake\"");
  }

  @Test
  void barOfAPersonAtTheClusterIsHeard() {
    await(one, "\"barred\":false");
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        deployment ->
            deployment
                .withObject("metadata")
                .withObject("annotations")
                .put(KubernetesMarks.DO_NOT_WAKE, "true"));

    await(one, "\"barred\":true");
    ask(one, "POST", "/unbar");
    awaitAnnotation(KubernetesMarks.DO_NOT_WAKE, Optional.empty());
  }

  @Test
  void appThatIsKeptAwakeAtOneGatewayIsKeptAwakeByTheOthersUntilSomebodyRestsIt() {
    Instant before = Instant.now();
    await(one, "\"phase\":\"resting\"");
    await(other, "\"phase\":\"resting\"");
    ask(one, "POST", "/keep-awake?seconds=3600");
    await(other, "it is kept awake until ");

    assertThat(annotation(KubernetesMarks.KEEP_AWAKE_UNTIL).map(Instant::parse).orElseThrow())
        .isBetween(before.plusSeconds(3600), Instant.now().plusSeconds(3601)); // whole seconds
    ask(other, "POST", "/idle");
    awaitAnnotation(KubernetesMarks.KEEP_AWAKE_UNTIL, Optional.empty());
  }

  @Test
  void wishThatTheRoleForbidsToKeepCountsHereAndIsSaidToBeKnownToNobodyElse() {
    await(one, "\"barred\":false");
    cluster.allow(call -> !call.changes());
    ask(one, "POST", "/bar");

    await(one, "\"barred\":true");
    Eventually.await(
        "it is said",
        () -> log,
        lines -> lines.stream().anyMatch(line -> line.startsWith(HOST + ": cannot keep what")),
        () -> "");
  }
}
