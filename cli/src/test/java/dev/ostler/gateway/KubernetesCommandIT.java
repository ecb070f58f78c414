package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ostler gateway} without a file does as its options say, before a fake cluster. */
@SuppressWarnings("NullAway.Init")
class KubernetesCommandIT {
  private static final String HOST = "shop.example.org";

  @TempDir Path folder;
  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private Path kubeConfig;

  @BeforeEach
  void prepare() throws IOException {
    kubeConfig = GatewayReplica.kubeConfig(folder, cluster);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private OstlerCommand command(String... words) {
    return OstlerCommand.of(words).with("KUBECONFIG", kubeConfig.toString());
  }

  private Result run(String... words) {
    return command(words).run();
  }

  @Test
  void dryRunOfTheGuideSaysWhatWouldRestAndChangesNothing() throws Exception {
    Idle.open(cluster, "10m");
    String guide = Files.readString(Path.of("../docs/guide/kubernetes.md"));
    String fence = "```sh cluster\n";
    int begin = guide.indexOf(fence) + fence.length();

    Result result =
        OstlerCommand.running(guide.substring(begin, guide.indexOf("```", begin)))
            .with("KUBECONFIG", kubeConfig.toString())
            .with("PATH", OstlerCommand.home().resolve("bin") + ":/usr/bin:/bin")
            .run();

    assertThat(result)
        .isEqualTo(
            new Result(0, "team/shop would rest: it uses 1.0 % of its CPU, at most 10.0 %\n", ""));
    assertThat(cluster.done).isEmpty();
  }

  @Test
  void programsAreToldTheFieldsThatTheReferenceExplains() throws Exception {
    Idle.open(cluster, "10m");

    Result result = run("gateway", "--idle", "--dry-run", "--output", "json");

    ObjectNode line = FakeCluster.object(result.output());
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactlyElementsOf(OutputReferenceTest.fields("\n## gateway --idle\n"));
    assertThat(line)
        .hasToString(
            "{\"kind\":\"Deployment\",\"namespace\":\"team\",\"name\":\"shop\","
                + "\"outcome\":\"would rest\","
                + "\"reason\":\"it uses 1.0 % of its CPU, at most 10.0 %\"}");
  }

  @Test
  void whatNobodyMeasuresStaysUnlessItIsSaidToRest() {
    Shop.open(cluster, 2);

    Result stays = run("gateway", "--idle", "--dry-run");
    Result rests = run("gateway", "--idle", "--dry-run", "--unmeasured", "rest");

    assertThat(stays.output()).startsWith("team/shop stays as it is: nobody knows ");
    assertThat(rests.output()).startsWith("team/shop would rest: ");
  }

  @Test
  void whatIsPutToRestIsPointedAtTheServiceThatIsSaid() {
    Idle.open(cluster, "10m");
    try (OstlerProcess _ =
        command("gateway", "--idle", "--service", "door.example.org:80").start()) {

      Eventually.await(
          "its Service leads there",
          () ->
              cluster
                  .objects
                  .read(Shop.SERVICE)
                  .at("/spec/externalName")
                  .asText()
                  .equals("door.example.org"));
    }
  }

  @Test
  void ownPathsAndThePlaceForPeopleAreWhereOptionsSay() throws Exception {
    controller.makePods(FakeController.READY);
    try (Upstream upstream = new Upstream("shop");
        GatewayReplica gateway = start(2, "--prefix", "/.ostler/", "--admin", "127.0.0.1:ADMIN")) {
      Shop.openIdledByOldIdler(cluster, upstream.address().getPort());
      int port = gateway.ports().getFirst();

      assertThat(get(port, "/.ostler/healthz")).endsWith("\r\n\r\nStill OK");
      assertThat(gateway.ask("POST", "/v1/apps/" + HOST + "/wake")).startsWith("HTTP/1.1 202 ");
      assertThat(get(port, "/healthz")).endsWith("shop /healthz");
    }
  }

  @Test
  void compatibleGatewayAnswersAsGoUnidlerDid() throws Exception {
    controller.makePods(FakeController.PENDING);
    Shop.openIdledByOldIdler(cluster);
    try (GatewayReplica usual = start(1);
        GatewayReplica compatible = start(1, "--compatible", "moj")) {

      assertThat(page(usual)).startsWith("HTTP/1.1 503 ");
      assertThat(page(compatible)).startsWith("HTTP/1.1 200 ");
    }
  }

  private GatewayReplica start(int ports, String... options) throws IOException {
    GatewayReplica gateway =
        GatewayReplica.start(
            ports,
            free ->
                OstlerCommand.of(words(free, options))
                    .with("PORT", "127.0.0.1:" + free.getFirst())
                    .with("UNIDLE_KEY_LABEL", "host")
                    .with("OSTLER_GATEWAY_TOKEN", "secret")
                    .with("KUBECONFIG", kubeConfig.toString()));
    gateway.awaitListening();
    return gateway;
  }

  private static String[] words(List<Integer> free, String... options) {
    String words = String.join(" ", options).replace("ADMIN", free.getLast().toString());
    return ("gateway " + words).strip().split(" ", -1);
  }

  private static String get(int port, String path) throws IOException {
    return RawVisitor.get(port, path, HOST);
  }

  private static String page(GatewayReplica gateway) throws IOException {
    return RawVisitor.get(gateway.ports().getFirst(), "/", HOST, "Accept: text/html");
  }
}
