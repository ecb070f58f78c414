package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Engine;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which container the gateway itself runs in, by what the kernel and an engine say. */
class OwnContainerTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final List<String> ROUTES =
      List.of(
          "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
          "eth0\t000012AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
          "eth0\t00000000\t010012AC\t0003\t0\t0\t0\t00000000\t0\t0\t0");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2158 2099 8:1 /var/lib/docker/containers/ID/resolv.conf /etc/resolv.conf rw - ext4 /dev/a rw",
        "2160 2099 8:1 /var/lib/docker/containers/ID/hostname /etc/hostname rw - ext4 /dev/a rw",
        "2161 2099 0:3 /containers/storage/overlay-containers/ID/userdata/hosts /etc/hosts rw - tmpfs t rw"
      })
  void filesOfItsOwnSayTheIdAndWaysSayWhereItsHostIs(String mount) throws Exception {
    OwnContainer own = OwnContainer.of(List.of("1 2 0:1 / / rw", mount.replace("ID", ID)), ROUTES);

    assertThat(own)
        .isEqualTo(new OwnContainer(Set.of(ID), Optional.of(InetAddress.getByName("172.18.0.1"))));
  }

  @Test
  void whoRunsInNoContainerHasNone() {
    String ofOthers =
        "99 30 8:1 /var/lib/docker/containers/ID/mounts/shm /var/lib/docker/containers/ID/mounts/shm rw"
            .replace("ID", ID);

    assertThat(OwnContainer.of(List.of("1 2 0:1 / / rw", ofOthers), ROUTES))
        .isEqualTo(OwnContainer.NONE);
  }

  @Test
  void wayToItsHostMayBeMissing() {
    OwnContainer own =
        OwnContainer.of(
            List.of("1 2 8:1 /containers/" + ID + "/hostname /etc/hostname rw"),
            ROUTES.subList(0, 2));

    assertThat(own).isEqualTo(new OwnContainer(Set.of(ID), Optional.empty()));
  }

  @Test
  void onlyTheEngineOfItsContainerKnowsIt() throws Exception {
    try (FakeEngine fake = FakeEngine.start();
        Engine engine = Engine.over(new UnixDialer(fake.socket()))) {
      String bridged = engine.containers().create("gateway", ContainerSpec.of(TestImage.NAME)).id();
      String ofTheHost =
          engine
              .containers()
              .create(
                  "other",
                  ContainerSpec.of(TestImage.NAME)
                      .withNetworking(Networking.DEFAULT.withMode("host")))
              .id();

      assertThat(known(engine, bridged).map(OwnContainer.Known::name)).hasValue("gateway");
      assertThat(known(engine, ofTheHost)).isEmpty();
      assertThat(known(engine, ID)).isEmpty();
      assertThat(OwnContainer.NONE.in(engine.containers())).isEmpty();
    }
  }

  private static Optional<OwnContainer.Known> known(Engine engine, String id) throws Exception {
    return new OwnContainer(Set.of(id), Optional.empty()).in(engine.containers());
  }
}
