package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.Lifecycle;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Restart;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import dev.ostler.testing.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for containers of every engine. */
@SuppressWarnings("NullAway.Init")
abstract class EngineWorkloadContract extends WorkloadContract
    implements WorkloadContract.Platform {
  private static final String LABEL = "dev.ostler.test.app";
  private static final int PORT = 8080;
  private static final Observation RUNS =
      new Observation.Running(
          Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT)));

  /** Ends at once when it is asked to, as the first process of a container does only by itself. */
  private static final String[] SERVER = {"sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait"};

  private final String name = "ostler-test-" + UUID.randomUUID();
  private final List<BreakableDialer> dialers = new CopyOnWriteArrayList<>();
  private Engine engine;

  /** Where the engine listens. */
  abstract Path socket();

  @BeforeEach
  void create() throws Exception {
    engine = Engine.over(new UnixDialer(socket()));
    create(name, SERVER);
  }

  /** Where the gateway takes it to listen. */
  Path socketOfGateway() {
    return socket();
  }

  /** The name of the container. */
  String container() {
    return name;
  }

  private EngineAccess connect() {
    BreakableDialer dialer = new BreakableDialer(new UnixDialer(socketOfGateway()));
    dialers.add(dialer);
    return EngineAccess.over(dialer);
  }

  private EngineWorkload workload(Optional<String> wanted, Optional<String> label, boolean pauses) {
    return new EngineWorkload(
        "shop",
        connect(),
        new EngineWorkload.Choice(wanted, label, pauses),
        EngineReach.here(PORT));
  }

  private void create(String containerName, String... command) throws EngineException {
    engine.containers().create(containerName, spec(command));
  }

  private ContainerSpec spec(String... command) {
    return ContainerSpec.of(TestImage.NAME)
        .withLabels(Map.of(LABEL, name))
        .withNetworking(Networking.DEFAULT.withMode("host"))
        .withCommand(command);
  }

  /**
   * It ends by a signal that others take for a wish to read files anew, with a status of its own.
   */
  void createWithWaysOfItsOwn() throws EngineException {
    remove(name);
    String script = "trap 'exit 3' USR1; while :; do sleep 0.1; done";
    Lifecycle life =
        new Lifecycle(Restart.NO, Optional.empty(), "SIGUSR1", Optional.empty(), false);
    engine.containers().create(name, spec("sh", "-c", script).withLifecycle(life));
  }

  void createThatHeedsNoTerm() throws EngineException {
    remove(name);
    create(name, "sleep", "1000");
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
    engine.close();
  }

  @Override
  Platform platform() {
    return this;
  }

  @Override
  public Workload open() {
    return workload(Optional.of(name), Optional.empty(), false);
  }

  @Override
  public Workload openMissing() {
    return workload(Optional.of(name + "-3"), Optional.empty(), false);
  }

  /** Something of the engine that must succeed. */
  private interface Change {
    void make() throws EngineException;
  }

  private static void change(Change change) {
    try {
      change.make();
    } catch (EngineException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void startByOther() {
    change(() -> engine.containers().start(name));
  }

  @Override
  public void stopByOther() {
    change(() -> engine.containers().stop(name, Optional.empty()));
  }

  @Override
  public void spoil() {
    remove(name);
    change(() -> create(name, "false"));
  }

  @Override
  public void hide() {
    dialers.forEach(BreakableDialer::sever);
  }

  @Override
  public void show() {
    dialers.forEach(BreakableDialer::mend);
  }

  @Test
  void itIsPausedAndGoesOn() throws Exception {
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
  void containerThatAPersonStopsRestsThoughItHadToBeKilled() throws Exception {
    createThatHeedsNoTerm();
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = open();
        AutoCloseable _ = workload.follow(told::add)) {
      workload.wake();
      awaitTold(told, Observation.Running.class);
      engine.containers().stop(name, Optional.of(Duration.ofSeconds(1)));
      awaitTold(told, Observation.Resting.class);
      assertThat(engine.containers().inspect(name).status().exitCode()).isEqualTo(137);
      workload.wake();
      awaitTold(told, Observation.Running.class);
    }

    assertThat(told).noneMatch(Observation.Failed.class::isInstance);
  }

  /** Something that ends a run. */
  private interface End {
    void come(Workload workload) throws Exception;
  }

  /** What is told until a container rests whose run somebody has ended. */
  private List<Observation> toldOf(End end) throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = open();
        AutoCloseable _ = workload.follow(told::add)) {
      workload.wake();
      awaitTold(told, Observation.Running.class);
      end.come(workload);
      awaitTold(told, Observation.Resting.class);
    }
    return told;
  }

  @Test
  void containerThatAPersonStopsWithoutGraceRests() throws Exception {
    assertThat(toldOfAKill()).noneMatch(Observation.Failed.class::isInstance);
  }

  /** What is told until a container rests that a person kills. */
  List<Observation> toldOfAKill() throws Exception {
    return toldOf(_ -> engine.containers().kill(name, "KILL"));
  }

  @Test
  void containerThatEndsWithAStatusOfItsOwnRestsWhenWeAskForThat() throws Exception {
    createWithWaysOfItsOwn();

    assertThat(toldOf(Workload::rest)).noneMatch(Observation.Failed.class::isInstance);
  }

  @Test
  void containerThatEndsWithAStatusOfItsOwnRestsWhenAPersonStopsIt() throws Exception {
    createWithWaysOfItsOwn();

    assertThat(toldOf(_ -> stopByOther())).noneMatch(Observation.Failed.class::isInstance);
  }

  @Test
  void containerThatWasMadeAnewWhileItRestedIsFoundByItsLabel() throws Exception {
    EngineWorkload labelled = workload(Optional.empty(), Optional.of(LABEL + "=" + name), false);
    assertThat(labelled.observe()).isEqualTo(new Observation.Resting());
    remove(name);
    create(name + "-2", SERVER);
    labelled.wake();

    assertThat(labelled.observe()).isEqualTo(RUNS);
    labelled.close();
  }

  /** As {@code docker compose run} makes it, with the labels of the service. */
  private void createForOneCommand(String containerName) throws EngineException {
    ContainerSpec spec = spec(SERVER);
    Map<String, String> labels = new TreeMap<>(spec.labels());
    labels.put("com.docker.compose.oneoff", "True");
    engine.containers().create(containerName, spec.withLabels(labels));
  }

  private ContainerState state(String containerName) throws EngineException {
    return engine.containers().inspect(containerName).status().state();
  }

  @Test
  void containerOfOneCommandIsNeitherStartedNorStoppedThoughItHasTheLabelAndIsNewer()
      throws Exception {
    createForOneCommand(name + "-2");
    try (Workload labelled = workload(Optional.empty(), Optional.of(LABEL + "=" + name), false)) {
      labelled.wake();
      assertThat(state(name)).isEqualTo(ContainerState.RUNNING);
      assertThat(state(name + "-2")).isEqualTo(ContainerState.CREATED);
      engine.containers().start(name + "-2");
      labelled.rest();

      assertThat(state(name + "-2")).isEqualTo(ContainerState.RUNNING);
      assertThat(labelled.observe()).isEqualTo(new Observation.Resting());
    }
  }

  @Test
  void lineOfItsOutputIsHeard() throws Exception {
    remove(name);
    create(name, "echo", "listening");
    try (Workload workload = open()) {
      workload.wake();
      Eventually.await("it has said so", () -> workload.says(Pattern.compile("^listen")));

      assertThat(workload.says(Pattern.compile("^never"))).isFalse();
    }
  }

  @Test
  void containerThatIsNotThereIsSaidToBeMissingAtItsEngine() {
    try (Workload missing = openMissing()) {
      assertThatThrownBy(missing::wake)
          .isInstanceOf(WorkloadException.class)
          .hasMessage(
              "there is no container "
                  + name
                  + "-3 at unix://"
                  + socketOfGateway()
                  + "; create it first");
    }
  }
}
