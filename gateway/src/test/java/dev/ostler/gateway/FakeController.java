package dev.ostler.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/*
 * Deployments and their like get pods when they get replicas, and lose them; whether those become
 * ready is up to the test.
 */
/** Does in a fake cluster what controllers, the scheduler and kubelets do. */
final class FakeController {
  private static final Set<String> SCALED =
      Set.of("deployments", "statefulsets", "replicasets", "rollouts");

  private static final String ENDING = "deletionTimestamp";

  private final FakeObjects objects;

  /** What pods look like when they are made; ready unless the test says otherwise. */
  private volatile String podStatus = READY;

  private volatile boolean absent;
  private volatile boolean lingering;

  static final String READY =
      """
      {"phase":"Running","podIP":"127.0.0.1","conditions":[{"type":"Ready","status":"True"}]}\
      """;

  static final String PENDING = "{\"phase\":\"Pending\",\"conditions\":[]}";

  private FakeController(FakeObjects objects) {
    this.objects = objects;
  }

  static FakeController of(FakeCluster cluster) {
    FakeController controller = new FakeController(cluster.objects);
    cluster.objects.control(controller::changed);
    return controller;
  }

  /** Pods that are made from now on look like this. */
  void makePods(String status) {
    podStatus = status;
  }

  /** Nobody does anything any more, as when the controllers are down. */
  void leave() {
    absent = true;
  }

  /** Pods that are told to end are ready and counted until {@link #endPods}, as by StatefulSets. */
  void letPodsLinger() {
    lingering = true;
  }

  /** Those that were told to end have ended. */
  void endPods(String workloadPath) {
    FakePath where = FakePath.parse(workloadPath);
    String pods = "/api/v1/namespaces/" + where.namespace() + "/pods";
    lingering = false;
    objects.under(pods).stream()
        .map(pod -> pods + "/" + pod.at("/metadata/name").asText())
        .filter(this::isEnding)
        .forEach(objects::remove);
    objects.edit(workloadPath, each -> each.withObject("status").put("observedGeneration", 0));
  }

  private void changed(FakePath where, ObjectNode object) {
    if (absent) {
      return;
    }
    if (SCALED.contains(where.plural())) {
      scale(where, object);
    } else if (where.plural().equals("services")) {
      route(where.namespace());
    }
  }

  private static String collection(FakePath path) {
    return "/apis/%s/%s/namespaces/%s/%s"
        .formatted(path.group(), path.version(), path.namespace(), path.plural());
  }

  private void scale(FakePath where, ObjectNode object) {
    long generation = object.at("/metadata/generation").asLong();
    if (object.at("/status/observedGeneration").asLong(-1) == generation) {
      return;
    }
    int replicas = object.at("/spec/replicas").asInt(1);
    int existing = 0;
    int ready = 0;
    String pods = "/api/v1/namespaces/" + where.namespace() + "/pods";
    for (int i = 0; i < Math.max(replicas, object.at("/status/replicas").asInt(0)); i++) {
      String name = where.name() + "-" + i;
      if (isEnding(pods + "/" + name) || (i >= replicas && lingers(pods + "/" + name))) {
        existing++; // its successor will have the same name
        ready++;
      } else if (i < replicas) {
        objects.put(pods, pod(name, object));
        existing++;
        ready += podStatus.contains("\"Ready\",\"status\":\"True\"") ? 1 : 0;
      } else {
        objects.remove(pods + "/" + name);
      }
    }
    int there = existing;
    int available = ready;
    objects.edit(
        collection(where) + "/" + where.name(),
        next -> {
          ObjectNode status = next.withObject("status");
          status.put("observedGeneration", generation).put("replicas", there);
          status.put("availableReplicas", available).put("readyReplicas", available);
        });
    route(where.namespace());
  }

  private boolean isEnding(String pod) {
    return objects.find(pod).filter(each -> each.at("/metadata").has(ENDING)).isPresent();
  }

  private boolean lingers(String pod) {
    if (lingering && objects.find(pod).isPresent()) {
      objects.edit(pod, each -> each.withObject("metadata").put(ENDING, "2026-01-01T00:00:00Z"));
    }
    return isEnding(pod);
  }

  private ObjectNode pod(String name, JsonNode owner) {
    ObjectNode pod = FakeCluster.object("{}");
    pod.withObject("metadata").put("name", name);
    pod.withObject("metadata").set("labels", owner.at("/spec/selector/matchLabels").deepCopy());
    pod.set("status", FakeCluster.object(podStatus));
    return pod;
  }

  /** All pods become ready. */
  void ready(String workloadPath) {
    FakePath where = FakePath.parse(workloadPath);
    String pods = "/api/v1/namespaces/" + where.namespace() + "/pods";
    int replicas = objects.read(workloadPath).at("/spec/replicas").asInt(1);
    for (int i = 0; i < replicas; i++) {
      objects.edit(
          pods + "/" + where.name() + "-" + i, pod -> pod.set("status", FakeCluster.object(READY)));
    }
    objects.edit(
        workloadPath,
        next ->
            next.withObject("status")
                .put("availableReplicas", replicas)
                .put("readyReplicas", replicas));
    route(where.namespace());
  }

  /** What is told of pods that are there already. */
  void tell(String pod, String status) {
    objects.edit(pod, each -> each.set("status", FakeCluster.object(status)));
  }

  /** Services lead to the ready pods that they select; of those that select none nobody cares. */
  private void route(String namespace) {
    String slices = "/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices";
    for (ObjectNode service : objects.under("/api/v1/namespaces/" + namespace + "/services")) {
      String name = service.at("/metadata/name").asText();
      if (!service.at("/spec/selector").isEmpty()) {
        ObjectNode slice = slice(namespace, service);
        boolean same =
            objects
                .find(slices + "/" + name + "-1")
                .filter(known -> known.get("endpoints").equals(slice.get("endpoints")))
                .isPresent();
        if (!same) {
          objects.put(slices, slice);
        }
      }
    }
  }

  private ObjectNode slice(String namespace, ObjectNode service) {
    String name = service.at("/metadata/name").asText();
    ObjectNode slice = FakeCluster.object("{\"addressType\":\"IPv4\"}");
    slice.withObject("metadata").put("name", name + "-1");
    slice.withObject("metadata").withObject("labels").put("kubernetes.io/service-name", name);
    var endpoints = slice.putArray("endpoints");
    for (ObjectNode pod : objects.under("/api/v1/namespaces/" + namespace + "/pods")) {
      if (isSelected(service.at("/spec/selector"), pod.at("/metadata/labels"))) {
        ObjectNode endpoint = endpoints.addObject();
        endpoint
            .putObject("targetRef")
            .put("kind", "Pod")
            .put("uid", pod.at("/metadata/uid").asText());
        endpoint.putArray("addresses").add(pod.at("/status/podIP").asText("127.0.0.1"));
        endpoint
            .withObject("conditions")
            .put(
                "ready",
                pod.at("/status/conditions/0/status").asText().equals("True")
                    && !pod.at("/metadata").has(ENDING));
      }
    }
    if (endpoints.isEmpty()) {
      slice.putNull("endpoints"); // as an API server says it
    }
    var ports = slice.putArray("ports");
    for (JsonNode port : FakeCluster.items(service.at("/spec/ports"))) {
      ports
          .addObject()
          .put("name", port.path("name").asText(""))
          .put("port", port.path("targetPort").asInt(port.path("port").asInt()));
    }
    return slice;
  }

  private static boolean isSelected(JsonNode selector, JsonNode labels) {
    return selector.properties().stream()
        .allMatch(each -> labels.path(each.getKey()).equals(each.getValue()));
  }
}
