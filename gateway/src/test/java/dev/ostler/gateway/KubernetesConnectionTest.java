package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which cluster is meant. */
class KubernetesConnectionTest {
  @TempDir Path folder;

  private Path kubeConfig(String name, String server) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: secret}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(server));
  }

  @Test
  void clusterThatItRunsInComesFirstAndItsTokenIsReadAnewEachTime() throws Exception {
    Path account = Files.createDirectory(folder.resolve("account"));
    Files.writeString(account.resolve("token"), "first\n");
    Path file = kubeConfig("config", "https://elsewhere.test:6443");
    Config config =
        KubernetesConnection.config(
            Map.of(
                "KUBERNETES_SERVICE_HOST", "fd00::1",
                "KUBERNETES_SERVICE_PORT", "6443",
                "KUBECONFIG", file.toString()),
            account);

    assertThat(config.getMasterUrl()).isEqualTo("https://[fd00::1]:6443/");
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("first");
    Files.writeString(account.resolve("token"), "second\n");
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("second");
  }

  @Test
  void answerThatIsNoListIsNotTakenForAnEmptyOne() throws Exception {
    try (Upstream proxy = new Upstream("sign in first");
        KubernetesApi api =
            KubernetesConnection.open(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + proxy.address().getPort())
                    .build())) {
      assertThatThrownBy(() -> api.find("/api/v1/namespaces/team/services", "shop"))
          .isInstanceOf(KubernetesException.class)
          .hasMessage(
              "cannot list /api/v1/namespaces/team/services: what answers at http://127.0.0.1:"
                  + proxy.address().getPort()
                  + "/ is no API server; see what is in between");
    }
  }

  @Test
  void firstFileOfKubeconfigThatIsThereComesBeforeTheOneAtHome() throws Exception {
    Path file = kubeConfig("config", "https://named.test:6443");
    kubeConfig("home/.kube/config", "https://home.test:6443");
    Map<String, String> environment =
        Map.of(
            "KUBECONFIG",
            folder.resolve("missing") + ":" + file,
            "HOME",
            folder.resolve("home").toString());

    assertThat(KubernetesConnection.config(environment, folder).getMasterUrl())
        .isEqualTo("https://named.test:6443/");
    assertThat(
            KubernetesConnection.config(Map.of("HOME", folder.resolve("home").toString()), folder)
                .getMasterUrl())
        .isEqualTo("https://home.test:6443/");
  }

  @Test
  void withoutAnyItSaysWhereItHasLooked() {
    Path account = folder.resolve("account");

    assertThatThrownBy(() -> KubernetesConnection.config(Map.of("HOME", "/nowhere"), account))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot find a cluster: this is no pod with a service account ("
                + account
                + "), and there is no kube config (/nowhere/.kube/config); run it in a cluster, or"
                + " set KUBECONFIG");
    assertThatThrownBy(() -> KubernetesConnection.config(Map.of(), account))
        .hasMessageContaining("(neither KUBECONFIG nor HOME is set)");
  }
}
