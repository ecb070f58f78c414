package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.Engine;
import dev.ostler.engine.ExecSpec;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who shares a network has the one that its provider has now, on a real engine. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class RealTiesIT extends RealEngineFixture {
  @Test
  void whoSharesANetworkHasItAfterItsProviderWasRestarted() throws Exception {
    deploy(provider("x"), side());

    Report report = deploy(provider("y"), side());

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    checkNetworkIsShared(provider("y"));
  }

  @Test
  void restartBySomebodyElseIsFoundAndRepaired() throws Exception {
    deploy(provider("x"), side());
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      engine.containers().restart(name + "-web", Optional.of(Duration.ZERO));
    }
    assertThat(network("side")).isNotEqualTo(network("web"));

    Plan plan = plan(provider("x"), side());
    deploy(provider("x"), side());

    assertThat(plan.items())
        .filteredOn(Plan.Item::isChange)
        .extracting(Plan.Item::workload)
        .containsExactly("side");
    checkNetworkIsShared(provider("x"));
  }

  @Test
  void containerThatIsTiedToOneThatIsGoneIsMadeAnew() throws Exception {
    Workload other = provider("x").with(provider("x").spec().withCommand("sleep", "1002"));
    deploy(provider("x"), side());
    deploy(other, side());
    try (Operator operator = operator(other, side())) {
      operator
          .check(Scope.of(Operator.Aim.ROLL_BACK).onlyContainers(Set.of("web")))
          .deploy(_ -> {});
    }

    Report report = deploy(other, side());

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    checkNetworkIsShared(other);
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      engine.containers().restart(name + "-side", Optional.of(Duration.ZERO));
    }
  }

  @Test
  void strangerOnTheHostDoesNotAnswerForWhoSharesANetwork() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      HealthProbe asked = new HealthProbe.Tcp(stranger.getLocalPort(), Duration.ofMillis(500));

      Report report = deploy(provider("x"), side().with(side().rollout().with(asked)));

      assertThat(report.results().getFirst().reason())
          .contains("its last answer: its host does not reach it, for it has no network");
    }
  }

  @Test
  void whoSharesTheNetworkOfTheHostThroughAnotherIsAskedThere() throws Exception {
    Workload provider = provider("x");
    Workload open =
        provider.with(
            provider.spec().withNetworking(provider.spec().networking().withMode("host")));
    try (ServerSocket itself = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      HealthProbe asked = new HealthProbe.Tcp(itself.getLocalPort(), Duration.ofSeconds(20));

      Report report = deploy(open, side().with(side().rollout().with(asked)));

      assertThat(report.isSuccess()).as(report.toString()).isTrue();
    }
  }

  private void checkNetworkIsShared(Workload provider) throws Exception {
    assertThat(network("side")).startsWith("net:").isEqualTo(network("web"));
    Plan again = plan(provider, side());
    assertThat(again.hasChanges()).as(PlanText.text(again)).isFalse();
  }

  private String network(String container) throws IOException {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      return engine
          .processes()
          .run(
              name + "-" + container,
              ExecSpec.of("busybox", "readlink", "/proc/self/ns/net"),
              Duration.ofSeconds(20))
          .stdout()
          .strip();
    }
  }

  private Workload provider(String content) {
    return web("hello")
        .withFiles(
            new ManagedFile(
                ManagedFile.Place.CONTAINER,
                "/f",
                FileContent.of(content),
                0600,
                ManagedFile.Owner.ROOT,
                new OnChange.Restart()));
  }

  private Workload side() {
    Workload web = web("hello");
    return new Workload(
        "side",
        name + "-side",
        List.of("here"),
        web.spec().withNetworking(web.spec().networking().withMode("service:web")),
        Map.of(),
        List.of(),
        web.rollout());
  }
}
