package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.testing.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The idler, over an API server. */
class KubernetesIdlerTest {
  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private final List<KubernetesIdler.Verdict> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    cluster.close();
  }

  private int pass(boolean dryRun) throws Exception {
    return pass(dryRun, Duration.ZERO);
  }

  private int pass(boolean dryRun, Duration drain) throws Exception {
    return pass(
        new KubernetesIdler.Settings(
            "mojanalytics.xyz/idleable=true",
            "gateway.ostler.svc.cluster.local:80",
            10,
            Duration.ofMinutes(30),
            false,
            dryRun),
        drain);
  }

  private int pass(KubernetesIdler.Settings settings, Duration drain) throws Exception {
    try (KubernetesApi api = cluster.connect()) {
      return new KubernetesIdler(api, settings, told::add, Clock.systemUTC(), drain).pass();
    }
  }

  private List<String> log() {
    return told.stream().map(KubernetesIdler.Verdict::text).toList();
  }

  private ObjectNode deployment() {
    return cluster.objects.read(Shop.DEPLOYMENT);
  }

  private ObjectNode service() {
    return cluster.objects.read(Shop.SERVICE);
  }

  private void annotate(String key, String value) {
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        object -> object.withObject("metadata").withObject("annotations").put(key, value));
  }

  @Test
  void whatUsesNextToNothingIsNotedRoutedToTheGatewayAndScaledDownInThatOrder() throws Exception {
    Idle.open(cluster, "10m");

    assertThat(pass(false)).isZero();
    assertThat(log()).containsExactly("team/shop rests: it uses 1.0 % of its CPU, at most 10.0 %");
    assertThat(cluster.done)
        .extracting(FakeCluster.Call::resource)
        .containsExactly("deployments", "services", "deployments");
    assertThat(deployment().at("/spec/replicas").asInt()).isZero();
    assertThat(deployment().at("/metadata/labels").path(KubernetesMarks.IDLED).asText())
        .isEqualTo("true");
    assertThat(deployment().at("/metadata/annotations").path(KubernetesMarks.REPLICAS).asText())
        .isEqualTo("2");
    assertThat(deployment().at("/metadata/annotations").path(KubernetesMarks.IDLED_AT).asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00");
    assertThat(service().at("/spec/externalName").asText())
        .isEqualTo("gateway.ostler.svc.cluster.local");
  }

  @Test
  void dryRunSaysWhatItWouldDoAndWhyAndChangesNothing() throws Exception {
    Idle.open(cluster, "10m");

    assertThat(pass(true)).isZero();
    assertThat(log())
        .containsExactly("team/shop would rest: it uses 1.0 % of its CPU, at most 10.0 %");
    assertThat(told)
        .containsExactly(
            new KubernetesIdler.Verdict(
                "Deployment",
                "team",
                "shop",
                KubernetesIdler.Outcome.WOULD_REST,
                "it uses 1.0 % of its CPU, at most 10.0 %"));
    assertThat(cluster.calls).noneMatch(FakeCluster.Call::changes);
  }

  @Test
  void settingsThatMakeNoSenseAreRefusedBeforeAnythingIsAsked() {
    String service = "gateway.ostler.svc:80";

    assertThatThrownBy(() -> KubernetesIdler.Settings.of(Map.of(), ":80", true))
        .hasMessage("found ':80', expected the gateway's Service such as gateway.ostler.svc:80");
    assertThatThrownBy(() -> KubernetesIdler.Settings.of(threshold("120"), service, true))
        .hasMessage("a share of the CPU is 0 to 100 percent, got 120.0");
    assertThatThrownBy(() -> KubernetesIdler.Settings.of(threshold("ten"), service, true))
        .hasMessage("cannot read CPU_ACTIVITY_THRESHOLD: found 'ten', expected percent");
  }

  private static Map<String, String> threshold(String text) {
    return Map.of("CPU_ACTIVITY_THRESHOLD", text);
  }

  @Test
  void everyPodCounts() throws Exception {
    Idle.open(cluster, "0");
    Idle.measure(cluster, "shop-1", "500000u");
    pass(false);

    assertThat(log())
        .containsExactly("team/shop stays as it is: it uses 25.0 % of its CPU, more than 10.0 %");
  }

  @Test
  void whatNobodyMeasuresStaysAwake() throws Exception {
    Shop.open(cluster, 1);
    pass(false);

    assertThat(log())
        .containsExactly("team/shop stays as it is: nobody knows how much CPU it uses");
  }

  @Test
  void whatNobodyMeasuresRestsIfThatIsAskedFor() throws Exception {
    Shop.open(cluster, 1);
    KubernetesIdler.Settings settings =
        KubernetesIdler.Settings.of(Map.of(), "gateway.ostler.svc.cluster.local:80", false);
    int failed = pass(settings.withUnmeasuredAtRest(true), Duration.ZERO);

    assertThat(failed).isZero();
    assertThat(log()).containsExactly("team/shop rests: nobody knows how much CPU it uses");
    assertThat(deployment().at("/spec/replicas").asInt()).isZero();
  }

  @Test
  void whatWasWokenNotLongAgoStaysAwake() throws Exception {
    Idle.open(cluster, "0");
    Instant woken = Instant.now().minusSeconds(60);
    annotate(KubernetesMarks.WOKEN_AT, KubernetesPatches.time(woken));
    pass(false);

    assertThat(log().getFirst()).startsWith("team/shop stays as it is: it was woken at ");
  }

  @Test
  void whatSomebodyKeepsAwakeWhileOthersAreDealtWithStaysAwake() throws Exception {
    Idle.open(cluster, "0");
    String later = Instant.now().plusSeconds(3600).toString();
    AtomicBoolean due = new AtomicBoolean(true);
    cluster.decide(call -> {
      if (call.resource().equals("services") && due.getAndSet(false)) {
        annotate(KubernetesMarks.KEEP_AWAKE_UNTIL, later);
      }
      return FakeCluster.Fate.SERVED;
    });
    pass(false);

    assertThat(log())
        .containsExactly("team/shop stays as it is: it is to be kept awake until " + later);
    assertThat(cluster.done).isEmpty();
  }

  @Test
  void whatItPutsToRestGoUnidlerCanWake() throws Exception {
    Idle.open(cluster, "0");
    pass(false);
    GoUnidler.wake(cluster.objects, Shop.DEPLOYMENT, Shop.SERVICE);

    assertThat(deployment().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(service().at("/spec/type").asText()).isEqualTo("ClusterIP");
    assertThat(service().at("/spec/selector/app").asText()).isEqualTo("shop");
    assertThat(service().at("/spec/ports/0/targetPort").asInt()).isEqualTo(3000);
  }

  @Test
  void wakeInTheMiddleOfARestIsNotUndone() throws Exception {
    Duration drain = Duration.ofSeconds(5);
    Idle.open(cluster, "0");
    AtomicInteger failed = new AtomicInteger(-1);
    Thread idler =
        Thread.startVirtualThread(() -> {
          try {
            failed.set(pass(false, drain));
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    Eventually.await(
        "it is routed to the gateway", () -> service().at("/spec").has("externalName"));
    try (Workload gateway = Shop.workload(cluster, Shop.repoint(drain));
        AutoCloseable _ = gateway.follow(_ -> {})) {
      gateway.wake();
      idler.join();
      Eventually.await("it is awake", () -> gateway.observe() instanceof Observation.Running);
    }

    assertThat(deployment().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(deployment().at("/metadata/generation").asInt()).isEqualTo(1);
    assertThat(log()).last().isEqualTo("team/shop stays as it is: somebody has come");
    assertThat(failed).hasValue(0);
  }

  @Test
  void serviceComesBackAsItWasInEveryField() throws Exception {
    Idle.open(cluster, "0");
    ObjectNode before = service().withObject("spec");
    pass(false);
    try (Workload gateway = Shop.workload(cluster, Shop.REPOINT);
        AutoCloseable _ = gateway.follow(_ -> {})) {
      gateway.wake();
      Eventually.await("it is awake", () -> gateway.observe() instanceof Observation.Running);
    }

    assertThat(service().withObject("spec")).isEqualTo(before);
  }

  @Test
  void addressThatIsTakenMeanwhileIsReplacedByAnother() throws Exception {
    Idle.open(cluster, "0");
    String address = service().at("/spec/clusterIP").asText();
    pass(false);
    ObjectNode thief = Shop.service();
    thief.withObject("metadata").put("name", "thief");
    thief.withObject("spec").put("clusterIP", address);
    cluster.objects.put(Shop.SERVICES, thief);
    try (Workload gateway = Shop.workload(cluster, Shop.REPOINT);
        AutoCloseable _ = gateway.follow(_ -> {})) {
      gateway.wake();
      Eventually.await("it is awake", () -> gateway.observe() instanceof Observation.Running);
    }

    assertThat(service().at("/spec/clusterIP").asText()).isNotEmpty().isNotEqualTo(address);
    assertThat(service().at("/spec/selector")).hasToString("{\"app\":\"shop\",\"tier\":\"web\"}");
  }

  @Test
  void podsAreLeftToTheControllersAndNeverTouched() throws Exception {
    controller.leave();
    Idle.open(cluster, "0");
    pass(false);

    assertThat(cluster.done).extracting(FakeCluster.Call::resource).doesNotContain("pods");
  }
}
