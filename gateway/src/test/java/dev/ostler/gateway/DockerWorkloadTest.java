package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import dev.ostler.testing.ContainerEngine;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
                docker(),
                new EngineWorkload.Choice(Optional.of(name), Optional.empty(), false),
                8080)) {
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
}
