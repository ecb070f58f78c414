package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.Containers.Removal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The life of containers, in every engine alike. */
abstract class LifeContract extends EngineFixture {
  @Test
  void versionIsNegotiatedDownToTheEngines() throws EngineException {
    ApiVersion spoken = engine.ping();

    assertThat(spoken).isBetween(ApiVersion.OLDEST, ApiVersion.NEWEST);
    assertThat(ApiVersion.parse(engine.version().api()).isAtLeast(spoken)).isTrue();
  }

  @Test
  void engineSaysWhatItIs() throws EngineException {
    EngineVersion version = engine.version();

    assertThat(version.engine()).matches("[0-9]+\\.[0-9]+\\..+");
    assertThat(version.system()).isEqualTo("linux");
    assertThat(version.architecture()).isEqualTo("amd64");
    assertThat(ApiVersion.parse(version.oldestApi())).isLessThan(ApiVersion.parse(version.api()));
    assertThat(version.podman()).isEqualTo(isPodman());
  }

  /** Whether it is meant to be Podman. */
  boolean isPodman() {
    return false;
  }

  @Test
  void createdContainerIsListedWithItsLabelsAndName() throws EngineException {
    String id = engine.containers().create(name, spec("sleep", "1000")).id();

    List<ContainerSummary> listed = engine.containers().list(mine());
    assertThat(listed).hasSize(1);
    assertThat(listed.getFirst().id()).isEqualTo(id);
    assertThat(listed.getFirst().name()).isEqualTo(name);
    assertThat(listed.getFirst().state()).isEqualTo(ContainerState.CREATED);
    assertThat(listed.getFirst().image()).isEqualTo(TestImage.NAME);
    assertThat(listed.getFirst().labels())
        .containsEntry(LABEL, mark)
        .containsEntry("other", "value");
  }

  @Test
  void listTellsSinceWhenHowAndOfWhatAContainerIs() throws EngineException {
    Mount.Volume data = new Mount.Volume("vol-" + mark, "/data", true, false);
    engine.volumes().create(VolumeSpec.of(data.name()));
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    engine
        .containers()
        .create(name, spec("sleep", "9").withStorage(Storage.NONE.withMounts(List.of(data))));
    engine.containers().start(name);

    ContainerSummary listed = engine.containers().list(mine()).getFirst();
    assertThat(listed.created()).isBetween(before, Instant.now());
    assertThat(listed.statusText()).startsWith("Up ");
    assertThat(listed.health()).isEqualTo(Health.NONE);
    assertThat(listed.imageId()).isEqualTo(engine.images().inspect(TestImage.NAME).id());
    assertThat(listed.ports()).isEmpty();
    assertThat(listed.mounts()).containsExactly(data);
    engine.containers().remove(name, Removal.WHOLE);
    engine.volumes().remove(data.name());
  }

  @Test
  void onlyRunningContainersAreListedUnlessAllAreWanted() throws EngineException {
    engine.containers().create(name, spec("sleep", "1000"));

    assertThat(engine.containers().list(ContainerQuery.RUNNING.withLabel(LABEL + "=" + mark)))
        .isEmpty();
  }

  @Test
  void startSaysWhetherItDidSomething() throws EngineException {
    String id = engine.containers().create(name, spec("sleep", "1000")).id();

    assertThat(engine.containers().start(id)).isTrue();
    assertThat(engine.containers().start(id)).isFalse();
    assertThat(engine.containers().inspect(id).status().state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void stopSaysWhetherItDidSomething() throws EngineException {
    String id = running();

    assertThat(engine.containers().stop(id, AT_ONCE)).isTrue();
    assertThat(engine.containers().stop(id, AT_ONCE)).isFalse();
    ContainerStatus status = engine.containers().inspect(name).status();
    assertThat(status.state()).isEqualTo(ContainerState.EXITED);
    assertThat(status.exitCode()).isEqualTo(137);
  }

  @Test
  void nameInUseIsAConflict() throws EngineException {
    engine.containers().create(name, spec("sleep", "1000"));

    EngineException e = refusal(() -> engine.containers().create(name, spec("true")));

    assertThat(e.isConflict()).isTrue();
    assertThat(e.getMessage())
        .startsWith("cannot create container " + name + " on " + engine.address() + ": ")
        .contains("in use");
  }

  @Test
  void containerThatIsNotThereIsNotFound() {
    EngineException e = refusal(() -> engine.containers().inspect("not-" + name));

    assertThat(e.isNotFound()).isTrue();
    assertThat(e.kind()).isEqualTo(EngineException.Kind.REFUSED);
    assertThat(e.getMessage()).containsIgnoringCase("no such container").endsWith("(404)");
  }

  @Test
  void imageThatIsNotThereIsNotFound() {
    EngineException e =
        refusal(() -> engine.containers().create(name, ContainerSpec.of("localhost/not-there:1")));

    assertThat(e.isNotFound()).isTrue();
  }

  @Test
  void runningContainerIsRemovedOnlyByForce() throws EngineException {
    String id = running();

    EngineException e = refusal(() -> engine.containers().remove(id, Removal.GENTLE));
    assertThat(e.status()).isIn(409, 500);
    engine.containers().remove(id, Removal.WHOLE);
    assertThat(engine.containers().list(mine())).isEmpty();
  }

  @Test
  void pausedContainerGoesOnWhenUnpaused() throws EngineException {
    String id = running();

    engine.containers().pause(id);
    assertThat(engine.containers().inspect(id).status().state()).isEqualTo(ContainerState.PAUSED);
    engine.containers().unpause(id);
    assertThat(engine.containers().inspect(id).status().state()).isEqualTo(ContainerState.RUNNING);
    assertThat(refusal(() -> engine.containers().unpause(id)).status()).isIn(409, 500);
  }

  @Test
  void renamedContainerIsFoundByItsNewName() throws EngineException {
    String id = running();

    engine.containers().rename(id, name + "-new");

    assertThat(engine.containers().inspect(name + "-new").id()).isEqualTo(id);
    assertThat(refusal(() -> engine.containers().inspect(name)).isNotFound()).isTrue();
  }

  @Test
  void killedContainerEnds() throws EngineException {
    String id = running();

    engine.containers().kill(id, "KILL");

    assertThat(engine.containers().waitFor(id, LONG)).isEqualTo(137);
    assertThat(refusal(() -> engine.containers().kill(id, "KILL")).isConflict()).isTrue();
  }

  @Test
  void restartedContainerRuns() throws EngineException {
    String id = running();
    Optional<Instant> before = engine.containers().inspect(id).status().started();

    engine.containers().restart(id, AT_ONCE);

    ContainerStatus after = engine.containers().inspect(id).status();
    assertThat(after.state()).isEqualTo(ContainerState.RUNNING);
    assertThat(after.started()).isNotEqualTo(before);
  }

  @Test
  void waitGivesTheExitStatus() throws EngineException {
    String id = engine.containers().create(name, spec("false")).id();
    engine.containers().start(id);

    assertThat(engine.containers().waitFor(id, LONG)).isEqualTo(1);
  }

  @Test
  void waitEndsAtItsDeadline() throws EngineException {
    String id = running();

    EngineException e = refusal(() -> engine.containers().waitFor(id, Duration.ofMillis(300)));

    assertThat(e.kind()).isEqualTo(EngineException.Kind.NO_ANSWER);
    assertThat(e.reason()).isEqualTo("no answer within 300 ms");
  }

  @Test
  void restartPolicyIsChangedInPlace() throws EngineException {
    String id = running();

    engine
        .containers()
        .update(id, new Restart(Restart.Policy.UNLESS_STOPPED, 0), Resources.UNLIMITED);

    assertThat(engine.containers().inspect(id).spec().lifecycle().restart().policy())
        .isEqualTo(Restart.Policy.UNLESS_STOPPED);
  }

  @Test
  void limitsAreChangedInPlace() throws EngineException {
    String id = running();
    Resources limits = new Resources(64 << 20, 0, 0, 500_000_000, 512, "0", 50, 0, List.of());

    engine.containers().update(id, Restart.NO, limits);
    engine
        .containers()
        .update(
            id,
            Restart.NO,
            new Resources(256 << 20, 0, 0, 250_000_000, 512, "0", 60, 0, List.of()));

    Resources now = engine.containers().inspect(id).spec().resources();
    assertThat(now.memory()).isEqualTo(256 << 20);
    assertThat(now.nanoCpus()).isEqualTo(250_000_000);
    assertThat(now.cpuShares()).isEqualTo(512);
    assertThat(now.cpuset()).isEqualTo("0");
    assertThat(now.processes()).isEqualTo(60);
    assertThat(engine.containers().inspect(id).status().state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void specificationIsReadBackAsItWasWritten() throws EngineException {
    ContainerSpec wanted =
        spec("sleep", "1000")
            .withProgram(
                new Program(
                    Optional.of(List.of("/bin/sh", "-c")),
                    List.of("sleep 1000"),
                    Map.of("GREETING", "a=b \"ü\""),
                    "0:0",
                    "/tmp",
                    false,
                    true,
                    Optional.empty()))
            .withLifecycle(
                new Lifecycle(
                    new Restart(Restart.Policy.ON_FAILURE, 3),
                    Optional.empty(),
                    "SIGINT",
                    Optional.of(Duration.ofSeconds(7)),
                    false));
    engine.containers().create(name, wanted);

    ContainerSpec read = engine.containers().inspect(name).spec();
    assertThat(read.image()).isEqualTo(TestImage.NAME);
    assertThat(read.labels()).containsAllEntriesOf(wanted.labels());
    assertThat(read.program().command()).isEqualTo(wanted.program().command());
    assertThat(read.program().environment()).containsEntry("GREETING", "a=b \"ü\"");
    assertThat(read.program().user()).isEqualTo("0:0");
    assertThat(read.program().workingDirectory()).isEqualTo("/tmp");
    assertThat(read.program().standardInput()).isTrue();
    assertThat(read.lifecycle().restart().policy()).isEqualTo(Restart.Policy.ON_FAILURE);
    assertThat(read.networking().mode()).isEqualTo("none");
  }
}
