package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.Health;
import dev.ostler.engine.Networking;
import dev.ostler.engine.PublishedPort;
import dev.ostler.engine.TestImage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where requests reach a container, by what its engine says of it. */
class EngineReachTest {
  private static final EngineReach HERE = EngineReach.here(80);
  private static final EngineReach THERE = new EngineReach(80, Optional.of("198.51.100.7"));

  private static final Optional<OwnContainer.Known> OUTSIDE = Optional.empty();

  private static final ContainerStatus STATUS =
      new ContainerStatus(
          ContainerState.RUNNING,
          Health.NONE,
          "",
          1,
          0,
          false,
          "",
          Optional.empty(),
          Optional.empty(),
          0);

  private static ContainerDetails container(
      String mode, List<PublishedPort> ports, Map<String, String> networks) {
    return new ContainerDetails(
        "id",
        "web",
        "image",
        Instant.EPOCH,
        STATUS,
        ContainerSpec.of(TestImage.NAME).withNetworking(Networking.DEFAULT.withMode(mode)),
        List.of(),
        ports,
        networks);
  }

  private static PublishedPort port(int container, String protocol, String address, int host) {
    return new PublishedPort(container, protocol, address, host);
  }

  private static Optional<InetSocketAddress> at(String host, int port) {
    return Optional.of(new InetSocketAddress(host, port));
  }

  @Test
  void networkOfTheHostIsReachedAtTheHost() {
    ContainerDetails container = container("host", List.of(), Map.of("host", ""));

    assertThat(HERE.of(container, OUTSIDE)).isEqualTo(at("127.0.0.1", 80));
    assertThat(THERE.of(container, OUTSIDE)).isEqualTo(at("198.51.100.7", 80));
  }

  @Test
  void portThatIsPublishedEverywhereIsReachedAtTheHost() {
    for (String everywhere : List.of("", "0.0.0.0", "::")) {
      ContainerDetails container =
          container(
              "bridge",
              List.of(
                  port(80, "udp", "", 1), port(81, "tcp", "", 2), port(80, "tcp", everywhere, 3)),
              Map.of("bridge", "172.17.0.2"));

      assertThat(HERE.of(container, OUTSIDE)).isEqualTo(at("127.0.0.1", 3));
      assertThat(THERE.of(container, OUTSIDE)).isEqualTo(at("198.51.100.7", 3));
    }
  }

  @Test
  void portThatIsPublishedAtOneAddressIsReachedThereIfThatLeadsAnywhere() {
    ContainerDetails outside =
        container("bridge", List.of(port(80, "tcp", "198.51.100.8", 3)), Map.of());
    ContainerDetails inside =
        container("bridge", List.of(port(80, "tcp", "127.0.0.1", 3)), Map.of());

    assertThat(HERE.of(outside, OUTSIDE)).isEqualTo(at("198.51.100.8", 3));
    assertThat(THERE.of(outside, OUTSIDE)).isEqualTo(at("198.51.100.8", 3));
    assertThat(HERE.of(inside, OUTSIDE)).isEqualTo(at("127.0.0.1", 3));
    assertThat(THERE.of(inside, OUTSIDE)).isEmpty();
  }

  @Test
  void addressOfANetworkIsReachedFromItsHostAlone() {
    ContainerDetails container = container("bridge", List.of(), Map.of("bridge", "172.17.0.2"));

    assertThat(HERE.of(container, OUTSIDE)).isEqualTo(at("172.17.0.2", 80));
    assertThat(THERE.of(container, OUTSIDE)).isEmpty();
  }

  @Test
  void containerWithoutANetworkIsReachedFromNowhere() {
    ContainerDetails container = container("none", List.of(), Map.of("none", ""));

    assertThat(HERE.of(container, OUTSIDE)).isEmpty();
    assertThat(HERE.notReached(OUTSIDE)).isEqualTo("its container has no address for port 80");
    assertThat(THERE.of(container, OUTSIDE)).isEmpty();
    assertThat(THERE.notReached(OUTSIDE))
        .isEqualTo(
            "its container has no port at 198.51.100.7 for its port 80; publish it where others"
                + " reach it");
  }

  private static Optional<OwnContainer.Known> inside(String... networks) throws Exception {
    return Optional.of(
        new OwnContainer.Known(
            "gateway", Set.of(networks), Optional.of(InetAddress.getByName("172.18.0.1"))));
  }

  @Test
  void gatewayInAContainerReachesOthersByANetworkThatBothShare() throws Exception {
    ContainerDetails container =
        container(
            "front",
            List.of(port(80, "tcp", "", 3)),
            Map.of("back", "172.19.0.2", "front", "172.18.0.2"));

    assertThat(HERE.of(container, inside("other", "front"))).isEqualTo(at("172.18.0.2", 80));
    assertThat(HERE.of(container, inside("back"))).isEqualTo(at("172.19.0.2", 80));
  }

  @Test
  void gatewayInAContainerReachesOthersByTheirHostIfTheyShareNoNetwork() throws Exception {
    ContainerDetails everywhere =
        container("back", List.of(port(80, "tcp", "0.0.0.0", 3)), Map.of("back", "172.19.0.2"));
    ContainerDetails outside =
        container("back", List.of(port(80, "tcp", "198.51.100.8", 3)), Map.of("back", ""));
    ContainerDetails ofTheHost = container("host", List.of(), Map.of("host", ""));

    assertThat(HERE.of(everywhere, inside("front"))).isEqualTo(at("172.18.0.1", 3));
    assertThat(HERE.of(outside, inside("front"))).isEqualTo(at("198.51.100.8", 3));
    assertThat(HERE.of(ofTheHost, inside("front"))).isEqualTo(at("172.18.0.1", 80));
  }

  @Test
  void gatewayInAContainerSaysWhomItDoesNotReach() throws Exception {
    ContainerDetails unpublished = container("back", List.of(), Map.of("back", "172.19.0.2"));
    ContainerDetails forItsHost =
        container("back", List.of(port(80, "tcp", "127.0.0.1", 3)), Map.of("back", "172.19.0.2"));
    Optional<OwnContainer.Known> lost =
        Optional.of(new OwnContainer.Known("gateway", Set.of("front"), Optional.empty()));
    ContainerDetails everywhere =
        container("back", List.of(port(80, "tcp", "", 3)), Map.of("back", "172.19.0.2"));

    assertThat(HERE.of(unpublished, inside("front"))).isEmpty();
    assertThat(HERE.of(forItsHost, inside("front"))).isEmpty();
    assertThat(HERE.of(everywhere, lost)).isEmpty();
    assertThat(HERE.notReached(lost))
        .isEqualTo(
            "its container shares no network with gateway, in which the gateway runs, nor publishes"
                + " its port 80 where that reaches it; connect both to one network");
  }

  @Test
  void fileSaysWhichHostAnEngineIsOn() {
    assertThat(EngineAddress.parse("unix:///run/docker.sock").host()).isEmpty();
    assertThat(EngineAddress.parse("ssh://me@shop.example.org:2222").host())
        .hasValue("shop.example.org");
  }
}
