package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.Engine;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import dev.ostler.testing.Eventually;
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

  /** Podman says that a container has ended, and not always that somebody wanted it to. */
  private void assertItIsWokenAgainAfterTheEndThatAPersonWanted() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = open();
        AutoCloseable _ = workload.follow(told::add)) {
      workload.wake();
      awaitTold(told, Observation.Running.class);
      stopByOther();
      Eventually.await("it has ended", () -> !(told.getLast() instanceof Observation.Running));
      workload.wake();
      Eventually.await("it runs", () -> told.getLast() instanceof Observation.Running);
    }

    assertThat(told)
        .filteredOn(Observation.Failed.class::isInstance)
        .allMatch(
            new Observation.Failed(
                    Observation.Failed.Kind.CRASH, "its container ended with status 137", List.of())
                ::equals);
  }

  @Test
  @Override
  void containerThatAPersonStopsRestsThoughItHadToBeKilled() throws Exception {
    createThatHeedsNoTerm();

    assertItIsWokenAgainAfterTheEndThatAPersonWanted();
  }

  @Test
  @Override
  void containerThatEndsWithAStatusOfItsOwnRestsWhenAPersonStopsIt() throws Exception {
    createWithWaysOfItsOwn();

    assertItIsWokenAgainAfterTheEndThatAPersonWanted();
  }

  /** Podman says so when it may have been seen already that it has ended. */
  @Test
  @Override
  void containerThatAPersonStopsWithoutGraceRests() throws Exception {
    assertThat(toldOfAKill()).endsWith(new Observation.Resting());
  }
}
