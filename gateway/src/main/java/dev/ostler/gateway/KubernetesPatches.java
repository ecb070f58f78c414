package dev.ostler.gateway;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to the API server: JSON merge patches, in which null removes. Each names the version
 * that it was decided on, so that it fails if somebody else has been faster.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>
 */
final class KubernetesPatches {
  /** What the API server gives to a Service anew if what it had is taken. */
  private static final List<String> ALLOCATED =
      List.of("clusterIP", "clusterIPs", "healthCheckNodePort");

  private static final Set<String> KEPT_AWAY =
      Set.of("type", "externalName", "ports", "sessionAffinity");

  private KubernetesPatches() {}

  /** A part of a patch; a null value removes. */
  static Map<String, @Nullable Object> part(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> part = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      part.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return part;
  }

  static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      if (value != null) {
        copy.put(String.valueOf(key), value);
      }
    });
    return copy;
  }

  static Map<String, @Nullable Object> awakeAsked(KubernetesScalable workload, Instant now) {
    Map<String, @Nullable Object> patch =
        part(
            "metadata",
            part(
                "resourceVersion",
                workload.resourceVersion(),
                "annotations",
                part(
                    KubernetesMarks.GOAL,
                    KubernetesMarks.AWAKE,
                    KubernetesMarks.WOKEN_AT,
                    time(now))));
    if (workload.isPlain() && workload.replicas() == 0) {
      patch.put("spec", part("replicas", workload.remembered()));
    }
    return patch;
  }

  /** Notes what it was; in one step with its end, if nothing has to happen in between. */
  static Map<String, @Nullable Object> restAsked(
      KubernetesScalable workload, boolean atOnce, Instant now) {
    Map<String, @Nullable Object> patch =
        part(
            "metadata",
            part(
                "resourceVersion",
                workload.resourceVersion(),
                "labels",
                part(KubernetesMarks.IDLED, "true"),
                "annotations",
                part(
                    KubernetesMarks.IDLED_AT,
                    time(now),
                    KubernetesMarks.REPLICAS,
                    Integer.toString(workload.replicas()),
                    KubernetesMarks.GOAL,
                    atOnce ? null : KubernetesMarks.RESTING)));
    if (atOnce) {
      patch.put("spec", part("replicas", 0));
    }
    return patch;
  }

  /** Ends it, and what was being done with it. */
  static Map<String, @Nullable Object> ended(KubernetesScalable workload) {
    Map<String, @Nullable Object> patch = goalForgotten(workload);
    patch.put("spec", part("replicas", 0));
    return patch;
  }

  static Map<String, @Nullable Object> goalForgotten(KubernetesScalable workload) {
    return part(
        "metadata",
        part(
            "resourceVersion",
            workload.resourceVersion(),
            "annotations",
            part(KubernetesMarks.GOAL, null)));
  }

  /** It is awake: nothing tells of its rest any more. */
  static Map<String, @Nullable Object> marksRemoved(KubernetesScalable workload) {
    return part(
        "metadata",
        part(
            "resourceVersion",
            workload.resourceVersion(),
            "labels",
            part(KubernetesMarks.IDLED, null),
            "annotations",
            part(
                KubernetesMarks.IDLED_AT,
                null,
                KubernetesMarks.REPLICAS,
                null,
                KubernetesMarks.GOAL,
                null)));
  }

  /** Notes an annotation, or removes it. */
  static Map<String, @Nullable Object> annotated(
      KubernetesScalable workload, String key, @Nullable String value) {
    return part(
        "metadata",
        part("resourceVersion", workload.resourceVersion(), "annotations", part(key, value)));
  }

  static Map<String, @Nullable Object> scaled(KubernetesScalable workload, int replicas) {
    return part(
        "metadata",
        // That of its scale is the same number, but may be of a moment later.
        part("resourceVersion", workload.resourceVersion()),
        "spec",
        part("replicas", replicas));
  }

  /** Points a Service at the gateway, and notes in the same step what it was. */
  static Map<String, @Nullable Object> routedToGateway(
      KubernetesService service, KubernetesRoute.Gate gate, Instant now) {
    Map<String, Object> former = service.spec();
    Map<String, @Nullable Object> spec = part("type", "ExternalName", "externalName", gate.host());
    former
        .keySet()
        .forEach(key -> {
          if (!KEPT_AWAY.contains(key)) {
            spec.put(key, null);
          }
        });
    spec.put("ports", portsAt(former.get("ports"), gate.port()));
    return part(
        "metadata",
        part(
            "resourceVersion",
            service.resourceVersion(),
            "annotations",
            part(
                KubernetesMarks.FORMER_SPEC,
                KubernetesJson.text(former),
                KubernetesService.ROUTED_AT,
                time(now))),
        "spec",
        spec);
  }

  /** As they were, so that whoever names one finds it, but all at one port of the gateway. */
  private static List<Object> portsAt(@Nullable Object ports, int target) {
    List<Object> moved = new ArrayList<>();
    if (ports instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> port) {
          Map<String, Object> one = copy(port);
          one.remove("nodePort");
          one.put("targetPort", target);
          moved.add(one);
        }
      }
    }
    return moved;
  }

  /** Has a Service be what it was. */
  static Map<String, @Nullable Object> routedBack(
      KubernetesService service, Map<String, Object> former, boolean asAllocated) {
    Map<String, Object> current = service.spec();
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    current
        .keySet()
        .forEach(key -> {
          if (!former.containsKey(key)) {
            spec.put(key, null);
          }
        });
    spec.putAll(former);
    if (!asAllocated) {
      ALLOCATED.forEach(spec::remove);
      spec.put("ports", withoutNodePorts(former.get("ports")));
    }
    spec.put("selector", replaced(current.get("selector"), former.get("selector")));
    return part(
        "metadata",
        part(
            "resourceVersion",
            service.resourceVersion(),
            "annotations",
            part(KubernetesMarks.FORMER_SPEC, null, KubernetesService.ROUTED_AT, null)),
        "spec",
        spec);
  }

  private static List<Object> withoutNodePorts(@Nullable Object ports) {
    List<Object> free = new ArrayList<>();
    if (ports instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> port) {
          Map<String, Object> one = copy(port);
          one.remove("nodePort");
          free.add(one);
        }
      }
    }
    return free;
  }

  /** A merge keeps the keys that it is not told of. */
  private static @Nullable Object replaced(@Nullable Object current, @Nullable Object former) {
    if (!(former instanceof Map<?, ?> wanted)) {
      return null;
    }
    Map<String, @Nullable Object> selector = new LinkedHashMap<>();
    if (current instanceof Map<?, ?> known) {
      known.keySet().forEach(key -> selector.put(String.valueOf(key), null));
    }
    selector.putAll(copy(wanted));
    return selector;
  }

  /** What the idler of old assumes of a Service of which nobody has noted what it was. */
  static Map<String, Object> assumedSpec(KubernetesService service) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("type", "ClusterIP");
    service.label("app").ifPresent(app -> spec.put("selector", Map.of("app", app)));
    List<Object> ports = new ArrayList<>();
    boolean found = false;
    if (service.spec().get("ports") instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> port) {
          Map<String, Object> one = copy(port);
          if (Integer.valueOf(80).equals(one.get("port"))) {
            one.put("targetPort", 3000);
            found = true;
          }
          ports.add(one);
        }
      }
    }
    if (!found) {
      ports.add(Map.of("port", 80, "targetPort", 3000));
    }
    spec.put("ports", ports);
    return spec;
  }

  /** As the idler of old writes it. */
  static String time(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "+00:00");
  }
}
