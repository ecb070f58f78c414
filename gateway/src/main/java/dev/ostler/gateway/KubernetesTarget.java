package dev.ostler.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One object of a cluster that has replicas.
 *
 * @param kind what it is
 * @param namespace where it is
 * @param name its name
 */
record KubernetesTarget(Kind kind, String namespace, String name) {
  /**
   * A resource that has replicas.
   *
   * @param group its API group; empty for the core
   * @param version of the API
   * @param plural its name in paths
   * @param plain whether {@code spec.replicas} is where its replicas are, so that they and its
   *     annotations change in one step; of others only {@code /scale} knows
   */
  record Kind(String group, String version, String plural, boolean plain) {
    static final Kind DEPLOYMENT = new Kind("apps", "v1", "deployments", true);

    private static final Map<String, Kind> KNOWN =
        Map.of(
            "deployment", DEPLOYMENT,
            "deploy", DEPLOYMENT,
            "statefulset", new Kind("apps", "v1", "statefulsets", true),
            "sts", new Kind("apps", "v1", "statefulsets", true),
            "replicaset", new Kind("apps", "v1", "replicasets", true),
            "rs", new Kind("apps", "v1", "replicasets", true),
            "replicationcontroller", new Kind("", "v1", "replicationcontrollers", true),
            "rc", new Kind("", "v1", "replicationcontrollers", true));

    /** Reads a word such as {@code deployment}, or {@code rollouts.v1alpha1.argoproj.io}. */
    static Kind parse(String text) {
      String word = text.toLowerCase(Locale.ROOT);
      Kind known = KNOWN.get(word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
      known = known == null ? KNOWN.get(word) : known;
      if (known != null) {
        return known;
      }
      String[] parts = word.split("\\.", 3);
      if (parts.length < 3 || List.of(parts).contains("")) {
        throw new IllegalArgumentException(
            "found the kind '"
                + text
                + "', expected deployment, statefulset, replicaset, replicationcontroller or"
                + " PLURAL.VERSION.GROUP");
      }
      return new Kind(parts[2], parts[1], parts[0], false);
    }

    /** Where objects of it are in a namespace. */
    String path(String namespace) {
      return (group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version)
          + "/namespaces/"
          + namespace
          + "/"
          + plural;
    }
  }

  /** Reads {@code KIND/NAME}. */
  static KubernetesTarget parse(String namespace, String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || slash == text.length() - 1) {
      throw new IllegalArgumentException(
          "found the workload '" + text + "', expected KIND/NAME such as deployment/shop");
    }
    return new KubernetesTarget(
        Kind.parse(text.substring(0, slash)), namespace, text.substring(slash + 1));
  }

  String path() {
    return kind.path(namespace) + "/" + name;
  }

  @Override
  public String toString() {
    return namespace + "/" + kind.plural() + "/" + name;
  }
}
