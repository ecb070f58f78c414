package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with a file before a real API server, which may do there what its manifests allow. */
@EnabledIfEnvironmentVariable(named = ApiServerWorkloadTest.KUBECONFIG, matches = ".+")
@SuppressWarnings("NullAway.Init")
class RealClusterFileTest {
  private static final Path ROLE = Path.of("..", "deploy", "proxy", "role.yaml");
  private static final String KEDA = "KEDA scales it by ScaledObject shop, ";

  @TempDir Path folder;
  private RealShop shop;

  @BeforeEach
  void open() throws IOException {
    shop = new RealShop();
  }

  @AfterEach
  void close() throws IOException {
    try (InputStream role = Files.newInputStream(ROLE)) {
      shop.server().client().load(role).delete();
    }
    shop.close();
  }

  private void allow() throws IOException {
    try (InputStream role = Files.newInputStream(ROLE)) {
      shop.server().client().load(role).serverSideApply();
    }
  }

  private HorizontalPodAutoscaler scaleByKeda() {
    return shop.server()
        .client()
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName("keda-hpa")
                .withNamespace(shop.server().namespace())
                .addToLabels("scaledobject.keda.sh/name", "shop")
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(RealShop.REPLICAS)
                .withMaxReplicas(RealShop.REPLICAS)
                .withNewScaleTargetRef("apps/v1", "Deployment", "shop")
                .endSpec()
                .build())
        .create();
  }

  private List<IdleRule.Owner> owners() throws KubernetesException {
    try (KubernetesApi api = shop.server().connect()) {
      KubernetesScalable workload =
          new KubernetesLook(api, target(), Shop.REPOINT).workload().orElseThrow();
      return new KubernetesUse(api).owners(workload, Optional.empty());
    }
  }

  private List<String> pods() {
    return shop
        .server()
        .client()
        .pods()
        .inNamespace(shop.server().namespace())
        .list()
        .getItems()
        .stream()
        .map(pod -> pod.getMetadata().getUid())
        .sorted()
        .toList();
  }

  private KubernetesTarget target() {
    return KubernetesTarget.parse(shop.server().namespace(), "deployment/shop");
  }

  private TestGateway openGateway(Workload workload) throws Exception {
    String text =
        TestGateway.HEAD
            + """
            apps:
              shop:
                hosts: '*'
                kubernetes: {namespace: team, workload: deployment/shop, service: shop, route: repoint}
                idle: {awake: 0s}
            """;
    return TestGateway.of(folder, text, (_, _) -> workload);
  }

  private static boolean explains(TestGateway gateway, String fact) {
    return gateway.admin("GET", "/v1/apps/shop").body().contains(fact);
  }

  @Test
  void roleLetsItSeeWhoElseScalesAndWithoutItNobodyIsSeen() throws Exception {
    HorizontalPodAutoscaler autoscaler = scaleByKeda();
    assertThat(owners()).isEmpty();
    allow();
    Eventually.await("the role counts", () -> !owners().isEmpty());
    KubernetesRestraint.Rule rule =
        new KubernetesRestraint.Rule(Optional.empty(), true, Duration.ofMillis(200));
    try (TestGateway gateway = openGateway(shop.workload().restrainedBy(rule))) {
      gateway.await("shop", KEDA);
      assertThat(shop.isAway()).isFalse();
      shop.server().client().resource(autoscaler).delete();
      Eventually.await("nobody else scales it", () -> !explains(gateway, KEDA));
      gateway.admin("POST", "/v1/apps/shop/idle");
      gateway.await("shop", "\"phase\":\"resting\"");
      HttpResponse<String> answer = gateway.get("/cart");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("shop /cart");
    }
  }

  @Test
  void whoComesInTheMiddleOfARestHasItTakenBackAndItsOwnAnswer() throws Exception {
    Workload workload =
        new KubernetesWorkload(
            "shop",
            target(),
            Shop.repoint(Duration.ofMinutes(10)),
            KubernetesConnection.Use.own(shop.server().connect()));
    Service before = shop.service();
    List<String> pods = pods();
    try (TestGateway gateway = openGateway(workload)) {
      gateway.await("shop", "\"phase\":\"awake\"");
      gateway.admin("POST", "/v1/apps/shop/idle");
      Eventually.await("it is routed to the gateway", shop::isAway);
      HttpResponse<String> answer = gateway.get("/cart");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("shop /cart");
      Eventually.await("no mark is left", shop::isUnmarked);
    }
    assertThat(shop.service().getSpec()).isEqualTo(before.getSpec());
    assertThat(pods()).isEqualTo(pods);
  }
}
