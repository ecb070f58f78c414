package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ostler.cli.Finding.State;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayDoctorTest {
  @TempDir Path root;
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void bareMachineHasNoPlatform() throws Exception {
    List<Finding> findings = findings();

    assertThat(finding(findings, "cluster").found())
        .isEqualTo("no service account of a pod, and no kube config");
    assertThat(finding(findings, "ostler run").found())
        .isEqualTo("there is no control socket at " + root + "/run/ostler.sock");
    assertThat(GatewayDoctor.platform(findings).state()).isEqualTo(State.MISSING);
  }

  @Test
  void clusterTellsItsVersion() throws Exception {
    HttpServer api =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/version",
        exchange -> {
          byte[] answer = "{\"gitVersion\":\"v1.33.0\"}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
          }
        });
    api.start();
    useCluster("http://127.0.0.1:" + api.getAddress().getPort());

    Finding finding = finding(findings(), "cluster");
    api.stop(0);

    assertThat(finding.found())
        .isEqualTo("Kubernetes v1.33.0 at http://127.0.0.1:" + api.getAddress().getPort() + "/");
    assertThat(GatewayDoctor.platform(List.of(finding)))
        .isEqualTo(
            Finding.ok(
                "a platform",
                "cluster",
                "apps are processes of 'ostler run', containers, or of a cluster"));
  }

  @Test
  void clusterThatDoesNotAnswerIsDoubtful() throws Exception {
    useCluster("http://127.0.0.1:1");

    Finding finding = finding(findings(), "cluster");

    assertThat(finding.state()).isEqualTo(State.DOUBTFUL);
    assertThat(finding.found())
        .isEqualTo("does not answer at http://127.0.0.1:1/: connection refused");
  }

  @Test
  void clusterWhoseNameIsNotKnownIsDoubtful() throws Exception {
    useCluster("http://cluster.invalid");

    assertThat(finding(findings(), "cluster").found())
        .isEqualTo("does not answer at http://cluster.invalid/: there is no such host");
  }

  @Test
  void portThatIsTakenIsDoubtful() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();

      assertThat(GatewayDoctor.port(port))
          .isEqualTo(
              new Finding(
                  "port " + port,
                  State.DOUBTFUL,
                  "Address already in use",
                  "visitors come in at a port that the file names under 'listen'",
                  "choose another port, or end who listens there"));
    }
  }

  private void useCluster(String server) throws IOException {
    Path file =
        Files.writeString(
            root.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: here, cluster: {server: "SERVER"}}]
            users: [{name: me, user: {token: x}}]
            contexts: [{name: it, context: {cluster: here, user: me}}]
            current-context: it
            """
                .replace("SERVER", server));
    environment.put("KUBECONFIG", file.toString());
  }

  private static Finding finding(List<Finding> findings, String name) {
    return findings.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private List<Finding> findings() throws InterruptedException {
    Duration patience = Duration.ofSeconds(30);
    return new Examination(patience).of(new GatewayDoctor(environment, root, patience).probes());
  }
}
