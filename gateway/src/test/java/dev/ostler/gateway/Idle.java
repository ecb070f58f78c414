package dev.ostler.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A shop that runs, and what is measured of it. */
final class Idle {
  private static final String MEASUREMENTS = "/apis/metrics.k8s.io/v1beta1/namespaces/team/pods";

  private Idle() {}

  /** With two replicas that may use one core each and use so much. */
  static void open(FakeCluster cluster, String cpu) {
    Shop.open(cluster, 2);
    cluster.objects.edit(
        Shop.DEPLOYMENT,
        object ->
            object
                .withObject("spec")
                .set(
                    "template",
                    FakeCluster.object(
                        """
                        {"metadata":{"labels":{"app":"shop","tier":"web"}},
                         "spec":{"containers":[{"name":"web",
                          "resources":{"limits":{"cpu":"1"}}}]}}\
                        """)));
    for (int i = 0; i < 2; i++) {
      measure(cluster, "shop-" + i, cpu);
    }
  }

  static void measure(FakeCluster cluster, String pod, String cpu) {
    ObjectNode measurement =
        FakeCluster.object(
            """
            {"kind":"PodMetrics","metadata":{"labels":{"app":"shop","tier":"web"}},
             "containers":[{"name":"web","usage":{"cpu":"%s","memory":"1Mi"}}]}\
            """
                .formatted(cpu));
    measurement.withObject("metadata").put("name", pod);
    cluster.objects.put(MEASUREMENTS, measurement);
  }
}
