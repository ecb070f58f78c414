package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In go-unidler's place: a gateway for a whole cluster, asked over real connections. */
@SuppressWarnings("NullAway.Init")
class KubernetesGatewayTest {
  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private final List<String> log = new CopyOnWriteArrayList<>();
  private KubernetesGateway gateway;
  private HttpServer app;

  @BeforeEach
  void startApp() throws IOException {
    app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    app.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    app.createContext(
        "/",
        exchange -> {
          byte[] body = ("the app at " + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    app.start();
  }

  private void open(String keyLabel, boolean compatible) throws IOException {
    gateway =
        KubernetesGateway.open(
            new KubernetesGateway.Settings("127.0.0.1:0", keyLabel, "/", compatible),
            cluster.config(),
            log::add);
  }

  @AfterEach
  void close() {
    gateway.close();
    app.stop(0);
    cluster.close();
  }

  private String get(String path, String host, String... headers) throws IOException {
    return RawVisitor.get(gateway.address().getPort(), path, host, headers);
  }

  private ObjectNode deployment() {
    return cluster.objects.read(Shop.DEPLOYMENT);
  }

  private ObjectNode service() {
    return cluster.objects.read(Shop.SERVICE);
  }

  @Test
  void appThatNobodyCanBeAskedForNowIsNotSaidToBeNone() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    cluster.allow(_ -> false);
    open("host", false);
    String answer = get("/", "shop.example.org");

    assertThat(answer).startsWith("HTTP/1.1 503 ").contains("Retry-After: 5\r\n");
    assertThat(RawVisitor.body(answer)).contains("The cluster cannot be asked for your app now.");
  }

  @Test
  void framesTextsAndTheirOrderAreThoseOfGoUnidler() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    open("host", true);
    String answer = get("/events/", "shop.example.org");

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(answer).contains("Content-Type: text/event-stream\r\n", "Cache-Control: no-cache");
    assertThat(RawVisitor.body(answer))
        .isEqualTo(
            """
            id:\s
            retry: 0
            event:\s
            data: Starting unidling...

            id:\s
            retry: 0
            event:\s
            data: App found. Unidling it...

            id:\s
            retry: 0
            event:\s
            data: Replicas restored. Starting app. This could take a few minutes...

            id:\s
            retry: 0
            event:\s
            data: App ready. Removing idled metadata...

            id:\s
            retry: 0
            event:\s
            data: Redirecting app...

            id:\s
            retry: 0
            event: success
            data: Ready

            """);
  }

  @Test
  void appThatTheOldIdlerPutToRestIsWokenCompletely() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    open("host", true);
    get("/events/", "shop.example.org");
    Eventually.await(
        "no mark is left", () -> !deployment().at("/metadata/labels").has(KubernetesMarks.IDLED));

    assertThat(deployment().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(deployment().at("/metadata/annotations").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(KubernetesMarks.WOKEN_AT);
    assertThat(service().at("/spec/type").asText()).isEqualTo("ClusterIP");
    assertThat(service().at("/spec/externalName").isMissingNode()).isTrue();
    assertThat(service().at("/spec/selector")).hasToString("{\"app\":\"shop\"}");
    assertThat(service().at("/spec/ports"))
        .hasToString("[{\"name\":\"http\",\"port\":80,\"targetPort\":3000,\"protocol\":\"TCP\"}]");
  }

  @Test
  void roleOfGoUnidlerIsEnough() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    cluster.allow(GoUnidler::mayCall);
    open("host", true);

    assertThat(RawVisitor.body(get("/events/", "shop.example.org")))
        .endsWith("event: success\ndata: Ready\n\n");
    assertThat(deployment().at("/spec/replicas").asInt()).isEqualTo(2);
  }

  @Test
  void onlyVersionsThatThereStillAreAreAsked() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    open("host", true);
    get("/events/", "shop.example.org");

    assertThat(cluster.calls)
        .extracting(FakeCluster.Call::api)
        .containsOnly("v1", "apps/v1", "networking.k8s.io/v1", "discovery.k8s.io/v1");
  }

  @Test
  void healthIsToldInTheWordsOfGoUnidler() throws Exception {
    open("host", false);
    String answer = get("/healthz", "whatever.example.org");

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(RawVisitor.body(answer)).isEqualTo("Still OK");
    assertThat(cluster.calls).isEmpty();
  }

  @Test
  void pageOfGoUnidlerIsAnsweredWith200WhetherThereIsAnAppOrNot() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    controller.makePods(FakeController.PENDING);
    open("host", true);
    String page = get("/", "shop.example.org");
    String none = get("/", "blog.example.net");

    assertThat(page)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Type: text/html", "shop.example.org is being woken");
    assertThat(none)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Type: text/html", "Ingress for your app not found.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", ":0"}) // the kernel chooses; another number is written the same way
  void portIsReadWithAColonAndWithout(String port) throws Exception {
    gateway =
        KubernetesGateway.open(
            KubernetesGateway.Settings.of(Map.of("PORT", port), "/", true),
            cluster.config(),
            log::add);

    assertThat(RawVisitor.body(get("/healthz", "whatever.example.org"))).isEqualTo("Still OK");
  }

  @Test
  void appThatIsMarkedAsRestingAndRunsKeepsItsReplicas() throws Exception {
    Shop.openIdledByOldIdler(cluster); // which had 2
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        object -> {
          object.withObject("spec").put("replicas", 5);
          object.withObject("metadata").put("generation", 2);
        });
    open("host", true);

    assertThat(RawVisitor.body(get("/events/", "shop.example.org")))
        .endsWith("event: success\ndata: Ready\n\n");
    assertThat(deployment().at("/spec/replicas").asInt()).isEqualTo(5);
    assertThat(deployment().at("/metadata/generation").asInt()).isEqualTo(2);
  }

  @Test
  void hostThatNothingIsLabelledWithIsToldSoAndWakesNothing() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    open("host", true);

    assertThat(RawVisitor.body(get("/events/", "blog.example.net")))
        .endsWith("event: error\ndata: Ingress for your app not found.\n\n");
    assertThat(cluster.calls).noneMatch(FakeCluster.Call::changes);
  }

  @Test
  void twoAppsOfOneHostAreAnErrorAndWakeNothing() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    cluster.objects.put(
        "/apis/networking.k8s.io/v1/namespaces/other/ingresses", Shop.ingress("shop.example.org"));
    open("host", true);

    assertThat(RawVisitor.body(get("/events/", "shop.example.org")))
        .endsWith("event: error\ndata: Ingress for your app not found.\n\n");
    assertThat(cluster.calls).noneMatch(FakeCluster.Call::changes);
    assertThat(log)
        .containsExactly(
            "shop.example.org: found 2 of kind Ingress with label host=shop.example.org,"
                + " expected one: team/shop, other/shop");
  }

  @Test
  void navigationIsShownThePageAndEverythingElseWaitsForTheAppItself() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    controller.makePods(FakeController.PENDING);
    cluster.objects.edit(
        Shop.SERVICE,
        service -> {
          ((ObjectNode) service.at("/spec/ports/0")).put("port", app.getAddress().getPort());
          service
              .withObject("metadata")
              .withObject("annotations")
              .put(
                  KubernetesMarks.FORMER_SPEC,
                  "{\"type\":\"ClusterIP\",\"clusterIP\":\"127.0.0.1\",\"selector\":{\"app\":\"shop\"},"
                      + "\"ports\":[{\"port\":"
                      + app.getAddress().getPort()
                      + "}]}");
        });
    open("host", false);
    String page = get("/cart?item=1", "shop.example.org", "Accept: text/html");
    CompletableFuture<String> held =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return get("/api/items", "shop.example.org");
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            },
            Thread::startVirtualThread); // the common pool may have one thread
    Eventually.await("it was woken", () -> deployment().at("/spec/replicas").asInt() == 2);
    controller.ready(Shop.DEPLOYMENT);

    assertThat(page).startsWith("HTTP/1.1 503 ").contains("shop.example.org is being woken");
    assertThat(held.get()).startsWith("HTTP/1.1 200 ").endsWith("the app at /api/items");
    assertThat(get("/later", "shop.example.org")).endsWith("the app at /later");
  }

  @Test
  void betterStreamTellsStagesWithIdsAndItsEnd() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    open("host", false);
    String told = RawVisitor.body(get("/events/", "shop.example.org"));

    assertThat(told).startsWith("retry:2000\n").endsWith("event:end\ndata:\"ready\"\n\n");
    assertThat(told).contains("id:", "\"text\":\"shop.example.org is ready\"");
  }

  @Test
  void viewerOfTheStreamOfGoUnidlerWhoHangsUpIsNoticedBeforeTheNextSignOfLife() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    controller.makePods(FakeController.PENDING);
    open("host", true);
    try (RawClient client = new RawClient(gateway.address().getPort())) {
      client.send("GET /events/ HTTP/1.1\r\nHost: shop.example.org\r\n\r\n");
      client.readUntil("Unidling it...");
      client.endInput();

      assertThat(client.readToEnd()).doesNotContain("\n:\n");
    }
  }

  @Test
  void connectionOfAStreamOfGoUnidlerThatIsOverTakesTheNextRequest() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    open("host", true);
    try (RawClient client = new RawClient(gateway.address().getPort())) {
      client.send("GET /events/ HTTP/1.1\r\nHost: shop.example.org\r\n\r\n");
      client.readUntil("event: success\ndata: Ready\n\n");
      client.forget();
      client.send("GET /healthz HTTP/1.1\r\nHost: shop.example.org\r\n\r\n");

      assertThat(client.readUntil("Still OK")).contains("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void viewersWithoutNumberCauseOneScaleAndOneServicePatch() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    controller.makePods(FakeController.PENDING);
    open("host", true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<String>> viewers =
          java.util.stream.IntStream.range(0, 200)
              .mapToObj(_ ->
                  CompletableFuture.supplyAsync(
                      () -> {
                        try {
                          return get("/events/", "shop.example.org");
                        } catch (IOException e) {
                          throw new java.io.UncheckedIOException(e);
                        }
                      },
                      threads))
              .toList();
      Eventually.await("it was woken", () -> deployment().at("/spec/replicas").asInt() == 2);
      controller.ready(Shop.DEPLOYMENT);

      assertThat(viewers.stream().map(CompletableFuture::join))
          .allMatch(answer -> answer.contains("event: success"));
    }
    assertThat(cluster.changes("services")).isEqualTo(1);
    Eventually.await(
        "no mark is left", () -> !deployment().at("/metadata/labels").has(KubernetesMarks.IDLED));
    // One that scales, one that removes the marks.
    assertThat(cluster.changes("deployments")).isEqualTo(2);
  }
}
