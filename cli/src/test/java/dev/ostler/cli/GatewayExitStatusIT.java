package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With what gateways, and those who talk to them, end when what they need is not there. */
class GatewayExitStatusIT {
  private static final int TERM = 15;

  @TempDir Path folder;

  @Test
  void kubeConfigThatIsNoYamlIs65() throws Exception {
    Path file = kubeConfig("apiVersion: v1\nclusters: [\n");

    assertThat(run("gateway", file))
        .isEqualTo(
            new Result(
                65,
                "",
                "ostler: cannot use the kube config "
                    + file
                    + ":3:1: found no YAML while parsing a flow node: expected the node content,"
                    + " but found '<stream end>'\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "gateway --idle"})
  void kubeConfigWithoutTheClusterOfItsContextIs65(String command) throws Exception {
    Path file =
        kubeConfig(
            """
            current-context: here
            contexts: [{name: here, context: {cluster: gone, user: me}}]
            clusters: [{name: other, cluster: {server: "https://127.0.0.1:6443"}}]
            """);

    assertThat(run(command, file))
        .isEqualTo(
            new Result(
                65,
                "",
                "ostler: cannot use the kube config "
                    + file
                    + ": it has no cluster 'gone', which its context 'here' names; its clusters are"
                    + " other\n"));
  }

  @Test
  void kubeConfigThatIsNotThereIs1() {
    Path file = folder.resolve("none");

    assertThat(run("gateway", file))
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot find a cluster: this is no pod with a service account"
                    + " (/var/run/secrets/kubernetes.io/serviceaccount), and there is no kube"
                    + " config ("
                    + file
                    + "); run it in a cluster, or set KUBECONFIG\n"));
  }

  @Test
  void idlerOfAClusterThatDoesNotAnswerEndsWith69() throws Exception {
    String server = "http://127.0.0.1:" + freePort();

    assertThat(run("gateway --idle", kubeConfigOf(server)))
        .isEqualTo(
            new Result(
                69,
                "",
                "ostler: cannot list /apis/apps/v1/deployments: the API server "
                    + server
                    + "/ does not answer: connection refused; see that it runs there\n"));
  }

  @Test
  void idlerOfAClusterWhoseNameNobodyKnowsEndsWith69() throws Exception {
    Result result = run("gateway --idle", kubeConfigOf("https://cluster.invalid:6443"));

    assertThat(result.status()).isEqualTo(69);
    assertThat(result.errors())
        .endsWith(
            "does not answer: there is no such host; correct 'server' in the kube config, or DNS\n");
  }

  @Test
  void idlerWhomTheClusterRefusesEndsWith1() throws Exception {
    HttpServer refusing =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer = "{\"message\": \"not you\"}".getBytes(StandardCharsets.UTF_8);
    refusing.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(403, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    refusing.start();
    String server = "http://127.0.0.1:" + refusing.getAddress().getPort();

    Result result = run("gateway --idle", kubeConfigOf(server));

    refusing.stop(0);
    assertThat(result)
        .isEqualTo(new Result(1, "", "ostler: cannot list /apis/apps/v1/deployments: not you\n"));
  }

  @Test
  void gatewayOfAClusterThatDoesNotAnswerRunsOnAndSaysSo() throws Exception {
    String server = "http://127.0.0.1:" + freePort();
    int port = freePort();
    OstlerCommand command =
        OstlerCommand.of("gateway")
            .with("KUBECONFIG", kubeConfigOf(server).toString())
            .with("PORT", "127.0.0.1:" + port);
    try (OstlerProcess gateway = command.start();
        HttpClient client = HttpClient.newHttpClient()) {
      gateway.awaitErrors("ostler: listening at 127.0.0.1:" + port + "\n");

      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                  .timeout(Duration.ofSeconds(60))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("The cluster cannot be asked for your app now.");
      gateway.awaitErrors("does not answer: connection refused; see that it runs there\n");
      gateway.signal(TERM);
      assertThat(gateway.awaitExit()).isZero();
    }
  }

  @Test
  void wakeByAGatewayThatIsNotThereIs69() throws Exception {
    String address = "127.0.0.1:" + freePort();

    assertThat(OstlerCommand.of("wake", "shop", "--gateway=" + address).run())
        .isEqualTo(
            new Result(
                69,
                "",
                "ostler: cannot reach the gateway at "
                    + address
                    + ": Connection refused; its 'admin' says where it listens: give that by"
                    + " --gateway or OSTLER_GATEWAY\n"));
  }

  private static Result run(String command, Path kubeConfig) {
    return OstlerCommand.of(command.split(" ", -1)).with("KUBECONFIG", kubeConfig.toString()).run();
  }

  private Path kubeConfig(String text) throws IOException {
    return Files.writeString(folder.resolve("kubeconfig"), text);
  }

  private Path kubeConfigOf(String server) throws IOException {
    return kubeConfig(
        """
        current-context: here
        contexts: [{name: here, context: {cluster: here, user: me}}]
        clusters: [{name: here, cluster: {server: "%s"}}]
        users: [{name: me, user: {token: secret}}]
        """
            .formatted(server));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
