package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Made-up names of hosts, more than a gateway for a whole cluster remembers. */
@SuppressWarnings("NullAway.Init")
class KubernetesManyHostsTest {
  private static final int VISITORS = 8;
  private static final int HUNDREDS_EACH = 13;
  private static final int HOSTS = VISITORS * HUNDREDS_EACH * 100;

  private static final int MOST_HOSTS = 10_000;
  private static final int MOST_MISSING = 1000;

  private final FakeCluster cluster = FakeCluster.start();
  private KubernetesGateway gateway;

  @BeforeEach
  void open() throws IOException {
    Shop.openIdledByOldIdler(cluster);
    cluster.objects.edit(Shop.INGRESSES + "/shop", KubernetesManyHostsTest::labelByKey);
    cluster.objects.edit(Shop.DEPLOYMENT, KubernetesManyHostsTest::labelByKey);
    cluster.objects.edit(Shop.SERVICE, KubernetesManyHostsTest::labelByKey);
    gateway =
        KubernetesGateway.open(
            new KubernetesGateway.Settings("127.0.0.1:0", "unidle-key", "/", false)
                .withAdmin("127.0.0.1:0", Optional.empty()),
            cluster.config(),
            _ -> {});
  }

  /** So that whatever comes after the first name of a host leads there as well. */
  private static void labelByKey(ObjectNode object) {
    object.withObject("metadata").withObject("labels").put("unidle-key", "shop");
  }

  @AfterEach
  void close() {
    gateway.close();
    cluster.close();
  }

  /**
   * As many requests as there are hosts; returns how many were told that there is no such thing.
   */
  private int visit(String request) throws Exception {
    int answers = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> visits = new ArrayList<>();
      for (int seed = 0; seed < VISITORS; seed++) {
        InventiveVisitor visitor = new InventiveVisitor(gateway.address().getPort(), seed);
        visits.add(threads.submit(() -> visitor.visit(HUNDREDS_EACH, request)));
      }
      for (Future<Integer> visit : visits) {
        answers += visit.get();
      }
    }
    return answers;
  }

  private static long remembered(String kind) throws Exception {
    return Heap.count(KubernetesApps.class.getName() + "$" + kind);
  }

  private String metrics() throws IOException {
    return RawVisitor.body(
        RawVisitor.get(gateway.adminAddress().orElseThrow().getPort(), "/metrics", "admin"));
  }

  /** No label can have such names, so each is asked for once and not by four labels. */
  @Test
  void ofNamesThatNobodyAnswersToAThousandAreRememberedForAMoment() throws Exception {
    String before = metrics();
    int missing = visit("GET /PATH HTTP/1.1\r\nHost: _NAME.example.org\r\n\r\n");

    assertThat(missing).isEqualTo(HOSTS);
    assertThat(remembered("Missing")).isBetween(1L, (long) MOST_MISSING);
    assertThat(remembered("Name")).isZero();
    assertThat(metrics()).isEqualTo(before);
  }

  @Test
  void ofNamesThatLeadToOneAppTenThousandAreRememberedAndItIsOneApp() throws Exception {
    int answers = visit("GET /.ostler/PATH HTTP/1.1\r\nHost: shop.NAME.example\r\n\r\n");

    assertThat(answers).isEqualTo(HOSTS);
    assertThat(remembered("Name")).isEqualTo(MOST_HOSTS);
    assertThat(remembered("Entry")).isEqualTo(1);
    assertThat(remembered("Missing")).isZero();
    assertThat(metrics().lines().filter(line -> line.contains("app=\"")))
        .isNotEmpty()
        .allMatch(line -> line.contains("{app=\"shop.example.org\""));
  }
}
