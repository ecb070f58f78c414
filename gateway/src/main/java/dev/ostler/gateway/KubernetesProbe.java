package dev.ostler.gateway;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Whether there is a cluster, and whether it answers. Asks for its version, and changes nothing.
 */
public final class KubernetesProbe {
  private KubernetesProbe() {}

  /**
   * Returns where the cluster is that a gateway would use. Asks nobody.
   *
   * @param environment of the process
   * @return its address; empty if there is none
   * @throws IOException if the kube config cannot be understood
   */
  public static Optional<String> address(Map<String, String> environment) throws IOException {
    return KubernetesConnection.isNamed(environment)
        ? Optional.of(config(environment).getMasterUrl())
        : Optional.empty();
  }

  /**
   * Asks the cluster what it is.
   *
   * @param environment of the process
   * @param within how long it may take; positive
   * @return its version, such as {@code v1.31.2}
   * @throws IOException if there is none, or it does not answer
   */
  public static String version(Map<String, String> environment, Duration within)
      throws IOException {
    int millis = Math.toIntExact(within.toMillis());
    Config config =
        new ConfigBuilder(config(environment))
            .withAutoConfigure(false)
            .withConnectionTimeout(millis)
            .withRequestTimeout(millis)
            .withRequestRetryBackoffLimit(0)
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      return client.getKubernetesVersion().getGitVersion();
    } catch (KubernetesClientException e) {
      Throwable beneath = e.getCause() == null ? e : e.getCause();
      boolean answered = e.getCode() > 0;
      throw new IOException(answered ? e.getMessage() : NoAnswer.of(beneath).what(), e);
    }
  }

  private static Config config(Map<String, String> environment) throws IOException {
    return KubernetesConnection.config(environment, KubernetesConnection.SERVICE_ACCOUNT);
  }
}
