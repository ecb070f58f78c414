package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.ExecSpec;
import dev.ostler.engine.HealthCheck;
import dev.ostler.engine.Lifecycle;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import dev.ostler.testing.ContainerEngine;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Containers of Docker itself. */
@Needs(RealPart.ENGINE)
class DockerWorkloadTest extends EngineWorkloadContract {
  @BeforeAll
  static void loadImage() throws Exception {
    try (Engine engine = docker()) {
      engine.images().load(new ByteArrayInputStream(TestImage.archive()), _ -> {});
    }
  }

  private static Engine docker() {
    return Engine.over(new UnixDialer(ContainerEngine.socket()));
  }

  @Override
  Path socket() {
    return ContainerEngine.socket();
  }

  @Test
  void containerThatEndsWhileItIsWokenFailsWithStatusAndLastLines() throws EngineException {
    String name = "ostler-test-" + UUID.randomUUID();
    try (Engine engine = docker();
        EngineWorkload workload =
            new EngineWorkload(
                "shop",
                EngineAccess.over(new UnixDialer(socket())),
                new EngineWorkload.Choice(Optional.of(name), Optional.empty(), false),
                EngineReach.here(8080))) {
      engine
          .containers()
          .create(
              name,
              ContainerSpec.of(TestImage.NAME)
                  .withNetworking(Networking.NONE)
                  .withCommand("sh", "-c", "echo no database; exit 3"));
      workload.wake();
      Eventually.await(
          "it has failed",
          () ->
              workload
                  .observe()
                  .equals(
                      new Observation.Failed(
                          Observation.Failed.Kind.CRASH,
                          "its container ended with status 3",
                          List.of("no database"))));
      assertThat(workload.observe()).isInstanceOf(Observation.Failed.class);
      engine.containers().remove(name, Containers.Removal.WHOLE);
    } catch (WorkloadException e) {
      throw new AssertionError(e);
    }
  }

  private static HealthCheck check(String script) {
    return new HealthCheck(
        List.of("CMD-SHELL", script),
        Optional.of(Duration.ofMillis(200)),
        Optional.of(Duration.ofSeconds(10)),
        // Until it has passed once, failures do not count.
        Optional.of(Duration.ofMinutes(5)),
        Optional.empty(),
        1);
  }

  private static void run(Engine engine, String name, String script) throws EngineException {
    assertThat(
            engine
                .processes()
                .run(name, ExecSpec.of("sh", "-c", script), Duration.ofSeconds(30))
                .exitCode())
        .isZero();
  }

  @Test
  void containerRunsOnceItsHealthCheckPassesAndHasFailedWhenItDoesNotAnyMore() throws Exception {
    try (Engine engine = docker()) {
      engine.containers().remove(container(), Containers.Removal.WHOLE);
      engine
          .containers()
          .create(
              container(),
              ContainerSpec.of(TestImage.NAME)
                  .withNetworking(Networking.DEFAULT.withMode("host"))
                  .withCommand("sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait")
                  .withLifecycle(
                      Lifecycle.DEFAULT.withHealth(
                          check("test -e /tmp/well || { echo no database; false; }"))));
      List<Observation> told = new CopyOnWriteArrayList<>();
      try (Workload workload = open();
          AutoCloseable _ = workload.follow(told::add)) {
        workload.wake();
        awaitTold(told, Observation.Waking.class);
        assertThat(told.getLast())
            .isEqualTo(new Observation.Waking("it runs; its health check has not passed yet"));
        run(engine, container(), "echo >/tmp/well");
        awaitTold(told, Observation.Running.class);
        run(engine, container(), "busybox rm /tmp/well");
        awaitTold(told, Observation.Failed.class);
      }

      Observation.Failed failed = (Observation.Failed) told.getLast();
      assertThat(failed.reason()).isEqualTo("its health check fails");
      assertThat(failed.evidence()).contains("no database");
    }
  }
}
