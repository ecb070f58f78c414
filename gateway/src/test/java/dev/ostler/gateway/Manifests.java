package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is applied to a cluster, read as the cluster reads it. */
final class Manifests {
  static final Path FOLDER = Path.of("..", "deploy", "kubernetes");

  private Manifests() {}

  /** All that is applied with {@code deploy/kubernetes}. */
  static List<HasMetadata> all() throws IOException {
    List<HasMetadata> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        if (!file.endsWith("kustomization.yaml")) {
          all.addAll(read(file));
        }
      }
    }
    return all;
  }

  /** All of one file. */
  static List<HasMetadata> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Object read = new KubernetesSerialization().unmarshal(in);
      return read instanceof Collection<?> several
          ? several.stream().map(HasMetadata.class::cast).toList()
          : List.of((HasMetadata) read);
    }
  }

  static <T> T one(Class<T> kind, String name) throws IOException {
    return one(all(), kind, name);
  }

  static <T> T one(List<HasMetadata> all, Class<T> kind, String name) {
    return all.stream()
        .filter(kind::isInstance)
        .filter(each -> each.getMetadata().getName().equals(name))
        .map(kind::cast)
        .findFirst()
        .orElseThrow();
  }

  /** What a role of {@code deploy/kubernetes} allows, as {@code VERB GROUP/RESOURCE}. */
  static Set<String> rights(String role) throws IOException {
    return rights(one(ClusterRole.class, role));
  }

  /** What a role of one file allows. */
  static Set<String> rights(Path file, String role) throws IOException {
    return rights(one(read(file), ClusterRole.class, role));
  }

  private static Set<String> rights(ClusterRole role) {
    return role.getRules().stream()
        .flatMap(rule ->
            rule.getApiGroups().stream()
                .flatMap(group ->
                    rule.getResources().stream()
                        .flatMap(resource ->
                            rule.getVerbs().stream()
                                .map(verb -> verb + " " + group + "/" + resource))))
        .collect(Collectors.toSet());
  }
}
