package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.testing.Eventually;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is applied to a cluster, read as the cluster reads it. */
class KubernetesManifestsTest {
  private static final String CRASHED =
      """
      {"phase":"Running","conditions":[],"containerStatuses":[{"name":"web","image":"shop:9",
       "state":{"waiting":{"reason":"CrashLoopBackOff"}},
       "lastState":{"terminated":{"exitCode":3,"reason":"Error"}}}]}\
      """;

  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);

  @AfterEach
  void close() {
    cluster.close();
  }

  private Set<String> used() {
    return cluster.calls.stream().map(FakeCluster.Call::right).collect(Collectors.toSet());
  }

  private void makeStatefulSet() {
    ObjectNode object = Shop.deployment("StatefulSet", 0);
    object.withObject("metadata").put("name", "db").withObject("labels").put("host", "db.test");
    cluster.objects.put("/apis/apps/v1/namespaces/team/statefulsets", object);
    ObjectNode service = Shop.service();
    service.withObject("metadata").put("name", "db").withObject("labels").put("host", "db.test");
    cluster.objects.put(Shop.SERVICES, service);
    ObjectNode ingress = Shop.ingress("db.test");
    ingress.withObject("metadata").put("name", "db");
    cluster.objects.put(Shop.INGRESSES, ingress);
  }

  @Test
  void roleOfTheGatewayAllowsExactlyWhatItDoes() throws Exception {
    Set<String> rights = Manifests.rights("ostler-gateway");
    cluster.allow(call -> rights.contains(call.right()));
    Shop.openIdledByOldIdler(cluster);
    makeStatefulSet();
    try (KubernetesGateway gateway =
        KubernetesGateway.open(
            new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", true),
            cluster.config(),
            _ -> {})) {
      assertThat(events(gateway, "shop.example.org")).contains("event: success");
      controller.makePods(CRASHED);
      assertThat(events(gateway, "db.test"))
          .contains("data: its container web ended with status 3, again and again");
      // A StatefulSet is marked as awake only when it is.
      controller.ready("/apis/apps/v1/namespaces/team/statefulsets/db");
      Eventually.await("all is used", () -> used().equals(rights));
    }

    assertThat(cluster.denied).isEmpty();
  }

  private static String events(KubernetesGateway gateway, String host) throws IOException {
    return RawVisitor.body(RawVisitor.get(gateway.address().getPort(), "/events/", host));
  }

  /** What go-unidler did without, but for StatefulSets, which nobody asks for here. */
  static Stream<String> additionalRights() throws IOException {
    return Manifests.rights("ostler-gateway").stream()
        .filter(right -> !GoUnidler.ROLE.contains(right) && !right.endsWith("/statefulsets"))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("additionalRights")
  void rightThatGoUnidlerDidWithoutIsNotNeededForAWake(String right) throws Exception {
    cluster.allow(call -> !call.right().equals(right));
    controller.makePods(CRASHED); // so that there is a log to be read
    Shop.openIdledByOldIdler(cluster);
    try (KubernetesGateway gateway =
            KubernetesGateway.open(
                new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", false),
                cluster.config(),
                _ -> {});
        RawClient viewer = new RawClient(gateway.address().getPort())) {
      viewer.send("GET /events/ HTTP/1.1\r\nHost: shop.example.org\r\n\r\n");
      Eventually.await(
          "it is asked for",
          () -> cluster.denied.stream().anyMatch(call -> call.right().equals(right)));
      controller.ready(Shop.DEPLOYMENT);
      Eventually.await(
          "it is awake",
          () ->
              !cluster
                  .objects
                  .read(Shop.DEPLOYMENT)
                  .at("/metadata/labels")
                  .has(KubernetesMarks.IDLED));

      assertThat(events(gateway, "shop.example.org")).contains("shop.example.org is ready");
    }
    assertThat(cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(cluster.objects.read(Shop.SERVICE).at("/spec/type").asText()).isEqualTo("ClusterIP");
  }

  @Test
  void roleOfTheIdlerAllowsExactlyWhatItDoes() throws Exception {
    Set<String> rights = Manifests.rights("ostler-idler");
    cluster.allow(call -> rights.contains(call.right()));
    Idle.open(cluster, "10m");
    makeStatefulSet();
    cluster.objects.edit(
        "/apis/apps/v1/namespaces/team/statefulsets/db",
        object -> object.withObject("spec").put("replicas", 1));
    try (KubernetesApi api = cluster.connect()) {
      KubernetesIdler.Settings settings =
          new KubernetesIdler.Settings(
              "mojanalytics.xyz/idleable=true",
              "gateway.ostler.svc.cluster.local:80",
              10,
              Duration.ofMinutes(30),
              true,
              false);
      new KubernetesIdler(api, settings, _ -> {}, Clock.systemUTC(), Duration.ZERO).pass();
    }

    assertThat(cluster.denied).isEmpty();
    assertThat(used()).isEqualTo(rights);
  }

  @Test
  void somebodyIsThereWhenANodeIsDrainedAndNobodyRunsAsRoot() throws Exception {
    Deployment gateway = Manifests.one(Deployment.class, "gateway");
    PodDisruptionBudget budget = Manifests.one(PodDisruptionBudget.class, "gateway");

    assertThat(gateway.getSpec().getReplicas())
        .isGreaterThan(budget.getSpec().getMinAvailable().getIntVal());
    assertThat(budget.getSpec().getSelector()).isEqualTo(gateway.getSpec().getSelector());
    assertThat(gateway.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(gateway.getSpec().getSelector().getMatchLabels());
    assertThat(gateway.getSpec().getTemplate().getSpec().getSecurityContext().getRunAsNonRoot())
        .isTrue();
  }

  @Test
  void idlerSaysOnlyWhatItWouldDoUntilItIsToldOtherwise() throws Exception {
    var container =
        Manifests.one(CronJob.class, "idler")
            .getSpec()
            .getJobTemplate()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst();

    assertThat(container.getArgs()).contains("--idle", "--dry-run");
  }

  @Test
  void gatewayAndIdlerNameTheServiceThatIsThere() throws Exception {
    Service service = Manifests.one(Service.class, "gateway");
    String option =
        "--service=%s.ostler.svc.cluster.local:%d"
            .formatted(
                service.getMetadata().getName(), service.getSpec().getPorts().getFirst().getPort());

    assertThat(
            Manifests.one(Deployment.class, "gateway")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers())
        .allSatisfy(container ->
            assertThat(container.getArgs()).containsExactly("gateway", option, "--admin=:9700"));
    assertThat(
            Manifests.one(CronJob.class, "idler")
                .getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers())
        .allSatisfy(container -> assertThat(container.getArgs()).contains(option));
  }

  private static List<String> ports(Deployment gateway) {
    return gateway.getSpec().getTemplate().getSpec().getContainers().getFirst().getPorts().stream()
        .map(port -> port.getName() + " " + port.getContainerPort())
        .toList();
  }

  @Test
  void anybodyComesInAsAVisitorAndOnlyNamespacesWithALabelOfTheirOwnReadTheMetrics()
      throws Exception {
    NetworkPolicy policy = Manifests.one(NetworkPolicy.class, "gateway");
    List<String> rules =
        policy.getSpec().getIngress().stream()
            .map(rule ->
                rule.getPorts().getFirst().getPort().getStrVal()
                    + " "
                    + rule.getFrom().stream()
                        .map(from -> from.getNamespaceSelector().getMatchLabels())
                        .toList())
            .toList();

    assertThat(rules).containsExactly("http []", "admin [{ostler.dev/metrics=true}]");
    assertThat(ports(Manifests.one(Deployment.class, "gateway")))
        .containsExactly("http 8080", "admin 9700");
  }

  /** Without one there is no API, so whoever comes to the metrics can look and do nothing. */
  @Test
  void nobodyIsGivenATokenUnasked() throws Exception {
    assertThat(
            Manifests.one(Deployment.class, "gateway")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv())
        .extracting(EnvVar::getName)
        .containsExactly("PORT");
  }

  @Test
  void everyFileIsInTheKustomization() throws Exception {
    List<String> named =
        Files.readAllLines(Manifests.FOLDER.resolve("kustomization.yaml")).stream()
            .filter(line -> line.startsWith("  - ") && line.endsWith(".yaml"))
            .map(line -> line.substring(4))
            .toList();

    try (Stream<Path> files = Files.list(Manifests.FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.equals("kustomization.yaml"))
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }
}
