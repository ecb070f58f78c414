package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Visitors of a gateway for a whole cluster who make up names of hosts. */
@SuppressWarnings("NullAway.Init")
class KubernetesHostsTest {
  private static final int HOSTS = 300;

  private final FakeCluster cluster = FakeCluster.start();
  private final FakeController controller = FakeController.of(cluster);
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Random random = new Random(1);
  private KubernetesGateway gateway;
  private RawClient visitor;

  @BeforeEach
  void open() throws IOException {
    controller.makePods(FakeController.PENDING);
    Shop.openIdledByOldIdler(cluster);
    cluster.objects.edit(Shop.INGRESSES + "/shop", KubernetesHostsTest::labelByKey);
    cluster.objects.edit(Shop.DEPLOYMENT, KubernetesHostsTest::labelByKey);
    cluster.objects.edit(Shop.SERVICE, KubernetesHostsTest::labelByKey);
    gateway =
        KubernetesGateway.open(
            new KubernetesGateway.Settings("127.0.0.1:0", "unidle-key", "/", false)
                .withAdmin("127.0.0.1:0", Optional.of("secret")),
            cluster.config(),
            log::add);
    visitor = new RawClient(gateway.address().getPort());
  }

  /** So that whatever comes after the first name of a host leads there as well. */
  private static void labelByKey(ObjectNode object) {
    object.withObject("metadata").withObject("labels").put("unidle-key", "shop");
  }

  @AfterEach
  void close() throws IOException {
    visitor.close();
    gateway.close();
    cluster.close();
  }

  private void visit(String host, String answer) throws IOException {
    visitor.send("GET / HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/html\r\n\r\n");
    visitor.readUntil(answer);
    visitor.forget();
  }

  private String anyName() {
    return Long.toString(random.nextLong() >>> 1, 36);
  }

  private String admin(String path) throws IOException {
    return RawVisitor.body(
        RawVisitor.get(
            gateway.adminAddress().orElseThrow().getPort(),
            path,
            "admin",
            "Authorization: Bearer secret",
            "Accept: text/plain"));
  }

  private long watches() {
    return cluster.calls.stream().filter(call -> call.verb().equals("watch")).count();
  }

  @Test
  void namesThatNobodyAnswersToLeaveNothingBehind() throws Exception {
    String before = admin("/metrics");
    for (int i = 0; i < HOSTS; i++) {
      visit(anyName() + ".example.org", "Ingress for your app not found.\"");
    }

    assertThat(admin("/metrics")).isEqualTo(before);
    assertThat(admin("/v1/apps")).isEqualTo("APP  PHASE  USERS  WAITING  RESTED\n");
    assertThat(cluster.calls).allMatch(call -> call.verb().equals("list"));
  }

  @Test
  void namesThatLeadToOneAppAreOneAppThatIsNamedByItsIngress() throws Exception {
    for (int i = 0; i < HOSTS; i++) {
      visit("shop." + anyName() + ".example", "</html>");
    }

    assertThat(admin("/v1/apps").lines().skip(1))
        .singleElement()
        .asString()
        .startsWith("shop.example.org ");
    assertThat(admin("/metrics").lines().filter(line -> line.startsWith("ostler_gateway_held{")))
        .containsExactly("ostler_gateway_held{app=\"shop.example.org\"} 0");
    assertThat(watches()).isLessThan(HOSTS / 10);
    assertThat(cluster.changes("deployments")).isEqualTo(1);
  }
}
