package dev.ostler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine does, a real one and the fake alike. */
abstract class EngineContract extends LifeContract {
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
    assertThat(file)
        .isEqualTo(asRead(FileEntry.file(deep, 0640, 5).ownedBy(99, 98).modifiedAt(time)));
    assertThat(entries.get("a/link").kind()).isEqualTo(FileEntry.Kind.SYMBOLIC_LINK);
    assertThat(entries.get("a/link").link()).isEqualTo("../passwd");
    assertThat(engine.files().stat(name, "/etc/" + deep))
        .contains(new FileEntry("schön.conf", FileEntry.Kind.FILE, 0640, -1, -1, time, 5, ""));
  }

  /** How the engine tells of a file. */
  FileEntry asRead(FileEntry entry) {
    return entry;
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

  @Test
  void whoAttachesReadsWhatTheProgramWritesToItsEnd() throws EngineException {
    Program program =
        new Program(
            Optional.empty(),
            List.of("sh", "-c", FakeProcesses.ECHO),
            Map.of(),
            "",
            "",
            false,
            true,
            Optional.empty());
    String id = engine.containers().create(name, spec().withProgram(program)).id();
    engine.containers().start(id);

    StringBuilder output = new StringBuilder();
    try (Session session = engine.processes().attach(id, true)) {
      session.write("one\n".getBytes(UTF_8));
      for (var chunk = session.next(); chunk.isPresent(); chunk = session.next()) {
        output.append(chunk.get().text());
      }
    }

    assertThat(output).hasToString("got one\n");
    assertThat(engine.containers().waitFor(id, LONG)).isZero();
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
    assertThat(image.digests()).allMatch(it -> it.startsWith("localhost/ostler-test@sha256:"));
    assertThat(image.bytes()).isPositive();
    assertThat(image.labels()).isEmpty();
    assertThat(image.ports()).isEmpty();
    assertThat(image.volumes()).isEmpty();
  }

  @Test
  void savedImageIsLoaded() throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();

    engine.images().save(List.of(TestImage.NAME), archive);

    assertThat(engine.images().load(new ByteArrayInputStream(archive.toByteArray()), _ -> {}))
        .containsExactly(TestImage.NAME);
  }

  @Test
  void loadedImageIsKnownToItsArchive(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("image.tar"), TestImage.archive());

    try (InputStream in = Files.newInputStream(file)) {
      engine.images().load(in, _ -> {});
    }

    String id = engine.images().inspect(TestImage.NAME).id();
    assertThat(ImageArchive.of(file).isKnownAs(id)).as(id).isTrue();
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
    assertThat(engine.volumes().inspect(spec.name()).mountpoint())
        .startsWith("/")
        .contains(spec.name());
    engine.volumes().remove(spec.name());
    assertThat(refusal(() -> engine.volumes().inspect(spec.name())).isNotFound()).isTrue();
  }
}
