package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.Engine;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import dev.ostler.testing.Needs;
import dev.ostler.testing.PodmanHost;
import dev.ostler.testing.RealPart;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Containers of Podman, and in what it differs. */
@Needs(RealPart.PODMAN)
@SuppressWarnings("NullAway.Init")
class PodmanWorkloadIT extends EngineWorkloadContract {
  private static PodmanHost host;

  @BeforeAll
  static void startHost() throws Exception {
    host = PodmanHost.start();
    try (Engine engine = Engine.over(new UnixDialer(host.socket()))) {
      engine.images().load(new ByteArrayInputStream(TestImage.archive()), _ -> {});
    }
  }

  @AfterAll
  static void closeHost() {
    host.close();
  }

  @Override
  Path socket() {
    return host.socket();
  }

  /** Podman says that a container has ended, and not that somebody wanted it to. */
  private void assertTheEndThatAPersonWantedCountsAsAFailure() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = open();
        AutoCloseable _ = workload.follow(told::add)) {
      workload.wake();
      awaitTold(told, Observation.Running.class);
      stopByOther();
      awaitTold(told, Observation.Failed.class);
      workload.wake();
      awaitTold(told, Observation.Running.class);
    }

    assertThat(told)
        .contains(new Observation.Failed("its container ended with status 137", List.of()));
  }

  @Test
  @Override
  void containerThatAPersonStopsRestsThoughItHadToBeKilled() throws Exception {
    createThatHeedsNoTerm();

    assertTheEndThatAPersonWantedCountsAsAFailure();
  }

  @Test
  @Override
  void containerThatEndsWithAStatusOfItsOwnRestsWhenAPersonStopsIt() throws Exception {
    createWithWaysOfItsOwn();

    assertTheEndThatAPersonWantedCountsAsAFailure();
  }

  /** Podman says so when it may have been seen already that it has ended. */
  @Test
  @Override
  void containerThatAPersonStopsWithoutGraceRests() throws Exception {
    assertThat(toldOfAKill()).endsWith(new Observation.Resting());
  }
}
