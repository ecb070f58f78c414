package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.testing.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for containers of every engine. */
@SuppressWarnings("NullAway.Init")
abstract class EngineWorkloadContract {
  private static final String LABEL = "dev.ostler.test.app";
  private static final int PORT = 8080;
  private static final Observation RUNS =
      new Observation.Running(
          Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT)));

  private final String name = "ostler-test-" + UUID.randomUUID();
  private Engine engine;
  private EngineWorkload workload;

  /** A connection of its own each time. */
  abstract Engine connect();

  @BeforeEach
  void open() throws Exception {
    engine = connect();
    workload = workload(Optional.of(name), Optional.empty(), false);
  }

  private EngineWorkload workload(Optional<String> wanted, Optional<String> label, boolean pauses) {
    return new EngineWorkload(
        "shop", connect(), new EngineWorkload.Choice(wanted, label, pauses), PORT);
  }

  private void create(String containerName, String... command) throws EngineException {
    ContainerSpec spec =
        ContainerSpec.of(TestImage.NAME)
            .withLabels(Map.of(LABEL, name))
            .withNetworking(Networking.DEFAULT.withMode("host"))
            .withCommand(command);
    engine.containers().create(containerName, spec);
  }

  private void remove(String containerName) {
    try {
      engine.containers().remove(containerName, Containers.Removal.WHOLE);
    } catch (EngineException notThere) {
      // as wanted
    }
  }

  @AfterEach
  void close() {
    remove(name);
    remove(name + "-2");
    workload.close();
    engine.close();
  }

  @Test
  void itIsStartedAndStoppedAndAskingAgainDoesNothing() throws Exception {
    create(name, "sleep", "1000");

    assertThat(workload.observe()).isEqualTo(new Observation.Resting());
    workload.wake();
    workload.wake();
    assertThat(workload.observe()).isEqualTo(RUNS);
    engine.containers().kill(name, "KILL"); // its shell would take ten seconds to end
    workload.rest();
    workload.rest();
    assertThat(workload.observe()).isEqualTo(new Observation.Resting());
  }

  @Test
  void itIsPausedAndGoesOn() throws Exception {
    create(name, "sleep", "1000");
    EngineWorkload paused = workload(Optional.of(name), Optional.empty(), true);
    paused.wake();
    paused.rest();
    paused.rest();

    assertThat(paused.observe()).isEqualTo(new Observation.Resting());
    paused.wake();
    assertThat(paused.observe()).isEqualTo(RUNS);
    paused.close();
  }

  @Test
  void containerThatWasMadeAnewWhileItRestedIsFoundByItsLabel() throws Exception {
    create(name, "sleep", "1000");
    EngineWorkload labelled = workload(Optional.empty(), Optional.of(LABEL + "=" + name), false);
    assertThat(labelled.observe()).isEqualTo(new Observation.Resting());
    remove(name);
    create(name + "-2", "sleep", "1000");
    labelled.wake();

    assertThat(labelled.observe()).isEqualTo(RUNS);
    labelled.close();
  }

  @Test
  void containerThatIsNotThereRestsAndCannotBeWoken() {
    assertThat(workload.observe()).isEqualTo(new Observation.Resting());
    assertThatThrownBy(workload::wake)
        .isInstanceOf(WorkloadException.class)
        .hasMessage(
            "there is no container " + name + " at " + engine.address() + "; create it first");
  }

  @Test
  void whoFollowsIsToldOfEveryChangeWhoeverMakesIt() throws Exception {
    create(name, "sleep", "1000");
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (AutoCloseable _ = workload.follow(told::add)) {
      Eventually.await("it rests", () -> told.equals(List.of(new Observation.Resting())));
      engine.containers().start(name);
      Eventually.await("it runs", () -> told.getLast().equals(RUNS));
      engine.containers().kill(name, "KILL");
      Eventually.await("it rests", () -> told.getLast().equals(new Observation.Resting()));
    }

    assertThat(told).hasSize(3);
  }
}
