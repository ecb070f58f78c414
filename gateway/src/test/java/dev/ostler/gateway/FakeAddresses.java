package dev.ostler.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The addresses of the Services of a fake cluster. */
final class FakeAddresses {
  private static final List<String> ONLY_WITH_ADDRESS =
      List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy");

  private final Map<FakePath, String> taken = new HashMap<>();
  private final Deque<String> next = new ArrayDeque<>();
  private int made;

  void next(String address) {
    next.add(address);
  }

  /** Why a Service cannot be so; empty if it can. */
  String refusal(FakePath where, ObjectNode service) {
    if (!where.plural().equals("services")) {
      return "";
    }
    String address = service.at("/spec/clusterIP").asText("");
    if (isExternal(service)) {
      if (service.at("/spec/externalName").asText("").isEmpty()) {
        return "spec.externalName: Required value";
      }
      return address.isEmpty()
          ? ""
          : "spec.clusterIPs[0]: Forbidden: may not be set for ExternalName services";
    }
    boolean others =
        taken.entrySet().stream()
            .anyMatch(each -> !each.getKey().equals(where) && each.getValue().equals(address));
    return others ? "spec.clusterIPs: Invalid value: provided IP is already allocated" : "";
  }

  private static boolean isExternal(ObjectNode service) {
    return service.at("/spec/type").asText("").equals("ExternalName");
  }

  void allocate(FakePath where, ObjectNode service) {
    if (!where.plural().equals("services")) {
      return;
    }
    ObjectNode spec = service.withObject("spec");
    if (isExternal(service)) {
      taken.remove(where);
      ONLY_WITH_ADDRESS.forEach(spec::remove);
      return;
    }
    if (!spec.has("type")) {
      spec.put("type", "ClusterIP");
    }
    if (!spec.has("clusterIP")) {
      String address = next.isEmpty() ? "10.96.0." + ++made : next.pop();
      spec.put("clusterIP", address);
      spec.putArray("clusterIPs").add(address);
    }
    taken.put(where, spec.path("clusterIP").asText());
  }
}
