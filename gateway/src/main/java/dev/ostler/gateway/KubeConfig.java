package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/*
 * The client takes whatever it finds: where the current context leads nowhere, it goes to the
 * address that a cluster has for its own pods.
 */
/** Reads a kube config, and sees that its current context leads to a cluster. */
final class KubeConfig {
  private static final String CHOOSE =
      "; choose one by 'kubectl config use-context', or set KUBECONFIG";

  private final Path file;

  private KubeConfig(Path file) {
    this.file = file;
  }

  /**
   * Reads one.
   *
   * @throws InvalidKubeConfigException if it is not what it must be
   * @throws IOException if it cannot be read
   */
  static Config read(Path file) throws IOException {
    KubeConfig reader = new KubeConfig(file);
    reader.requireCluster(reader.content());
    try {
      return Config.fromKubeconfig(file.toFile());
    } catch (KubernetesClientException | IllegalArgumentException | YamlEngineException e) {
      throw reader.invalid(firstLine(e));
    }
  }

  private io.fabric8.kubernetes.api.model.Config content() throws IOException {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      io.fabric8.kubernetes.api.model.@Nullable Config content =
          new KubernetesSerialization()
              .unmarshal(text, io.fabric8.kubernetes.api.model.Config.class);
      if (content == null) {
        throw invalid("it is empty");
      }
      return content;
    } catch (AccessDeniedException e) {
      throw new IOException("cannot read the kube config " + file + ": no permission", e);
    } catch (MarkedYamlEngineException e) {
      throw noYaml(e);
    } catch (KubernetesClientException | IllegalArgumentException | YamlEngineException e) {
      throw invalid(firstLine(e));
    }
  }

  private InvalidKubeConfigException noYaml(MarkedYamlEngineException e) {
    Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
    String place = mark.map(at -> ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1)).orElse("");
    String context = e.getContext() == null ? "" : " " + e.getContext();
    return new InvalidKubeConfigException(
        file + place, "found no YAML" + context + ": " + e.getProblem());
  }

  private void requireCluster(io.fabric8.kubernetes.api.model.Config content)
      throws InvalidKubeConfigException {
    String wanted = context(content).getCluster();
    List<NamedCluster> clusters = content.getClusters();
    for (NamedCluster cluster : clusters) {
      if (cluster.getName() != null && cluster.getName().equals(wanted)) {
        if (cluster.getCluster() == null || cluster.getCluster().getServer() == null) {
          throw invalid("its cluster '" + wanted + "' has no server");
        }
        return;
      }
    }
    throw invalid(
        "it has no cluster '%s', which its context '%s' names%s"
            .formatted(
                wanted,
                content.getCurrentContext(),
                amongst("clusters", clusters.stream().map(NamedCluster::getName).toList())));
  }

  private Context context(io.fabric8.kubernetes.api.model.Config content)
      throws InvalidKubeConfigException {
    List<NamedContext> contexts = content.getContexts();
    String current = content.getCurrentContext();
    for (NamedContext context : contexts) {
      if (context.getName() != null
          && context.getName().equals(current)
          && context.getContext() != null) {
        return context.getContext();
      }
    }
    throw invalid(
        (current == null || current.isEmpty()
                ? "it has no current-context"
                : "it has no context '" + current + "', its current-context")
            + amongst("contexts", contexts.stream().map(NamedContext::getName).toList())
            + CHOOSE);
  }

  private static String amongst(String what, List<String> names) {
    return names.isEmpty()
        ? "; there are no " + what
        : "; its " + what + " are " + String.join(", ", names);
  }

  private InvalidKubeConfigException invalid(String what) {
    return new InvalidKubeConfigException(file.toString(), what);
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
