package dev.ostler.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** What go-unidler may do, and does. */
final class GoUnidler {
  static final Set<String> ROLE =
      Set.of(
          "list /services",
          "patch /services",
          "list apps/deployments",
          "patch apps/deployments",
          "watch apps/deployments",
          "list networking.k8s.io/ingresses");

  private GoUnidler() {}

  /** Its ClusterRole, with the group that Ingresses are in today. */
  static boolean mayCall(FakeCluster.Call call) {
    return ROLE.contains(call.right());
  }

  /** Wakes as it does: what it patches, in its order, once something is available. */
  static void wake(FakeObjects objects, String deployment, String service) {
    objects.edit(
        deployment,
        object -> {
          String count =
              object.at("/metadata/annotations").path(KubernetesMarks.REPLICAS).asText("");
          object
              .withObject("spec")
              .put("replicas", count.matches("[1-9][0-9]*") ? Integer.parseInt(count) : 1);
          object.withObject("metadata").withObject("annotations").remove(KubernetesMarks.IDLED_AT);
          object.withObject("metadata").withObject("annotations").remove(KubernetesMarks.REPLICAS);
          object.withObject("metadata").withObject("labels").remove(KubernetesMarks.IDLED);
        });
    objects.edit(
        service,
        object -> {
          ObjectNode spec = object.withObject("spec");
          spec.remove("externalName");
          spec.put("type", "ClusterIP");
          spec.putObject("selector").put("app", object.at("/metadata/labels/app").asText());
          for (JsonNode port : FakeCluster.items(spec.get("ports"))) {
            if (port.path("port").asInt() == 80) {
              ((ObjectNode) port).put("targetPort", 3000);
            }
          }
        });
  }
}
