package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.testing.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Visitors of a gateway with a file, of a workload whose Service is pointed at it for a rest. */
@SuppressWarnings("NullAway.Init")
class KubernetesRepointTest {
  /** Nobody waits for that. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final String FILE =
      TestGateway.HEAD
          + """
          apps:
            shop:
              hosts: '*'
              kubernetes: {namespace: team, workload: deployment/shop, service: shop, route: repoint}
          """;

  @TempDir Path folder;
  private final FakeCluster cluster = FakeCluster.start();
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void openShop() throws Exception {
    FakeController.of(cluster);
    upstream = new Upstream("shop");
    cluster.objects.nextAddress("127.0.0.1");
    cluster.objects.put(Shop.DEPLOYMENTS, Shop.deployment("Deployment", 2));
    ObjectNode service = Shop.service();
    ((ObjectNode) service.at("/spec/ports/0")).put("port", upstream.address().getPort());
    cluster.objects.put(Shop.SERVICES, service);
  }

  private void open(Duration drain) throws Exception {
    gateway = TestGateway.of(folder, FILE, (_, _) -> Shop.workload(cluster, Shop.repoint(drain)));
    gateway.await("shop", "\"phase\":\"awake\"");
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
    cluster.close();
  }

  private ObjectNode deployment() {
    return cluster.objects.read(Shop.DEPLOYMENT);
  }

  private ObjectNode service() {
    return cluster.objects.read(Shop.SERVICE);
  }

  private void awaitRouted() {
    Eventually.await(
        "it is routed to the gateway", () -> service().at("/spec").has("externalName"));
  }

  private void awaitAsBefore(ObjectNode spec) {
    Eventually.await(
        "nothing tells of a rest",
        () ->
            !deployment().at("/metadata/labels").has(KubernetesMarks.IDLED)
                && !deployment().at("/metadata/annotations").has(KubernetesMarks.GOAL)
                && service().withObject("spec").equals(spec));
    gateway.await("shop", "\"phase\":\"awake\"");
  }

  private boolean isUsed() {
    return gateway.admin("GET", "/v1/apps/shop").body().contains("\"users\":1");
  }

  private long scalings() {
    return deployment().at("/metadata/generation").asLong() - 1;
  }

  @Test
  void whoComesInTheMiddleOfARestHasItTakenBackAndItsOwnAnswer() throws Exception {
    open(LONG);
    ObjectNode before = service().withObject("spec");
    gateway.admin("POST", "/v1/apps/shop/idle");
    awaitRouted();
    HttpResponse<String> answer = gateway.get("/cart?item=1");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("shop /cart?item=1");
    awaitAsBefore(before);
    assertThat(upstream.requests).containsExactly("GET /cart?item=1");
    assertThat(scalings()).isZero();
    assertThat(gateway.log).contains("shop: stays awake: somebody else has use for it");
  }

  @Test
  void whoComesWithABrowserThenIsShownThePageAndArrives() throws Exception {
    open(LONG);
    ObjectNode before = service().withObject("spec");
    gateway.admin("POST", "/v1/apps/shop/idle");
    awaitRouted();
    HttpResponse<String> page = gateway.get("/cart", "Accept", "text/html");

    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    awaitAsBefore(before);
    assertThat(gateway.get("/cart", "Accept", "text/html").body()).isEqualTo("shop /cart");
    assertThat(scalings()).isZero();
  }

  @Test
  void whoMayNotWakeItWaitsForItsEndInVain() throws Exception {
    open(Duration.ofSeconds(1));
    gateway.admin("POST", "/v1/apps/shop/idle");
    awaitRouted();
    gateway.admin("POST", "/v1/apps/shop/bar");
    HttpResponse<String> answer = gateway.get("/cart");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("it is not to be woken by visitors");
    assertThat(deployment().at("/spec/replicas").asInt()).isZero();
  }

  /** The calls of a rest that waits for long, and of one that does not, to its end. */
  static Stream<Arguments> calls() {
    return Stream.concat(
        IntStream.rangeClosed(1, 10).mapToObj(call -> arguments(LONG, 0, call)),
        IntStream.rangeClosed(1, 13).mapToObj(call -> arguments(Duration.ZERO, 2, call)));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void whoeverComesIsAnsweredAndAllIsAsBefore(Duration drain, long most, int call)
      throws Exception {
    open(drain);
    ObjectNode before = service().withObject("spec");
    Stop stop = new Stop(call);
    cluster.decide(stop);
    gateway.admin("POST", "/v1/apps/shop/idle");
    stop.await();
    var answer = gateway.send(gateway.to("/cart"));
    Eventually.await("somebody has come", () -> answer.isDone() || isUsed());
    stop.goOn();

    assertThat(answer.join().statusCode()).isEqualTo(200);
    assertThat(answer.join().body()).isEqualTo("shop /cart");
    awaitAsBefore(before);
    assertThat(deployment().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(scalings()).isIn(0L, most);
  }

  /** Holds one call of those that are no watches until the test says so. */
  private static final class Stop implements FakeCluster.Fates {
    private final AtomicInteger left;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    Stop(int call) {
      left = new AtomicInteger(call);
    }

    @Override
    public FakeCluster.Fate of(FakeCluster.Call call) {
      if (!call.verb().equals("watch") && left.decrementAndGet() == 0) {
        reached.countDown();
        await(open);
      }
      return FakeCluster.Fate.SERVED;
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(Eventually.LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    void await() {
      await(reached);
    }

    void goOn() {
      open.countDown();
    }
  }

  @Test
  void whoComesWhileItRestsHasItWokenAgainAndItsOwnAnswer() throws Exception {
    open(Duration.ZERO);
    gateway.admin("POST", "/v1/apps/shop/idle");
    gateway.await("shop", "\"phase\":\"resting\"");
    HttpResponse<String> answer = gateway.get("/late");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("shop /late");
    assertThat(deployment().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(deployment().at("/metadata/generation").asInt()).isEqualTo(3); // to 0, and back
  }
}
