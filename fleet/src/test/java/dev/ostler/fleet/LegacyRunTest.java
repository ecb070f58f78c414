package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of libflexkube's files at which it misbehaves, and the better behaviour. */
class LegacyRunTest {
  private static final String ENTRY =
      """
        NAME:
          host: {direct: {}}
          container:
            runtime: {docker: {}}
            config: {name: NAME, image: "example/NAME:1"}
      """;

  private static final String KNOWN =
      "previousState:\n"
          + ENTRY
              .replace("NAME", "web")
              .replace("runtime:", "status: {id: id1, status: running}\n      runtime:");

  @TempDir private Path folder;

  private final World world = new World("local");
  private final FakeHost host = world.hosts.get("local");

  @BeforeEach
  void makeContainerOfTheOtherTool() throws Exception {
    String id = host.create("web", ContainerSpec.of("example/web:1"));
    host.named("web").state = ContainerState.RUNNING;
    host.calls.clear();
    assertThat(id).isEqualTo("id1");
  }

  @Test
  void newContainerIsCreatedOnceAndTheSecondRunChangesNothing() throws Exception {
    Fleet fleet = read(desired("db"));

    world.apply(fleet);
    List<String> first = List.copyOf(host.calls);
    host.calls.clear();
    world.apply(fleet);

    assertThat(first).containsOnlyOnce("create db", "start db");
    assertThat(host.changes()).isEmpty();
  }

  @Test
  void containerOfAHostThatWasAwayGoesOnAsItIs() throws Exception {
    Fleet fleet = read(KNOWN + desired("web"));
    host.unreachable("no route");
    world.apply(fleet);
    host.reachable();

    Report report = world.apply(fleet);

    assertThat(report.isSuccess()).isTrue();
    assertThat(host.named("web").id).isEqualTo("id1");
    assertThat(host.calls).noneMatch(call -> call.startsWith("create web"));
  }

  @Test
  void containerThatIsNotWantedAnyMoreIsRemovedWhenItsHostIsBack() throws Exception {
    Fleet fleet = read(KNOWN);
    host.unreachable("no route");
    world.apply(fleet);
    List<String> meanwhile = host.names();
    host.reachable();

    world.apply(fleet);

    assertThat(meanwhile).containsExactly("web");
    assertThat(host.names()).isEmpty();
  }

  @Test
  void filesThatCouldNotBeWrittenAreAllWrittenByTheNextRun() throws Exception {
    world.apply(read(withFiles("old")));
    host.refuseWrites("no space left on device");
    Report failed = world.apply(read(withFiles("new")));
    host.refused = Optional.empty();

    Report next = world.apply(read(withFiles("new")));

    assertThat(failed.isSuccess()).isFalse();
    assertThat(next.isSuccess()).as(next.toString()).isTrue();
    assertThat(host.disk.files).hasSize(6);
    assertThat(host.disk.files.values())
        .extracting(FileView::content)
        .containsOnly(FileContent.of("new\n"));
  }

  @Test
  void whatWasDoneBeforeAFailureIsNotDoneAgain() throws Exception {
    Fleet fleet = read(desired("one", "two"));
    host.brokenImages.add("example/two:1!");

    Report report = world.apply(fleet);

    assertThat(report.results())
        .extracting(Report.Result::workload, Report.Result::status)
        .containsExactlyInAnyOrder(
            tuple("one", Report.Status.DONE), tuple("two", Report.Status.FAILED));
    assertThat(world.plan(fleet).plan().items())
        .filteredOn(item -> item.action() != Plan.Action.NOTHING)
        .extracting(Plan.Item::workload)
        .containsExactly("two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          direct: {}         | ::            | address of an engine must be unix:///PATH or tcp://HOST:PORT, got '::'
          ssh: {address: a}  | tcp://b:2375  | an engine behind SSH must be at unix:///PATH, got 'tcp://b:2375'
          """)
  void addressThatIsNoneIsRefusedInsteadOfACrash(String way, String engine, String reason)
      throws Exception {
    Path file = folder.resolve("fleet.yaml");
    Files.writeString(
        file,
        desired("web")
            .replace("direct: {}", way)
            .replace("docker: {}", "docker: {host: '" + engine + "'}"));

    assertThatThrownBy(() -> FleetFile.read(file)).hasMessage(file + ": " + reason);
  }

  private static String desired(String... names) {
    return "desiredState:\n"
        + List.of(names).stream()
            .map(name -> ENTRY.replace("NAME", name))
            .collect(Collectors.joining());
  }

  private static String withFiles(String content) {
    return IntStream.range(0, 6)
        .mapToObj(i -> "      /etc/web/" + i + ": |\n        " + content + "\n")
        .collect(Collectors.joining("", KNOWN + desired("web") + "    configFiles:\n", ""));
  }

  /** As a user's command reads it: what it knows is remembered from then on. */
  private Fleet read(String text) throws Exception {
    Fleet fleet = FleetFile.read(Files.writeString(folder.resolve("fleet.yaml"), text));
    world.recorded = world.recorded.with(fleet.known(), world.hash);
    return fleet;
  }
}
