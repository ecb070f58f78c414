package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What those are told who wait for a workload that its cluster cannot start. */
@SuppressWarnings("NullAway.Init")
class KubernetesFailureTest {
  private static final String POD = "/api/v1/namespaces/team/pods/shop-1";
  private static final Duration SOON = Duration.ofSeconds(3);

  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private KubernetesGateway gateway;

  @BeforeEach
  void open() throws IOException {
    controller.makePods(FakeController.PENDING);
    Shop.openIdledByOldIdler(cluster);
    gateway =
        KubernetesGateway.open(
            new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", false),
            cluster.config(),
            _ -> {});
  }

  @AfterEach
  void close() {
    gateway.close();
    cluster.close();
  }

  private String get(String path, String... headers) {
    try {
      return RawVisitor.get(gateway.address().getPort(), path, "shop.example.org", headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tellOfPod(String status) {
    controller.tell(POD, status);
  }

  private static String waiting(String reason) {
    return """
    {"phase":"Pending","conditions":[],"containerStatuses":[{"name":"web","image":"shop:9",
     "state":{"waiting":{"reason":"%s","message":"back-off"}},
     "lastState":{"terminated":{"exitCode":3,"reason":"Error"}}}]}\
    """
        .formatted(reason);
  }

  /** What the cluster says when it has made pods that do not run yet. */
  interface Trouble {
    void begin(KubernetesFailureTest test);
  }

  private static Arguments pod(String status, String reason) {
    Trouble trouble = test -> test.tellOfPod(status);
    return Arguments.of(reason, trouble);
  }

  private static Trouble condition(String json) {
    return test ->
        test.cluster.objects.edit(
            Shop.DEPLOYMENT,
            object ->
                object.withObject("status").putArray("conditions").add(FakeCluster.object(json)));
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        pod(waiting("ImagePullBackOff"), "its image cannot be pulled: shop:9"),
        pod(waiting("CrashLoopBackOff"), "its container web ended with status 3, again and again"),
        pod(waiting("CreateContainerConfigError"), "its container web cannot be made"),
        Arguments.of(
            "the quota of its namespace is used up",
            condition(
                """
                {"type":"ReplicaFailure","status":"True","reason":"FailedCreate",
                 "message":"pods \\"shop-1\\" is forbidden: exceeded quota: few"}\
                """)),
        Arguments.of(
            "its cluster has given up waiting for it",
            condition(
                """
                {"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded",
                 "message":"it has timed out progressing"}\
                """)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void pageStreamAndWhoWaitsAreToldWithinThreeSecondsOfTheCluster(String reason, Trouble trouble)
      throws Exception {
    CompletableFuture<String> held =
        CompletableFuture.supplyAsync(() -> get("/api"), Thread::startVirtualThread);
    try (RawClient viewer = new RawClient(gateway.address().getPort())) {
      viewer.send("GET /events/ HTTP/1.1\r\nHost: shop.example.org\r\n\r\n");
      viewer.readUntil("its containers are being made");
      long since = System.nanoTime();
      trouble.begin(this);
      String told = viewer.readToEnd();
      String answer = held.join();
      String page = get("/", "Accept: text/html");
      Duration took = Duration.ofNanos(System.nanoTime() - since);

      assertThat(told).contains("\"text\":\"" + reason, "event:end\ndata:\"failed\"\n\n");
      assertThat(answer).startsWith("HTTP/1.1 503 ").contains("\"detail\":\"" + reason);
      assertThat(page).startsWith("HTTP/1.1 503 ").contains(reason);
      assertThat(took).isLessThan(SOON);
    }
  }

  /** A check that does not pass, or a node that is missing, may come right yet. */
  static Stream<Arguments> delays() {
    return Stream.of(
        pod(
            """
            {"phase":"Running","conditions":[],"containerStatuses":[{"name":"web","image":"shop:9",
             "state":{"running":{}}}]}\
            """,
            "it runs; its check has not passed yet"),
        pod(
            """
            {"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False",
             "reason":"Unschedulable","message":"0/3 nodes are available"}]}\
            """,
            "no node has room for it: 0/3 nodes are available"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("delays")
  void whatMayComeRightYetIsAStepThatIsToldAsSoon(String stage, Trouble trouble) throws Exception {
    try (RawClient viewer = new RawClient(gateway.address().getPort())) {
      viewer.send("GET /events/ HTTP/1.1\r\nHost: shop.example.org\r\n\r\n");
      viewer.readUntil("its containers are being made");
      long since = System.nanoTime();
      trouble.begin(this);
      viewer.readUntil("\"text\":\"" + stage);
      String page = get("/", "Accept: text/html");
      Duration took = Duration.ofNanos(System.nanoTime() - since);

      assertThat(page).startsWith("HTTP/1.1 503 ").contains(stage);
      assertThat(took).isLessThan(SOON);
    }
    controller.ready(Shop.DEPLOYMENT);
    Eventually.await("it is awake", () -> get("/events/").contains("event:end\ndata:\"ready\""));
  }
}
