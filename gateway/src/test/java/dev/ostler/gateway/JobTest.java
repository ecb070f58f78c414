package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import dev.ostler.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that do their work once for others. */
@SuppressWarnings("NullAway.Init")
class JobTest {
  @TempDir Path folder;
  private final List<Observation> told = new CopyOnWriteArrayList<>();
  private final FakeEngine fake = FakeEngine.start();
  private Engine engine;
  private JobWorkload job;

  @BeforeEach
  void open() {
    engine = Engine.over(new UnixDialer(fake.socket()));
    job =
        new JobWorkload(
            "migration",
            EngineAccess.over(new UnixDialer(fake.socket())),
            Optional.of("migrate"),
            Optional.empty());
  }

  @AfterEach
  void close() {
    job.close();
    engine.close();
    fake.close();
  }

  private void create(String name, String... command) throws EngineException {
    engine
        .containers()
        .create(
            name,
            ContainerSpec.of(TestImage.NAME)
                .withNetworking(Networking.DEFAULT.withMode("host"))
                .withCommand(command));
  }

  private String started(String name) throws EngineException {
    return engine.containers().inspect(name).status().started().orElseThrow().toString();
  }

  @Test
  void jobRunsAsSoonAsItHasSucceededAndIsNotStartedAgain() throws Exception {
    create("migrate", "serve");
    assertThat(job.observe()).isEqualTo(new Observation.Resting());
    job.wake();
    assertThat(job.observe()).isEqualTo(new Observation.Waking("it does its work"));
    fake.end("migrate", 0);

    assertThat(job.observe()).isEqualTo(new Observation.Running(Optional.empty()));
    String before = started("migrate");
    job.wake();
    assertThat(job.observe()).isEqualTo(new Observation.Running(Optional.empty()));
    assertThat(started("migrate")).isEqualTo(before);
  }

  @Test
  void jobThatFailsHasFailedAndIsStartedAgainForTheNextWhoNeedsIt() throws Exception {
    create("migrate", "serve");
    try (AutoCloseable _ = job.follow(told::add)) {
      job.wake();
      fake.end("migrate", 3);
      WorkloadContract.awaitTold(told, Observation.Failed.class);
      job.wake();
      WorkloadContract.awaitTold(told, Observation.Waking.class);
    }

    assertThat(told)
        .contains(
            new Observation.Failed(
                Observation.Failed.Kind.CRASH, "its container ended with status 3", List.of()));
  }

  @Test
  void jobIsNotPutToRest() {
    assertThatThrownBy(job::rest)
        .isInstanceOf(WorkloadException.class)
        .hasMessage("migration stays as it is: it does its work once, and then ends");
  }

  private String file(int port) {
    return TestGateway.HEAD
        + """
        apps:
          shop:
            hosts: '*'
            container: {name: shop, port: %1$d, engine: 'unix://%2$s'}
            needs: migration
          migration:
            job: {name: migrate, engine: 'unix://%2$s'}
        """
            .formatted(port, fake.socket());
  }

  @Test
  void appThatNeedsAJobIsWokenOnceThatIsDone() throws Exception {
    create("shop", "serve");
    create("migrate", "serve");
    try (Upstream upstream = new Upstream("shop")) {
      Path file =
          Files.writeString(folder.resolve("gateway.yaml"), file(upstream.address().getPort()));
      List<String> log = new CopyOnWriteArrayList<>();
      try (Gateway gateway =
              Gateway.open(file, log::add, (name, form) -> Workloads.open(name, form, log::add));
          RawClient client = new RawClient(gateway.address().getPort())) {
        client.send("GET /cart HTTP/1.1\r\nHost: shop\r\n\r\n");
        Eventually.await("it does its work", () -> isRunning("migrate"));
        assertThat(isRunning("shop")).isFalse();
        fake.end("migrate", 0);

        assertThat(client.readUntil("shop /cart")).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(isRunning("migrate")).isFalse();
      }
    }
  }

  private boolean isRunning(String container) {
    try {
      return engine.containers().inspect(container).status().state() == ContainerState.RUNNING;
    } catch (EngineException e) {
      throw new AssertionError(e);
    }
  }
}
