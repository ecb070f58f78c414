package dev.ostler.gateway;

import java.util.Set;

/** What go-unidler may do, and does. */
final class GoUnidler {
  private static final Set<String> ROLE =
      Set.of(
          "list/services",
          "patch/services",
          "list/apps/deployments",
          "patch/apps/deployments",
          "watch/apps/deployments",
          "list/networking.k8s.io/ingresses");

  private GoUnidler() {}

  /** Its ClusterRole, with the group that Ingresses are in today. */
  static boolean mayCall(FakeCluster.Call call) {
    String group = call.group().isEmpty() ? "" : call.group() + "/";
    return ROLE.contains(call.verb() + "/" + group + call.resource());
  }
}
