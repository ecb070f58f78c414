package dev.ostler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostler.engine.Containers.Removal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every engine does, a real one and the fake alike. */
@Timeout(120)
abstract class EngineContract {
  private static final String LABEL = "dev.ostler.test";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Optional<Duration> AT_ONCE = Optional.of(Duration.ZERO);

  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final String name = "contract-" + mark;
  private Engine engine;

  /** Connects to the engine under test. */
  abstract Engine connect() throws IOException;

  @BeforeEach
  void connectAndLoadImage() throws IOException {
    engine = connect();
    if (engine.images().list().stream().noneMatch(i -> i.tags().contains(TestImage.NAME))) {
      engine.images().load(new ByteArrayInputStream(TestImage.archive()), _ -> {});
    }
  }

  @AfterEach
  void removeWhatWasMade() throws IOException {
    for (ContainerSummary left : engine.containers().list(mine())) {
      engine.containers().remove(left.id(), Removal.WHOLE);
    }
    engine.close();
    stop();
  }

  /** Ends what was started for the test, after everything else. */
  void stop() {}

  Engine engine() {
    return engine;
  }

  String name() {
    return name;
  }

  private ContainerQuery mine() {
    return ContainerQuery.ALL.withLabel(LABEL + "=" + mark);
  }

  ContainerSpec spec(String... command) {
    return ContainerSpec.of(TestImage.NAME)
        .withLabels(Map.of(LABEL, mark, "other", "value"))
        .withNetworking(Networking.NONE)
        .withCommand(command);
  }

  String running() throws EngineException {
    String id = engine.containers().create(name, spec("sleep", "1000")).id();
    engine.containers().start(id);
    return id;
  }

  private static EngineException refusal(Call call) {
    return catchThrowableOfType(EngineException.class, call::run);
  }

  /** A call that is expected to fail. */
  interface Call {
    void run() throws Exception;
  }

  @Test
  void versionIsNegotiatedDownToTheEngines() throws EngineException {
    ApiVersion spoken = engine.ping();

    assertThat(spoken).isBetween(ApiVersion.OLDEST, ApiVersion.NEWEST);
    assertThat(engine.version().api()).isEqualTo(spoken.toString());
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

    engine.containers().updateRestart(id, new Restart(Restart.Policy.UNLESS_STOPPED, 0));

    assertThat(engine.containers().inspect(id).spec().lifecycle().restart().policy())
        .isEqualTo(Restart.Policy.UNLESS_STOPPED);
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

  @Test
  void filesArePutAndReadWithModeAndOwner() throws IOException {
    engine.containers().create(name, spec("sleep", "1000"));
    Instant time = Instant.parse("2026-01-02T03:04:05Z");
    String deep = "a/" + "long-name-".repeat(20) + "/schön.conf";

    engine
        .files()
        .put(
            name,
            "/etc",
            archive -> {
              archive.add(FileEntry.directory("a", 0750).ownedBy(12, 34));
              archive.add(
                  FileEntry.file(deep, 0640, 5).ownedBy(99, 98).modifiedAt(time),
                  new ByteArrayInputStream("hello".getBytes(UTF_8)));
              archive.add(FileEntry.symbolicLink("a/link", "../passwd"));
            });

    Map<String, FileEntry> entries = new LinkedHashMap<>();
    String content = read("/etc/a", entries);
    FileEntry file = entries.get(deep);
    assertThat(content).isEqualTo("hello");
    assertThat(file).isEqualTo(FileEntry.file(deep, 0640, 5).ownedBy(99, 98).modifiedAt(time));
    assertThat(entries.get("a/link").kind()).isEqualTo(FileEntry.Kind.SYMBOLIC_LINK);
    assertThat(entries.get("a/link").link()).isEqualTo("../passwd");
    assertThat(engine.files().stat(name, "/etc/" + deep))
        .contains(new FileEntry("schön.conf", FileEntry.Kind.FILE, 0640, -1, -1, time, 5, ""));
  }

  /** Reads a directory: its entries, and the contents of its files one after the other. */
  private String read(String path, Map<String, FileEntry> entries) throws IOException {
    StringBuilder content = new StringBuilder();
    try (ArchiveReader archive = engine.files().get(name, path).orElseThrow()) {
      for (var entry = archive.next(); entry.isPresent(); entry = archive.next()) {
        entries.put(entry.get().path(), entry.get());
        content.append(new String(archive.content().readAllBytes(), UTF_8));
      }
    }
    return content.toString();
  }

  @Test
  void fileThatIsNotThereIsNothing() throws EngineException {
    engine.containers().create(name, spec("sleep", "1000"));

    assertThat(engine.files().stat(name, "/not/there")).isEmpty();
    assertThat(engine.files().get(name, "/not/there")).isEmpty();
  }

  @Test
  void fileOfAContainerThatIsNotThereIsAnError() {
    EngineException e = refusal(() -> engine.files().stat("not-" + name, "/etc"));

    assertThat(e.isNotFound()).isTrue();
    assertThat(e.getMessage()).containsIgnoringCase("no such container");
  }

  @Test
  void filesAreNotPutIntoADirectoryThatIsNotThere() throws EngineException {
    engine.containers().create(name, spec("sleep", "1000"));

    EngineException e =
        refusal(() ->
            engine
                .files()
                .put(name, "/not/there", archive -> archive.add(FileEntry.directory("x", 0755))));

    assertThat(e.isNotFound()).isTrue();
  }

  @Test
  void sourceThatCannotBeReadBreaksTheUploadOff() throws EngineException {
    engine.containers().create(name, spec("sleep", "1000"));

    EngineException e =
        refusal(() ->
            engine
                .files()
                .put(
                    name,
                    "/etc",
                    _ -> {
                      throw new IOException("disk on fire");
                    }));

    assertThat(e.kind()).isEqualTo(EngineException.Kind.UNKNOWN);
    assertThat(e.reason()).isEqualTo("what was to be sent cannot be read: disk on fire");
    assertThat(engine.containers().inspect(name).name()).isEqualTo(name);
  }

  @Test
  void processRunsInsideWithItsExitStatus() throws EngineException {
    String id = running();

    assertThat(engine.processes().run(id, ExecSpec.of("sh", "-c", "exit 7"), LONG).exitCode())
        .isEqualTo(7);
    ExecResult echo = engine.processes().run(id, ExecSpec.of("echo", "hi"), LONG);
    assertThat(echo).isEqualTo(new ExecResult(0, "hi\n", "", false));
    ExecResult missing = engine.processes().run(id, ExecSpec.of("cat", "/not/there"), LONG);
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.stderr()).contains("No such file");
  }

  @Test
  void processReadsItsInputToTheEnd() throws EngineException {
    String id = running();

    Processes.Exec exec = engine.processes().start(id, ExecSpec.of("cat").withStandardInput());
    List<String> output = new ArrayList<>();
    try (Session session = exec.session()) {
      session.write("one".getBytes(UTF_8));
      session.write("two".getBytes(UTF_8));
      session.finishInput();
      for (var chunk = session.next(); chunk.isPresent(); chunk = session.next()) {
        output.add(chunk.get().text());
      }
    }

    assertThat(String.join("", output)).isEqualTo("onetwo");
  }

  @Test
  void processInAStoppedContainerIsAConflict() throws EngineException {
    engine.containers().create(name, spec("sleep", "1000"));

    EngineException e = refusal(() -> engine.processes().run(name, ExecSpec.of("true"), LONG));

    assertThat(e.isConflict()).isTrue();
  }

  @Test
  void logsAreReadAndFollowedToTheEnd() throws EngineException {
    engine.containers().create(name, spec("echo", "hello"));
    engine.containers().start(name);
    engine.containers().waitFor(name, LONG);

    assertThat(text(LogQuery.ALL)).isEqualTo("hello\n");
    assertThat(text(LogQuery.FOLLOW.withTail(1))).isEqualTo("hello\n");
    assertThat(text(LogQuery.ALL.withTail(0))).isEmpty();
  }

  private String text(LogQuery query) throws EngineException {
    StringBuilder text = new StringBuilder();
    try (Output logs = engine.processes().logs(name, query)) {
      for (var chunk = logs.next(); chunk.isPresent(); chunk = logs.next()) {
        text.append(chunk.get().text());
      }
    }
    return text.toString();
  }

  @Test
  void eventsTellOfALife() throws EngineException {
    EventQuery query =
        new EventQuery(
            Optional.of(Instant.now().minusSeconds(1)),
            List.of(LABEL + "=" + mark),
            Map.of("type", List.of("container")));
    String id = running();
    List<String> actions = new ArrayList<>();
    try (Events events = engine.events(query)) {
      assertThat(events.next(LONG).orElseThrow().id()).isEqualTo(id);
      engine.containers().kill(id, "KILL");
      EngineEvent event;
      do {
        event = events.next(LONG).orElseThrow();
        actions.add(event.action());
      } while (!event.action().startsWith("die") && !event.action().equals("died"));
      assertThat(event.attributes()).containsEntry("name", name);
      while (events.next(Duration.ofMillis(200)).isPresent()) {
        // What else an engine tells of an end.
      }
      assertThat(events.next(Duration.ofMillis(50))).isEmpty();
    }

    assertThat(actions).contains("start");
  }

  @Test
  void imageGetsAndLosesAName() throws EngineException {
    String other = "localhost/other-" + mark + ":2";

    engine.images().tag(TestImage.NAME, other);
    assertThat(engine.images().inspect(other).id())
        .isEqualTo(engine.images().inspect(TestImage.NAME).id());
    engine.images().remove(other, false);
    assertThat(refusal(() -> engine.images().inspect(other)).isNotFound()).isTrue();
  }

  @Test
  void imageTellsWhatItRuns() throws EngineException {
    ImageDetails image = engine.images().inspect(TestImage.NAME);

    assertThat(image.program().command()).isEqualTo(TestImage.COMMAND);
    assertThat(image.platform()).isEqualTo("linux/amd64");
    assertThat(image.tags()).contains(TestImage.NAME);
  }

  @Test
  void savedImageIsLoaded() throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();

    engine.images().save(List.of(TestImage.NAME), archive);

    assertThat(engine.images().load(new ByteArrayInputStream(archive.toByteArray()), _ -> {}))
        .containsExactly(TestImage.NAME);
  }

  @Test
  void pullThatFailsSaysWhy() {
    EngineException e =
        refusal(() -> engine.images().pull(PullSpec.of("127.0.0.1:1/not/there:1"), _ -> {}));

    assertThat(e.kind()).isIn(EngineException.Kind.REFUSED, EngineException.Kind.FAILED);
    assertThat(e.getMessage()).startsWith("cannot pull image 127.0.0.1:1/not/there:1 on ");
    assertThat(e.reason()).isNotEmpty();
  }

  @Test
  void networkIsMadeAndRemoved() throws EngineException {
    String network = "net-" + mark;

    String id = engine.networks().create(NetworkSpec.of(network).withLabels(Map.of(LABEL, mark)));
    assertThat(engine.networks().list(List.of(LABEL + "=" + mark)))
        .extracting(Networks.Network::id)
        .containsExactly(id);
    assertThat(engine.networks().inspect(network).spec().driver()).isEqualTo("bridge");
    assertThat(refusal(() -> engine.networks().create(NetworkSpec.of(network))).isConflict())
        .isTrue();
    engine.networks().remove(network);
    assertThat(refusal(() -> engine.networks().inspect(network)).isNotFound()).isTrue();
  }

  @Test
  void volumeIsMadeOnceAndRemoved() throws EngineException {
    VolumeSpec spec = VolumeSpec.of("vol-" + mark).withLabels(Map.of(LABEL, mark));

    engine.volumes().create(spec);
    engine.volumes().create(spec);
    assertThat(engine.volumes().list(List.of(LABEL + "=" + mark))).hasSize(1);
    assertThat(engine.volumes().inspect(spec.name()).spec().labels()).containsEntry(LABEL, mark);
    engine.volumes().remove(spec.name());
    assertThat(refusal(() -> engine.volumes().inspect(spec.name())).isNotFound()).isTrue();
  }
}
