package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.undertow.Undertow;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of an API server that gives no answer. */
class NoAnswerTest {
  @TempDir Path folder;

  private static void saysOf(String server, String why) {
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl(server).build();
    try (KubernetesApi api = KubernetesConnection.open(config)) {
      assertThatThrownBy(() -> api.list(KubernetesApi.Query.of("/api/v1/pods"), Pod.class))
          .isInstanceOf(KubernetesException.class)
          .hasMessage(
              "cannot list /api/v1/pods: the API server " + server + "/ does not answer: " + why);
    }
  }

  @Test
  void nameThatNobodyKnowsIsTold() {
    saysOf(
        "https://cluster.invalid:6443",
        "there is no such host; correct 'server' in the kube config, or DNS");
  }

  @Test
  void connectionThatIsRefusedIsTold() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    saysOf("https://127.0.0.1:" + port, "connection refused; see that it runs there");
  }

  @Test
  void certificateOfAnotherAuthorityIsTold() throws Exception {
    TlsTest.make(folder, "it", "localhost", "EC");
    GatewayFile.Pair pair =
        new GatewayFile.Pair(folder.resolve("it.crt"), folder.resolve("it.key"));
    GatewayFile.Tls form = new GatewayFile.Tls(ListenAddress.parse("127.0.0.1:0"), List.of(pair));
    Tls tls = Tls.open(form, _ -> {});
    Undertow server = Undertow.builder().addHttpsListener(0, "127.0.0.1", tls.context()).build();
    server.start();
    try {
      saysOf(
          "https:/" + server.getListenerInfo().getFirst().getAddress(),
          "its certificate is not signed by the cluster's authority; correct"
              + " 'certificate-authority' in the kube config");
    } finally {
      server.stop();
      tls.close();
    }
  }
}
