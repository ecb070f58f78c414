package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Tool;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of an API server that gives no answer. */
class NoAnswerTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  private static void saysOf(String server, String why) {
    saysOf(new ConfigBuilder(Config.empty()), server, why);
  }

  private static void saysOf(ConfigBuilder config, String server, String why) {
    try (KubernetesApi api = KubernetesConnection.open(config.withMasterUrl(server).build())) {
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

  static List<Throwable> timeouts() {
    return List.of(
        new HttpTimeoutException("request timed out"),
        new HttpConnectTimeoutException("HTTP connect timed out"),
        new SocketTimeoutException("Read timed out"),
        new TimeoutException());
  }

  @ParameterizedTest
  @MethodSource("timeouts")
  void timeThatIsOverIsTold(Throwable timeout) {
    assertThat(NoAnswer.of(new IOException("cannot", timeout)))
        .isEqualTo(new NoAnswer("timed out", "see that this machine may reach it"));
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", folder.resolve("keys").toString(), "-storepass", PASSWORD));
    Tool.run(command.toArray(String[]::new));
  }

  private SSLContext context() throws Exception {
    KeyStore store = KeyStore.getInstance(folder.resolve("keys").toFile(), PASSWORD.toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void certificateThatHasExpiredIsTold() throws Exception {
    String authority = folder.resolve("authority.crt").toString();
    keytool("-genkeypair -alias authority -keyalg EC -dname CN=authority -ext bc:c".split(" "));
    keytool(
        ("-genkeypair -alias it -keyalg EC -dname CN=it -ext san=ip:127.0.0.1"
                + " -signer authority -startdate -10d -validity 1")
            .split(" "));
    keytool("-exportcert", "-alias", "authority", "-rfc", "-file", authority);
    keytool("-delete", "-alias", "authority");
    Undertow server = Undertow.builder().addHttpsListener(0, "127.0.0.1", context()).build();
    server.start();
    try {
      saysOf(
          new ConfigBuilder(Config.empty()).withCaCertFile(authority),
          "https:/" + server.getListenerInfo().getFirst().getAddress(),
          "its certificate has expired; renew it");
    } finally {
      server.stop();
    }
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
