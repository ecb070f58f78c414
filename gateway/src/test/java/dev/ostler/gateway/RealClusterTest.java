package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

/** Gateways without a file before a real API server with its controllers. */
@EnabledIfEnvironmentVariable(named = ApiServerWorkloadTest.KUBECONFIG, matches = ".+")
@SuppressWarnings("NullAway.Init")
class RealClusterTest {
  private static final int GATEWAYS = 3;
  private static final int REPLICAS = RealShop.REPLICAS;

  /** How many wakes lose a gateway. */
  private static final int LOSSES = Integer.getInteger("ostler.kills", 3);

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<KubernetesGateway> gateways = new ArrayList<>();
  private final List<Integer> replicas = new CopyOnWriteArrayList<>();
  private RealShop shop;
  private Watch watch;

  @BeforeEach
  void create() throws IOException {
    shop = new RealShop();
    watch = shop.deploymentResource().watch(new Replicas());
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
    shop.close();
  }

  private KubernetesGateway openGateway() throws IOException {
    KubernetesGateway gateway =
        KubernetesGateway.open(
            new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", false)
                .withService(RealShop.GATE)
                .withAdmin("127.0.0.1:0", Optional.of("secret")),
            shop.server().config(RealApiServer.GATEWAY),
            _ -> {});
    gateways.add(gateway);
    return gateway;
  }

  private String ask(KubernetesGateway gateway, String method, String path) {
    URI uri = URI.create("http://127.0.0.1:" + gateway.adminAddress().orElseThrow().getPort());
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve("/v1/apps/" + shop.host() + path))
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
    visitor.send(
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, shop.host()));
    return visitor;
  }

  @Test
  void visitorsAreServedByOneWakeThoughTheGatewayThatBeganItIsLost() throws Exception {
    for (int loss = 0; loss < LOSSES; loss++) {
      shop.rest();
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
          "somebody has begun", () -> shop.annotation(KubernetesMarks.WOKEN_AT).isPresent());
      now.getFirst().close();

      for (RawClient visitor : visitors.subList(1, GATEWAYS)) {
        assertThat(visitor.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("shop /" + loss);
      }
      Eventually.await("it is awake", shop::isUnmarked);
      assertThat(replicas).doesNotHaveDuplicates().endsWith(REPLICAS);
      assertThat(shop.isAway()).isFalse();
      for (RawClient visitor : visitors) {
        visitor.close();
      }
      now.forEach(KubernetesGateway::close);
    }
  }

  @Test
  void wishesAtOneGatewayAreHeardByTheOthers() throws Exception {
    shop.rest();
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

    assertThat(shop.annotation(KubernetesMarks.KEEP_AWAKE_UNTIL)).isEmpty();
    assertThat(shop.isAway()).isTrue();
  }

  @Test
  void whatTheIdlerHasPutToRestIsWokenByTheGateway() throws Exception {
    KubernetesIdler.Settings settings =
        new KubernetesIdler.Settings(
            "host=" + shop.host(), RealShop.GATE, 10, Duration.ofMinutes(30), true, false);
    List<String> verdicts = new CopyOnWriteArrayList<>();
    Service before = shop.service();
    try (KubernetesApi api = KubernetesConnection.open(shop.server().config("idler"))) {
      new KubernetesIdler(
              api,
              settings,
              verdict -> verdicts.add(verdict.text()),
              Clock.systemUTC(),
              Duration.ofSeconds(1))
          .pass();
    }
    assertThat(verdicts)
        .containsExactly(
            shop.server().namespace() + "/shop rests: nobody knows how much CPU it uses");
    assertThat(shop.isAway()).isTrue();
    assertThat(shop.deployment().getSpec().getReplicas()).isZero();

    try (RawClient visitor = visit(openGateway(), "/")) {
      assertThat(visitor.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("shop /");
    }
    assertThat(shop.service().getSpec()).isEqualTo(before.getSpec());
  }

  @Test
  void whatRunsWithoutItsServiceWhileNobodyIsAtItGetsItBack() throws Exception {
    shop.rest();
    edit(deployment -> {
      deployment.getSpec().setReplicas(REPLICAS);
      deployment.getMetadata().getLabels().remove(KubernetesMarks.IDLED);
      return deployment;
    });
    try (Workload workload = shop.workload();
        AutoCloseable _ = workload.follow(_ -> {})) {
      Eventually.await("its Service is back", () -> !shop.isAway());
    }
  }

  private void edit(UnaryOperator<Deployment> change) {
    shop.deploymentResource().edit(change);
  }

  @Test
  void watchesOfAnApiServerThatForgetsAndIsStartedAnewBeginAnew() throws Exception {
    shop.rest();
    KubernetesGateway gateway = openGateway();
    await(gateway, "\"barred\":false");
    shop.server().hide();
    edit(deployment -> {
      deployment.getMetadata().getAnnotations().put(KubernetesMarks.DO_NOT_WAKE, "true");
      return deployment;
    });
    shop.server().forgetAndRestart();
    shop.server().show();
    await(gateway, "\"barred\":true");
    await(gateway, "\"phase\":\"resting\""); // what is not seen yet cannot be woken
    ask(gateway, "POST", "/wake");

    Eventually.await("it is scaled", () -> shop.deployment().getSpec().getReplicas() == REPLICAS);
    awaitControllers();
  }

  /** They come back in their own time, which may be a minute after several restarts. */
  private void awaitControllers() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (System.nanoTime() < end && !shop.isAvailable()) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    assertThat(shop.isAvailable()).isTrue();
  }
}
