package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a workload of a cluster does not rest, though nobody comes by the gateway of a file. */
@SuppressWarnings("NullAway.Init")
class KubernetesRestraintTest {
  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final String AUTOSCALERS =
      "/apis/autoscaling/v2/namespaces/team/horizontalpodautoscalers";
  private static final String KEDA =
      "KEDA scales it by ScaledObject shop, which would undo a rest; remove that, or leave it to"
          + " KEDA: it does not rest by itself";

  @TempDir Path folder;
  private final FakeCluster cluster = FakeCluster.start();
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void openShop() throws Exception {
    FakeController.of(cluster);
    upstream = new Upstream("shop");
    cluster.objects.nextAddress("127.0.0.1");
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
    cluster.close();
  }

  /** The app that a file describes, looked at more often. */
  private void open(String kubernetes, String idle) throws Exception {
    cluster.objects.edit(
        Shop.SERVICE,
        service ->
            ((ObjectNode) service.at("/spec/ports/0")).put("port", upstream.address().getPort()));
    gateway =
        TestGateway.of(
            folder,
            TestGateway.HEAD
                + """
                apps:
                  shop:
                    hosts: '*'
                    kubernetes: {namespace: team, workload: deployment/shop, service: shop%s}
                    idle: {after: 100ms, awake: 0s%s}
                """
                    .formatted(kubernetes, idle),
            this::open);
  }

  private Workload open(String name, GatewayFile.App form) {
    KubernetesRestraint.Rule rule = form.kubernetes().orElseThrow().restraint(form.idle().cpu());
    return Shop.workload(cluster, Shop.PROXY)
        .restrainedBy(new KubernetesRestraint.Rule(rule.cpu(), rule.owners(), OFTEN));
  }

  private void use(String cpu) {
    Idle.measure(cluster, "shop-0", cpu);
    Idle.measure(cluster, "shop-1", cpu);
  }

  private void scaleByKeda() {
    cluster.objects.put(
        AUTOSCALERS,
        FakeCluster.object(
            """
            {"kind":"HorizontalPodAutoscaler",
             "metadata":{"name":"keda-hpa","labels":{"scaledobject.keda.sh/name":"shop"}},
             "spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"shop"}}}\
            """));
  }

  private void awaitExplained(String line) {
    gateway.await("shop", line);
  }

  private int replicas() {
    return cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt();
  }

  @Test
  void cpuIsUseUntilThereIsLittleOfIt() throws Exception {
    Idle.open(cluster, "500m");
    open("", ", cpu: 10");
    awaitExplained("it uses 50.0 % of its CPU, more than 10.0 %: it does not rest by itself");
    use("10m");
    gateway.await("shop", "\"phase\":\"resting\"");

    assertThat(replicas()).isZero();
    assertThat(gateway.log).contains("shop: going to rest: nobody uses it");
  }

  @Test
  void whatNobodyMeasuresStaysAwake() throws Exception {
    Shop.open(cluster, 2);
    open("", ", cpu: 10");
    awaitExplained("nobody knows how much CPU it uses: it does not rest by itself");

    assertThat(replicas()).isEqualTo(2);
  }

  @Test
  void whatNobodyMeasuresMayRestIfTheFileSaysSo() throws Exception {
    Shop.open(cluster, 2);
    open("", ", cpu: {most: 10, unmeasured: rest}");
    gateway.await("shop", "\"phase\":\"resting\"");

    assertThat(replicas()).isZero();
  }

  @Test
  void kedaIsNotFoughtButAPersonMay() throws Exception {
    Shop.open(cluster, 2);
    scaleByKeda();
    open("", "");
    awaitExplained(KEDA);
    gateway.await("shop", "\"phase\":\"awake\"");
    gateway.admin("POST", "/v1/apps/shop/idle");
    gateway.await("shop", "\"phase\":\"resting\"");

    assertThat(replicas()).isZero();
    assertThat(gateway.log).contains("shop: going to rest: a person asked for it");
  }

  @Test
  void answerThatNobodyUnderstandsIsNotTheLastThatIsAskedFor() throws Exception {
    Shop.open(cluster, 2);
    scaleByKeda();
    open("", "");
    awaitExplained(KEDA);
    cluster.objects.edit(AUTOSCALERS + "/keda-hpa", object -> object.put("spec", "as before"));
    awaitExplained("nobody knows yet whether it is used, or who else decides on it");
    cluster.objects.remove(AUTOSCALERS + "/keda-hpa");
    gateway.await("shop", "\"phase\":\"resting\"");

    assertThat(replicas()).isZero();
  }

  @Test
  void ownersDoNotMatterIfTheFileSaysSo() throws Exception {
    Shop.open(cluster, 2);
    scaleByKeda();
    open(", owners: ignore", "");
    gateway.await("shop", "\"phase\":\"resting\"");

    assertThat(replicas()).isZero();
  }

  @Test
  void whatIsNotOfAClusterHasNoRuleForCpu() throws Exception {
    Shop.open(cluster, 0);
    open("", "");

    assertThatThrownBy(() ->
            Gateway.format()
                .read(
                    "gateway.yaml",
                    """
                    listen: :8080
                    apps:
                      shop:
                        container: {name: shop, port: 80}
                        idle: {cpu: 10}
                    """))
        .hasMessageContaining(
            "found a rule for CPU, which goes with a workload of a Kubernetes cluster");
  }
}
