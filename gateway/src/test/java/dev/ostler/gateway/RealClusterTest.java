package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Gateways without a file before a real API server with its controllers. What is asked of its
 * Service is answered by a server of the test, which listens at the Service's address.
 */
@EnabledIfEnvironmentVariable(named = ApiServerWorkloadTest.KUBECONFIG, matches = ".+")
@SuppressWarnings("NullAway.Init")
class RealClusterTest {
  private static final int GATEWAYS = 3;
  private static final int REPLICAS = 2;
  private static final int PORT = 8080;
  private static final String GATE = "gateway.ostler.svc.cluster.local";

  /** How many wakes lose a gateway. */
  private static final int LOSSES = Integer.getInteger("ostler.kills", 3);

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
            containers: [{name: web, image: "registry.k8s.io/pause:3.10"}]
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

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<KubernetesGateway> gateways = new ArrayList<>();
  private final List<Integer> replicas = new CopyOnWriteArrayList<>();
  private RealApiServer server;
  private String host;
  private Upstream app;
  private Watch watch;

  @BeforeEach
  void create() throws IOException {
    server = new RealApiServer(System.getenv(ApiServerWorkloadTest.KUBECONFIG));
    host = server.namespace() + ".example.org";
    String objects = OBJECTS.replace("NODE", server.node()).replace("HOST", host);
    server
        .client()
        .load(new ByteArrayInputStream(objects.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(server.namespace())
        .create();
    app = new Upstream("shop", new InetSocketAddress(service().getSpec().getClusterIP(), PORT));
    Eventually.await("it runs", this::isAvailable);
    watch = deploymentResource().watch(new Replicas());
  }

  /** Notes every number of replicas that it is to have. */
  private final class Replicas implements Watcher<Deployment> {
    @Override
    public void eventReceived(Action action, Deployment deployment) {
      int now = deployment.getSpec().getReplicas();
      if (replicas.isEmpty() || replicas.getLast() != now) {
        replicas.add(now);
      }
    }

    @Override
    public void onClose(WatcherException cause) {}
  }

  @AfterEach
  void close() {
    watch.close();
    client.shutdownNow();
    gateways.forEach(KubernetesGateway::close);
    app.close();
    server.close();
  }

  private RollableScalableResource<Deployment> deploymentResource() {
    return server.client().apps().deployments().inNamespace(server.namespace()).withName("shop");
  }

  private Deployment deployment() {
    return deploymentResource().get();
  }

  private Service service() {
    return server.client().services().inNamespace(server.namespace()).withName("shop").get();
  }

  private boolean isAvailable() {
    Integer available = deployment().getStatus().getAvailableReplicas();
    return available != null && available == REPLICAS;
  }

  private boolean isUnmarked() {
    return !deployment().getMetadata().getLabels().containsKey(KubernetesMarks.IDLED)
        && annotation(KubernetesMarks.GOAL).isEmpty();
  }

  private Optional<String> annotation(String key) {
    return Optional.ofNullable(deployment().getMetadata().getAnnotations())
        .map(all -> all.get(key));
  }

  private boolean isAway() {
    return GATE.equals(service().getSpec().getExternalName());
  }

  private KubernetesGateway openGateway() throws IOException {
    KubernetesGateway gateway =
        KubernetesGateway.open(
            new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", false)
                .withService(GATE + ":80")
                .withAdmin("127.0.0.1:0", Optional.of("secret")),
            server.config(RealApiServer.GATEWAY),
            _ -> {});
    gateways.add(gateway);
    return gateway;
  }

  private String ask(KubernetesGateway gateway, String method, String path) {
    URI uri = URI.create("http://127.0.0.1:" + gateway.adminAddress().orElseThrow().getPort());
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve("/v1/apps/" + host + path))
            .header("Authorization", "Bearer secret")
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().body();
  }

  private void await(KubernetesGateway gateway, String fact) {
    Eventually.await(fact, () -> ask(gateway, "GET", ""), view -> view.contains(fact), () -> "");
  }

  private RawClient visit(KubernetesGateway gateway, String path) throws IOException {
    RawClient visitor = new RawClient(gateway.address().getPort());
    visitor.send("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host));
    return visitor;
  }

  private KubernetesWorkload workload() {
    KubernetesRoute route =
        new KubernetesRoute(
            KubernetesRoute.Mode.REPOINT,
            Optional.of("shop"),
            Optional.empty(),
            new KubernetesRoute.Gate(GATE, 80),
            Duration.ZERO);
    return new KubernetesWorkload(
        "shop",
        KubernetesTarget.parse(server.namespace(), "deployment/shop"),
        route,
        KubernetesConnection.Use.own(server.connect()));
  }

  private void rest() throws Exception {
    try (Workload workload = workload()) {
      workload.rest();
      Eventually.await(
          "its pods are gone", () -> workload.observe() instanceof Observation.Resting);
    }
  }

  @Test
  void visitorsAreServedByOneWakeThoughTheGatewayThatBeganItIsLost() throws Exception {
    for (int loss = 0; loss < LOSSES; loss++) {
      rest();
      replicas.clear();
      List<KubernetesGateway> now = new ArrayList<>();
      List<RawClient> visitors = new ArrayList<>();
      for (int i = 0; i < GATEWAYS; i++) {
        now.add(openGateway());
      }
      for (KubernetesGateway gateway : now) {
        visitors.add(visit(gateway, "/" + loss));
      }
      Eventually.await(
          "somebody has begun", () -> annotation(KubernetesMarks.WOKEN_AT).isPresent());
      now.getFirst().close();

      for (RawClient visitor : visitors.subList(1, GATEWAYS)) {
        assertThat(visitor.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("shop /" + loss);
      }
      Eventually.await("it is awake", this::isUnmarked);
      assertThat(replicas).doesNotHaveDuplicates().endsWith(REPLICAS);
      assertThat(isAway()).isFalse();
      for (RawClient visitor : visitors) {
        visitor.close();
      }
      now.forEach(KubernetesGateway::close);
    }
  }

  @Test
  void wishesAtOneGatewayAreHeardByTheOthers() throws Exception {
    rest();
    KubernetesGateway one = openGateway();
    KubernetesGateway other = openGateway();
    await(one, "\"phase\":\"resting\"");
    await(other, "\"phase\":\"resting\"");
    ask(one, "POST", "/bar");
    await(other, "\"barred\":true");
    ask(other, "POST", "/wake"); // which lifts it
    await(one, "\"barred\":false");
    await(one, "\"phase\":\"awake\"");
    ask(one, "POST", "/keep-awake?seconds=3600");
    await(other, "it is kept awake until ");
    ask(other, "POST", "/idle");
    await(one, "\"phase\":\"resting\"");

    assertThat(annotation(KubernetesMarks.KEEP_AWAKE_UNTIL)).isEmpty();
    assertThat(isAway()).isTrue();
  }

  @Test
  void whatTheIdlerHasPutToRestIsWokenByTheGateway() throws Exception {
    KubernetesIdler.Settings settings =
        new KubernetesIdler.Settings(
            "host=" + host, GATE + ":80", 10, Duration.ofMinutes(30), true, false);
    List<String> verdicts = new CopyOnWriteArrayList<>();
    Service before = service();
    try (KubernetesApi api = KubernetesConnection.open(server.config("idler"))) {
      new KubernetesIdler(
              api,
              settings,
              verdict -> verdicts.add(verdict.text()),
              Clock.systemUTC(),
              Duration.ofSeconds(1))
          .pass();
    }
    assertThat(verdicts)
        .containsExactly(server.namespace() + "/shop rests: nobody knows how much CPU it uses");
    assertThat(isAway()).isTrue();
    assertThat(deployment().getSpec().getReplicas()).isZero();

    try (RawClient visitor = visit(openGateway(), "/")) {
      assertThat(visitor.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("shop /");
    }
    assertThat(service().getSpec()).isEqualTo(before.getSpec());
  }

  @Test
  void whatRunsWithoutItsServiceWhileNobodyIsAtItGetsItBack() throws Exception {
    rest();
    edit(deployment -> {
      deployment.getSpec().setReplicas(REPLICAS);
      deployment.getMetadata().getLabels().remove(KubernetesMarks.IDLED);
      return deployment;
    });
    try (Workload workload = workload();
        AutoCloseable _ = workload.follow(_ -> {})) {
      Eventually.await("its Service is back", () -> !isAway());
    }
  }

  private void edit(UnaryOperator<Deployment> change) {
    deploymentResource().edit(change);
  }

  @Test
  void watchesOfAnApiServerThatForgetsAndIsStartedAnewBeginAnew() throws Exception {
    rest();
    KubernetesGateway gateway = openGateway();
    await(gateway, "\"barred\":false");
    server.hide();
    edit(deployment -> {
      deployment.getMetadata().getAnnotations().put(KubernetesMarks.DO_NOT_WAKE, "true");
      return deployment;
    });
    server.forgetAndRestart();
    server.show();
    await(gateway, "\"barred\":true");
    ask(gateway, "POST", "/wake");

    Eventually.await("it is scaled", () -> deployment().getSpec().getReplicas() == REPLICAS);
    awaitControllers();
  }

  /** They come back in their own time, which may be a minute after several restarts. */
  private void awaitControllers() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (System.nanoTime() < end && !isAvailable()) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    assertThat(isAvailable()).isTrue();
  }
}
