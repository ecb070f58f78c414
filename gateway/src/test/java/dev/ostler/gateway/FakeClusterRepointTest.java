package dev.ostler.gateway;

/** A Deployment whose Service is pointed at the gateway while it rests. */
class FakeClusterRepointTest extends FakeClusterWorkloadTest {
  @Override
  KubernetesRoute route() {
    return Shop.REPOINT;
  }
}
