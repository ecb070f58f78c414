package dev.ostler.gateway;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A Deployment that the gateway proxies to. */
class FakeClusterWorkloadTest extends WorkloadContract implements WorkloadContract.Platform {
  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);

  KubernetesRoute route() {
    return Shop.PROXY;
  }

  @BeforeEach
  void create() {
    Shop.open(cluster, 0);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Override
  Platform platform() {
    return this;
  }

  @Override
  public Workload open() {
    return Shop.workload(cluster, route());
  }

  @Override
  public Workload openMissing() {
    return new KubernetesWorkload(
        "other",
        KubernetesTarget.parse("team", "deployment/other"),
        route(),
        KubernetesConnection.Use.own(cluster.connect()));
  }

  @Override
  public void startByOther() {
    scale(1);
  }

  @Override
  public void stopByOther() {
    scale(0);
  }

  private void scale(int replicas) {
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        object -> {
          object.withObject("spec").put("replicas", replicas);
          object
              .withObject("metadata")
              .put("generation", object.at("/metadata/generation").asLong() + 1);
        });
  }

  @Override
  public void spoil() {
    controller.makePods(
        """
        {"phase":"Pending","conditions":[],"containerStatuses":[{"name":"web","image":"shop:9",
         "state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image"}}}]}\
        """);
  }

  @Override
  public void hide() {
    cluster.stop();
  }

  @Override
  public void show() {
    cluster.startAgain();
  }
}
