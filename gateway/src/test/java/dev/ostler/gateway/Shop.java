package dev.ostler.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/** An app of a cluster: a Deployment and a Service, and an Ingress that leads to it. */
final class Shop {
  static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/team/deployments";
  static final String DEPLOYMENT = DEPLOYMENTS + "/shop";
  static final String SERVICES = "/api/v1/namespaces/team/services";
  static final String SERVICE = SERVICES + "/shop";
  static final KubernetesRoute.Gate GATE =
      new KubernetesRoute.Gate("gateway.ostler.svc.cluster.local", 80);
  static final KubernetesRoute PROXY =
      new KubernetesRoute(
          KubernetesRoute.Mode.PROXY, Optional.of("shop"), Optional.empty(), GATE, Duration.ZERO);
  static final KubernetesRoute REPOINT = repoint(Duration.ZERO);

  /** As go-unidler's idler leaves Services behind. */
  static final KubernetesRoute UNIDLER =
      new KubernetesRoute(
          KubernetesRoute.Mode.REPOINT,
          Optional.of("shop"),
          Optional.empty(),
          KubernetesRoute.Gate.UNIDLER,
          Duration.ZERO);

  private Shop() {}

  static KubernetesRoute repoint(Duration drain) {
    return new KubernetesRoute(
        KubernetesRoute.Mode.REPOINT, Optional.of("shop"), Optional.empty(), GATE, drain);
  }

  /** With as many replicas. */
  static void open(FakeCluster cluster, int replicas) {
    cluster.objects.put(DEPLOYMENTS, deployment("Deployment", replicas));
    cluster.objects.put(SERVICES, service());
  }

  static final String INGRESSES = "/apis/networking.k8s.io/v1/namespaces/team/ingresses";

  /** As the idler of old leaves it behind. */
  static void openIdledByOldIdler(FakeCluster cluster) {
    ObjectNode deployment = deployment("Deployment", 0);
    deployment.withObject("metadata").withObject("labels").put(KubernetesMarks.IDLED, "true");
    deployment
        .withObject("metadata")
        .withObject("annotations")
        .put(KubernetesMarks.IDLED_AT, "2018-02-07T11:44:20+00:00")
        .put(KubernetesMarks.REPLICAS, "2");
    deployment
        .withObject("spec")
        .set("selector", FakeCluster.object("{\"matchLabels\":{\"app\":\"shop\"}}"));
    cluster.objects.put(DEPLOYMENTS, deployment);
    ObjectNode service = service();
    service.set(
        "spec",
        FakeCluster.object(
            """
            {"type":"ExternalName","externalName":"unidler.default.svc.cluster.local",
             "ports":[{"name":"http","port":80,"targetPort":80,"protocol":"TCP"}]}\
            """));
    cluster.objects.put(SERVICES, service);
    cluster.objects.put(INGRESSES, ingress("shop.example.org"));
  }

  /** As {@link #openIdledByOldIdler}; once awake, it is at a port of this machine. */
  static void openIdledByOldIdler(FakeCluster cluster, int port) {
    openIdledByOldIdler(cluster);
    cluster.objects.edit(
        SERVICE,
        service -> {
          ((ObjectNode) service.at("/spec/ports/0")).put("port", port);
          service
              .withObject("metadata")
              .withObject("annotations")
              .put(
                  KubernetesMarks.FORMER_SPEC,
                  """
                  {"type":"ClusterIP","clusterIP":"127.0.0.1","selector":{"app":"shop"},\
                  "ports":[{"port":%d}]}\
                  """
                      .formatted(port));
        });
  }

  static ObjectNode ingress(String host) {
    return FakeCluster.object(
        """
        {"kind":"Ingress","metadata":{"name":"shop","labels":{"host":"%1$s"}},
         "spec":{"rules":[{"host":"%1$s","http":{"paths":[{"path":"/","pathType":"Prefix",
          "backend":{"service":{"name":"shop","port":{"number":80}}}}]}}]}}\
        """
            .formatted(host));
  }

  static ObjectNode deployment(String kind, int replicas) {
    ObjectNode object =
        FakeCluster.object(
            """
            {"metadata":{"name":"shop","labels":{"app":"shop","host":"shop.example.org",
             "mojanalytics.xyz/idleable":"true"}},
             "spec":{"selector":{"matchLabels":{"app":"shop","tier":"web"}},
              "template":{"metadata":{"labels":{"app":"shop","tier":"web"}}}}}\
            """);
    object.put("kind", kind).withObject("spec").put("replicas", replicas);
    return object;
  }

  static ObjectNode service() {
    return FakeCluster.object(
        """
        {"kind":"Service",
         "metadata":{"name":"shop","labels":{"app":"shop","host":"shop.example.org"}},
         "spec":{"selector":{"app":"shop","tier":"web"},"sessionAffinity":"ClientIP",
          "ports":[{"name":"web","port":80,"targetPort":8888,"protocol":"TCP"},
                   {"name":"admin","port":9000,"targetPort":"admin","protocol":"TCP"}]}}\
        """);
  }

  static KubernetesTarget target() {
    return KubernetesTarget.parse("team", "deployment/shop");
  }

  static KubernetesWorkload workload(FakeCluster cluster, KubernetesRoute route) {
    return new KubernetesWorkload(
        "shop", target(), route, KubernetesConnection.Use.own(cluster.connect()));
  }
}
