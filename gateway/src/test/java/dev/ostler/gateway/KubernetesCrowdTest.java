package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Many who follow the wake of one app of a cluster. */
class KubernetesCrowdTest {
  private static final int VIEWERS = 1000;

  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private final List<String> log = new CopyOnWriteArrayList<>();

  private int replicas() {
    return cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt();
  }

  /** Raised by every change of what it is to be. */
  private long generation() {
    return cluster.objects.read(Shop.DEPLOYMENT).at("/metadata/generation").asLong();
  }

  @Test
  void thousandViewersOfOneAppCauseOneScaleOneServicePatchAndOneWatchOfEachKind() throws Exception {
    controller.makePods(FakeController.PENDING);
    Shop.openIdledByOldIdler(cluster);
    long before = generation();
    List<RawClient> viewers = new ArrayList<>();
    try (cluster;
        KubernetesGateway gateway =
            KubernetesGateway.open(
                new KubernetesGateway.Settings("127.0.0.1:0", "host", "/", false),
                cluster.config(),
                log::add)) {
      for (int i = 0; i < VIEWERS; i++) {
        RawClient viewer = new RawClient(gateway.address().getPort());
        viewers.add(viewer);
        viewer.send("GET /events/ HTTP/1.1\r\nHost: shop.example.org\r\n\r\n");
      }
      for (RawClient viewer : viewers) {
        viewer.readUntil("event:stage");
      }
      Eventually.await("it is scaled", () -> replicas() == 2);
      controller.ready(Shop.DEPLOYMENT);
      for (RawClient viewer : viewers) {
        assertThat(viewer.readToEnd()).contains("event:end\ndata:\"ready\"\n");
      }

      assertThat(generation()).isEqualTo(before + 1);
      assertThat(cluster.changes("services")).isEqualTo(1);
      assertThat(
              cluster.calls.stream()
                  .filter(call -> call.verb().equals("watch"))
                  .map(FakeCluster.Call::resource))
          .containsExactlyInAnyOrder("deployments", "endpointslices", "pods", "events");
    } finally {
      for (RawClient viewer : viewers) {
        viewer.close();
      }
    }
  }
}
