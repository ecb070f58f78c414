package dev.ostler.gateway;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the cluster: the one that we run in, else the one of a kube config. */
final class KubernetesConnection {
  static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int TRIES = 3;

  /**
   * What a workload does its work with.
   *
   * @param api asked
   * @param clock for what is written down
   * @param atEnd run when the workload is closed
   */
  record Use(KubernetesApi api, Clock clock, Runnable atEnd) {
    /** For one who shares the connection. */
    static Use shared(KubernetesApi api) {
      return new Use(api, Clock.systemUTC(), () -> {});
    }

    /** For one who has the connection for himself. */
    static Use own(KubernetesApi api) {
      return new Use(api, Clock.systemUTC(), api::close);
    }
  }

  private KubernetesConnection() {}

  /**
   * Connects to the cluster that the environment names. Nothing is sent yet; the caller closes it.
   *
   * @throws IOException if it names none
   */
  static KubernetesApi open(Map<String, String> environment) throws IOException {
    return open(config(environment, SERVICE_ACCOUNT));
  }

  static KubernetesApi open(Config config) {
    Config ours =
        new ConfigBuilder(config)
            .withAutoConfigure(false)
            // A plain stream, as of every other client: what is in between knows it.
            .withOnlyHttpWatches(true)
            .withConnectionTimeout(PATIENCE_MILLIS)
            .withRequestTimeout(PATIENCE_MILLIS)
            .withRequestRetryBackoffLimit(TRIES)
            .withUserAgent("ostler-gateway")
            .build();
    return new KubernetesApi(new KubernetesClientBuilder().withConfig(ours).build());
  }

  /** In-cluster first, then the files of KUBECONFIG, then $HOME/.kube/config. */
  static Config config(Map<String, String> environment, Path account) throws IOException {
    Optional<Config> inside = inside(environment, account);
    if (inside.isPresent()) {
      return inside.get();
    }
    List<Path> candidates = candidates(environment);
    for (Path file : candidates) {
      if (Files.isRegularFile(file)) {
        return KubeConfig.read(file);
      }
    }
    throw new IOException(
        "cannot find a cluster: this is no pod with a service account ("
            + account
            + "), and there is no kube config ("
            + (candidates.isEmpty()
                ? "neither KUBECONFIG nor HOME is set"
                : String.join(", ", candidates.stream().map(Path::toString).toList()))
            + "); run it in a cluster, or set KUBECONFIG");
  }

  /** Whether there is a cluster to connect to. */
  static boolean isNamed(Map<String, String> environment) {
    return inside(environment, SERVICE_ACCOUNT).isPresent()
        || candidates(environment).stream().anyMatch(Files::isRegularFile);
  }

  private static Optional<Config> inside(Map<String, String> environment, Path account) {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    Path token = account.resolve("token");
    if (host.isEmpty() || !Files.isRegularFile(token)) {
      return Optional.empty();
    }
    ConfigBuilder config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port)
            .withCaCertFile(account.resolve("ca.crt").toString())
            // The kubelet writes a new token long before the old one ends.
            .withOauthTokenProvider(() -> read(token, "the token of the service account").strip());
    return Optional.of(config.build());
  }

  private static String read(Path file, String what) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + what + ": " + file, e);
    }
  }

  private static List<Path> candidates(Map<String, String> environment) {
    List<Path> files = new ArrayList<>();
    for (String file : environment.getOrDefault("KUBECONFIG", "").split(":", -1)) {
      if (!file.isBlank()) {
        files.add(Path.of(file));
      }
    }
    String home = environment.getOrDefault("HOME", "");
    if (files.isEmpty() && !home.isEmpty()) {
      files.add(Path.of(home, ".kube", "config"));
    }
    return files;
  }
}
