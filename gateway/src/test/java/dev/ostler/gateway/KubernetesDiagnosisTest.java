package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.gateway.Observation.Failed.Kind;
import dev.ostler.testing.Eventually;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a workload does not run, as whoever follows it is told. */
class KubernetesDiagnosisTest {
  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private final List<Observation> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    cluster.close();
  }

  private static String waiting(String reason, String message) {
    return """
    {"phase":"Pending","conditions":[],"containerStatuses":[{"name":"web","image":"shop:9",
     "state":{"waiting":{"reason":"%s","message":"%s"}},
     "lastState":{"terminated":{"exitCode":3,"reason":"Error"}}}]}\
    """
        .formatted(reason, message);
  }

  static Stream<Arguments> pods() {
    return Stream.of(
        arguments(
            waiting("ImagePullBackOff", "Back-off pulling image"),
            failed(Kind.IMAGE, "its image cannot be pulled: shop:9", "Back-off pulling image")),
        arguments(
            waiting("ErrImagePull", "not found"),
            new Observation.Waking("its image could not be pulled yet: not found")),
        arguments(
            waiting("CrashLoopBackOff", "back-off 10s"),
            failed(
                Kind.CRASH,
                "its container web ended with status 3, again and again",
                "back-off 10s")),
        arguments(
            waiting("CreateContainerConfigError", "secret 'db' not found"),
            failed(
                Kind.CONFIGURATION, "its container web cannot be made", "secret 'db' not found")),
        arguments(
            """
            {"phase":"Running","conditions":[],"containerStatuses":[{"name":"web","image":"shop:9",
             "state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}\
            """,
            new Observation.Waking(
                "its container web was ended for want of memory; it is started again")),
        arguments(
            """
            {"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False",
             "reason":"Unschedulable","message":"0/3 nodes are available"}]}\
            """,
            new Observation.Waking("no node has room for it: 0/3 nodes are available")),
        arguments(
            """
            {"phase":"Pending","conditions":[],"initContainerStatuses":[
             {"name":"one","image":"a","state":{"terminated":{"exitCode":0}}},
             {"name":"two","image":"a","state":{"running":{}}}]}\
            """,
            new Observation.Waking("it is being prepared: 1 of 2 steps done")),
        arguments(
            """
            {"phase":"Running","conditions":[],"containerStatuses":[{"name":"web","image":"shop:9",
             "state":{"running":{}}}]}\
            """,
            new Observation.Waking("it runs; its check has not passed yet")),
        arguments(
            """
            {"phase":"Failed","conditions":[],"message":"The node was low on resource: memory."}\
            """,
            failed(Kind.OTHER, "its pod has failed", "The node was low on resource: memory.")));
  }

  private static Observation failed(Kind kind, String reason, String... evidence) {
    return new Observation.Failed(kind, reason, List.of(evidence));
  }

  @ParameterizedTest
  @MethodSource("pods")
  void whatAPodSaysIsToldInWords(String status, Observation expected) throws Exception {
    controller.makePods(status);
    Shop.open(cluster, 0);
    try (Workload workload = Shop.workload(cluster, Shop.PROXY);
        AutoCloseable _ = workload.follow(told::add)) {
      workload.wake();
      Eventually.await("told " + told, () -> told.contains(expected));

      assertThat(workload.observe()).isEqualTo(expected);
    }
  }

  @Test
  void whatACrashedContainerHasWrittenIsEvidence() throws Exception {
    controller.makePods(waiting("CrashLoopBackOff", "back-off"));
    cluster.objects.log("shop-0", List.of("connecting", "no database"));
    Shop.open(cluster, 0);
    try (Workload workload = Shop.workload(cluster, Shop.PROXY)) {
      workload.wake();

      assertThat(workload.observe())
          .isEqualTo(
              failed(
                  Kind.CRASH,
                  "its container web ended with status 3, again and again",
                  "back-off",
                  "connecting",
                  "no database"));
    }
  }

  /** The Deployment's controller has a condition. */
  private void say(String condition) {
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        object ->
            object.withObject("status").putArray("conditions").add(FakeCluster.object(condition)));
  }

  /** The Deployment's controller has seen what it is to be. */
  private void observe() {
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        object ->
            object
                .withObject("status")
                .put("observedGeneration", object.at("/metadata/generation").asLong()));
  }

  @Test
  void quotaThatIsUsedUpIsToldAsTheDeploymentSaysIt() throws Exception {
    controller.leave();
    Shop.open(cluster, 0);
    try (Workload workload = Shop.workload(cluster, Shop.PROXY)) {
      workload.wake();
      say(
          """
          {"type":"ReplicaFailure","status":"True","reason":"FailedCreate",
           "message":"pods \\"shop-1\\" is forbidden: exceeded quota: few"}\
          """);
      observe();

      assertThat(workload.observe())
          .isEqualTo(
              failed(
                  Kind.QUOTA,
                  "the quota of its namespace is used up",
                  "pods \"shop-1\" is forbidden: exceeded quota: few"));
    }
  }

  @Test
  void whatFailedBeforeItWasWokenIsNotTakenForItsFailure() throws Exception {
    controller.leave();
    Shop.open(cluster, 0);
    say(
        """
        {"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded",
         "message":"ReplicaSet has timed out progressing"}\
        """);
    observe();
    try (Workload workload = Shop.workload(cluster, Shop.PROXY)) {
      workload.wake();
      assertThat(workload.observe()).isEqualTo(new Observation.Waking("its pods are being made"));
      observe();

      assertThat(workload.observe())
          .isEqualTo(
              failed(
                  Kind.START,
                  "its cluster has given up waiting for it",
                  "ReplicaSet has timed out progressing"));
    }
  }

  private static ObjectNode refusal(String time) {
    return FakeCluster.object(
        """
        {"metadata":{"name":"shop.1"},"type":"Warning","reason":"FailedCreate",
         "message":"pods \\"shop-0\\" is forbidden: exceeded quota: few","lastTimestamp":"%s",
         "involvedObject":{"kind":"StatefulSet","name":"shop"}}\
        """
            .formatted(time));
  }

  @Test
  void refusalCountsIfItIsOneOfThisWake() throws Exception {
    controller.leave();
    Shop.open(cluster, 0);
    cluster.objects.put("/api/v1/namespaces/team/events", refusal("2026-03-01T10:00:00Z"));
    try (Workload workload = Shop.workload(cluster, Shop.PROXY)) {
      workload.wake();
      observe();
      assertThat(workload.observe()).isEqualTo(new Observation.Waking("its pods are being made"));
      String now = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS).toString();
      cluster.objects.put("/api/v1/namespaces/team/events", refusal(now));

      assertThat(workload.observe())
          .isEqualTo(
              failed(
                  Kind.QUOTA,
                  "the quota of its namespace is used up",
                  "pods \"shop-0\" is forbidden: exceeded quota: few"));
    }
  }

  @Test
  void eventsTellWhatIsBeingDone() throws Exception {
    controller.makePods(FakeController.PENDING);
    Shop.open(cluster, 0);
    cluster.objects.put(
        "/api/v1/namespaces/team/events",
        FakeCluster.object(
            """
            {"metadata":{"name":"shop-0.1"},"type":"Normal","reason":"Pulling",
             "message":"Pulling image \\"shop:9\\"","lastTimestamp":"2026-03-01T10:00:00Z",
             "involvedObject":{"kind":"Pod","name":"shop-0"}}\
            """));
    try (Workload workload = Shop.workload(cluster, Shop.PROXY)) {
      workload.wake();

      assertThat(workload.observe())
          .isEqualTo(new Observation.Waking("its image is being pulled: Pulling image \"shop:9\""));
    }
  }
}
