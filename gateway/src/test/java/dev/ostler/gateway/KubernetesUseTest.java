package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several gateways as proxies before one app of a cluster. */
class KubernetesUseTest {
  /** Half of it is what a busy machine may stand still. */
  private static final Duration IDLE_AFTER = Duration.ofSeconds(4);

  @TempDir Path folder;
  private final FakeCluster cluster = FakeCluster.start();
  private final StreamingUpstream app = new StreamingUpstream();
  private final List<Gateway> gateways = new ArrayList<>();

  @BeforeEach
  void create() {
    FakeController.of(cluster);
    Shop.open(cluster, 1);
    cluster.objects.edit(
        Shop.SERVICE,
        service -> {
          service.withObject("spec").put("clusterIP", "127.0.0.1");
          ((ObjectNode) service.at("/spec/ports/0")).put("port", app.address().getPort());
        });
  }

  @AfterEach
  void close() {
    gateways.forEach(Gateway::close);
    app.close();
    cluster.close();
  }

  private Gateway open(Duration idleAfter) throws Exception {
    String text =
        TestGateway.HEAD
            + """
            apps:
              shop:
                hosts: '*'
                kubernetes: {namespace: team, workload: deployment/shop, service: shop}
                idle: {after: %ds, awake: 0s}
            """
                .formatted(idleAfter.toSeconds());
    Gateway gateway =
        Gateway.open(
            Files.writeString(folder.resolve("gateway.yaml"), text),
            _ -> {},
            (_, _) -> Shop.workload(cluster, Shop.PROXY));
    gateways.add(gateway);
    return gateway;
  }

  private static RawClient follow(Gateway gateway) throws Exception {
    RawClient client = new RawClient(gateway.address().getPort());
    client.send("GET /events HTTP/1.1\r\nHost: shop\r\n\r\n");
    client.readUntil("text/event-stream");
    return client;
  }

  private static void visit(Gateway gateway) throws Exception {
    try (RawClient client = new RawClient(gateway.address().getPort())) {
      client.send("GET /none HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 404 ");
    }
  }

  /** Raised by every change of what it is to be. */
  private long generation() {
    return cluster.objects.read(Shop.DEPLOYMENT).at("/metadata/generation").asLong();
  }

  private String annotation(String key) {
    String escaped = key.replace("/", "~1");
    return cluster.objects.read(Shop.DEPLOYMENT).at("/metadata/annotations/" + escaped).asText();
  }

  /** Until when it is said to be used; long ago if nobody says so. */
  private Instant usedUntil() {
    String text = annotation(KubernetesMarks.USED_UNTIL);
    return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
  }

  private void awaitUseAfter(Instant time) {
    Eventually.await("used after " + time, () -> usedUntil().isAfter(time));
  }

  private int replicas() {
    return cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt();
  }

  private void awaitRest() {
    Eventually.await("it rests", () -> replicas() == 0);
  }

  private void awaitChanges(int count) {
    Eventually.await(count + " changes", () -> cluster.changes("deployments") == count);
  }

  private static void bar(Gateway gateway) throws Exception {
    try (RawClient client = new RawClient(gateway.adminAddress().orElseThrow().getPort())) {
      client.send(
          """
          POST /v1/apps/shop/bar HTTP/1.1\r
          Host: shop\r
          Authorization: Bearer secret\r
          Content-Length: 0\r
          Connection: close\r
          \r
          """);

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 20");
    }
  }

  @Test
  void appThatIsUsedAtOneGatewayIsNotRestedByAnother() throws Exception {
    Gateway used = open(IDLE_AFTER);
    open(IDLE_AFTER);
    long before = generation();
    try (RawClient _ = follow(used)) {
      awaitUseAfter(Instant.EPOCH);
      awaitUseAfter(usedUntil().plus(IDLE_AFTER));

      assertThat(generation()).isEqualTo(before);
      app.say("the end");
      awaitRest();
    }
  }

  @Test
  void appThatIsUsedNowAndThenAtOneGatewayAndAnotherIsRestedByNone() throws Exception {
    Gateway one = open(IDLE_AFTER);
    Gateway other = open(IDLE_AFTER);
    long before = generation();
    for (Gateway gateway : List.of(one, other, one)) {
      visit(gateway);
      TimeUnit.MILLISECONDS.sleep(IDLE_AFTER.toMillis() * 5 / 8);
    }

    assertThat(generation()).isEqualTo(before);
  }

  @Test
  void appWhoseGatewayIsLostIsRestedByAnotherWhenItsTimeIsOver() throws Exception {
    Gateway used = open(IDLE_AFTER);
    open(IDLE_AFTER);
    try (RawClient _ = follow(used)) {
      awaitUseAfter(Instant.EPOCH);
      used.close();
      Instant until = usedUntil();
      awaitRest();

      assertThat(Instant.parse(annotation(KubernetesMarks.IDLED_AT)))
          .isAfterOrEqualTo(until.minusSeconds(1));
    }
  }

  @Test
  void manyRequestsAreOneWord() throws Exception {
    Gateway used = open(Duration.ofMinutes(30));
    Instant before = Instant.now();
    for (int i = 0; i < 100; i++) {
      visit(used);
    }
    bar(used); // is written after all that was to be written before

    awaitChanges(2);
    assertThat(annotation(KubernetesMarks.DO_NOT_WAKE)).isEqualTo("true");
    assertThat(usedUntil())
        .isBetween(before.plusSeconds(1800), Instant.now().plusSeconds(1801)); // whole seconds
  }

  @Test
  void appWithoutUseIsNotWrittenTo() throws Exception {
    open(Duration.ofSeconds(1));
    awaitChanges(1);

    assertThat(replicas()).isZero();
    assertThat(annotation(KubernetesMarks.USED_UNTIL)).isEmpty();
  }

  private static Wish used(Duration time) {
    return new Wish.Used(Optional.of(Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS)));
  }

  private static void restIfUnused(Workload workload) throws WorkloadException {
    workload.rest(new RestOrder(RestOrder.Cause.UNUSED));
  }

  @Test
  void whoSaysThatItIsUsedMayPutItToRestAndNobodyElse() throws Exception {
    try (Workload one = Shop.workload(cluster, Shop.PROXY);
        Workload other = Shop.workload(cluster, Shop.PROXY)) {
      one.keep(used(Duration.ofHours(1)));

      assertThatThrownBy(() -> restIfUnused(other))
          .isInstanceOf(StaysAwakeException.class)
          .hasMessage("shop stays awake: it is used through another gateway");
      assertThat(replicas()).isOne();
      restIfUnused(one);
      assertThat(replicas()).isZero();
    }
  }

  @Test
  void personPutsToRestWhatOthersUse() throws Exception {
    try (Workload one = Shop.workload(cluster, Shop.PROXY);
        Workload other = Shop.workload(cluster, Shop.PROXY)) {
      one.keep(used(Duration.ofHours(1)));
      other.rest();

      assertThat(replicas()).isZero();
    }
  }

  @Test
  void lastUseCounts() throws Exception {
    try (Workload one = Shop.workload(cluster, Shop.PROXY);
        Workload other = Shop.workload(cluster, Shop.PROXY)) {
      one.keep(used(Duration.ofHours(1)));
      Instant last = usedUntil();
      other.keep(used(Duration.ofMinutes(30)));
      assertThat(usedUntil()).isEqualTo(last);
      other.keep(used(Duration.ofHours(2)));

      assertThat(cluster.changes("deployments")).isEqualTo(2);
      assertThatThrownBy(() -> restIfUnused(one)).isInstanceOf(StaysAwakeException.class);
    }
  }

  @Test
  void whatRestsIsNotSaidToBeUsed() throws Exception {
    try (Workload workload = Shop.workload(cluster, Shop.PROXY)) {
      workload.rest();
      workload.keep(used(Duration.ofHours(1)));

      assertThat(annotation(KubernetesMarks.USED_UNTIL)).isEmpty();
    }
  }
}
