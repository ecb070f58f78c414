package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.testing.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway that changes nothing leaves a cluster as others have left it, half done or not. */
class KubernetesDryRunTest {
  private static final int REPLICAS = 3;

  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private final List<Observation> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    Shop.open(cluster, REPLICAS);
    assertThat(controller).isNotNull(); // it plays the part of the cluster
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  /** Whatever is gone on with is before anything is told of how it is. */
  private void follow() throws Exception {
    cluster.calls.clear();
    try (Workload dry = new DryRun(Shop.workload(cluster, Shop.REPOINT), _ -> {});
        AutoCloseable _ = dry.follow(told::add)) {
      Eventually.await("it was looked at", () -> !told.isEmpty());
      dry.rest();
    }
    assertThat(told).noneMatch(Observation.Unknown.class::isInstance);
    assertThat(cluster.calls).isNotEmpty().noneMatch(FakeCluster.Call::changes);
  }

  private void leave(Consumer<ObjectNode> how) {
    cluster.objects.edit(Shop.DEPLOYMENT, how);
  }

  private static ObjectNode annotations(ObjectNode deployment) {
    return deployment.withObject("metadata").withObject("annotations");
  }

  private static void runAsIfNothingWere(ObjectNode deployment) {
    deployment.withObject("spec").put("replicas", REPLICAS);
    deployment.withObject("metadata").put("generation", 10);
    deployment.withObject("metadata").withObject("labels").remove(KubernetesMarks.IDLED);
    annotations(deployment).removeAll();
  }

  @Test
  void restThatSomebodyElseHasBegunIsNotGoneOnWith() throws Exception {
    leave(deployment -> {
      deployment.withObject("metadata").withObject("labels").put(KubernetesMarks.IDLED, "true");
      annotations(deployment)
          .put(KubernetesMarks.GOAL, KubernetesMarks.RESTING)
          .put(KubernetesMarks.REPLICAS, Integer.toString(REPLICAS));
    });

    follow();
  }

  @Test
  void wakeThatSomebodyElseHasBegunIsNotGoneOnWith() throws Exception {
    rest();
    leave(deployment -> annotations(deployment).put(KubernetesMarks.GOAL, KubernetesMarks.AWAKE));

    follow();
  }

  @Test
  void serviceOfWhatRunsIsNotGivenBack() throws Exception {
    rest();
    leave(KubernetesDryRunTest::runAsIfNothingWere);

    follow();
  }

  private void rest() throws WorkloadException {
    try (Workload another = Shop.workload(cluster, Shop.REPOINT)) {
      another.rest();
    }
  }
}
