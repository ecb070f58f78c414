package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A change of files that fails is taken back with the files. */
class FormerFilesTest {
  private static final String PATH = "/etc/web/web.conf";
  private static final FileContent GOOD = FileContent.of("good");
  private static final FileContent BAD = FileContent.of("bad");

  private final World world = new World("a");
  private final FakeHost host = world.hosts.get("a");

  FormerFilesTest() {
    host.poison.add(BAD);
  }

  @Test
  void fileOfTheHostIsBackBeforeTheContainerBeforeIsStarted() throws Exception {
    world.apply(world.fleet(onHost("image:1", GOOD)));

    Report report = world.apply(world.fleet(onHost("image:2", BAD)));

    assertThat(host.disk.files.get(PATH).content()).isEqualTo(GOOD);
    assertThat(host.named("web").spec.image()).isEqualTo("image:1");
    assertThat(host.named("web").state).isEqualTo(ContainerState.RUNNING);
    assertThat(reason(report))
        .isEqualTo(
            "cannot bring web on a to work: it ended with status 3; the files before are back;"
                + " the container before is back");
  }

  @Test
  void modeAndOwnerOfAFileOfTheHostAreBackToo() throws Exception {
    FileView found = new FileView(GOOD, 0604, 7, 8);
    host.disk.files.put(PATH, found);
    world.apply(world.fleet(World.web("image:1", "a")));

    world.apply(world.fleet(onHost("image:2", BAD)));

    assertThat(host.disk.files).containsEntry(PATH, found);
  }

  @Test
  void fileAndFoldersThatWereNotOnTheHostAreRemoved() throws Exception {
    world.apply(world.fleet(World.web("image:1", "a")));

    Report report = world.apply(world.fleet(onHost("image:2", BAD)));

    assertThat(host.disk.files).isEmpty();
    assertThat(host.disk.folders).containsExactlyInAnyOrder("/etc", "/srv");
    assertThat(world.recorded.tracesOn("a")).isEmpty();
    assertThat(host.named("web").state).isEqualTo(ContainerState.RUNNING);
    assertThat(reason(report)).endsWith("; the container before is back");
  }

  @Test
  void fileOfTheHostIsBackOnHostsThatAreTakenBackForOthers() throws Exception {
    World two = new World("a", "b");
    two.apply(two.fleet(onHost("image:1", GOOD, "a", "b")));
    two.hosts.get("b").brokenImages.add("image:2");

    Report report = two.apply(two.fleet(onHost("image:2", FileContent.of("other"), "a", "b")));

    assertThat(report.results())
        .extracting(Report.Result::status)
        .containsExactly(Report.Status.TAKEN_BACK, Report.Status.FAILED);
    assertThat(two.hosts.values()).allMatch(one -> one.disk.files.get(PATH).content().equals(GOOD));
  }

  @Test
  void fileThatARestartedContainerCannotLiveWithIsTakenBack() throws Exception {
    world.apply(world.fleet(inside(new OnChange.Restart(), GOOD)));

    Report report = world.apply(world.fleet(inside(new OnChange.Restart(), BAD)));

    FakeContainer web = host.named("web");
    assertThat(web.files.get(PATH).content()).isEqualTo(GOOD);
    assertThat(web.state).isEqualTo(ContainerState.RUNNING);
    assertThat(reason(report))
        .isEqualTo(
            "cannot bring web on a to work: it ended with status 3; the files before are back;"
                + " it runs as before");
    assertThat(world.events).noneMatch(event -> event instanceof FleetEvent.RolledBack);
    assertThat(world.recorded.note("a", web.id).orElseThrow().pending())
        .isEqualTo(Member.Pending.NOTHING);
  }

  @Test
  void fileThatACommandRefusesIsTakenBackAndTheCommandRunAgain() throws Exception {
    OnChange reload = new OnChange.Exec(List.of("reload"));
    world.apply(world.fleet(inside(reload, GOOD)));
    Report report = world.apply(world.fleet(inside(reload, BAD)));

    assertThat(host.named("web").files.get(PATH).content()).isEqualTo(GOOD);
    assertThat(host.named("web").told).containsExactly("reload", "reload");
    assertThat(reason(report)).endsWith("; the files before are back; it runs as before");
  }

  @Test
  void newFileInAContainerThatEndedIsToldToStay() throws Exception {
    world.apply(world.fleet(World.web("image:1", "a")));

    Report report = world.apply(world.fleet(inside(new OnChange.Restart(), BAD)));

    assertThat(reason(report)).contains(PATH + " could not be put back or removed again and stays");
  }

  @Test
  void containerThatWasStoppedBeforeIsSaidToBeStopped() throws Exception {
    world.apply(world.fleet(inside(new OnChange.Restart(), BAD)));
    world.events.clear();

    Report report = world.apply(world.fleet(inside(new OnChange.Restart(), BAD)));

    assertThat(host.named("web").state).isEqualTo(ContainerState.EXITED);
    assertThat(reason(report))
        .isEqualTo(
            "cannot bring web on a to work: it ended with status 3; it is stopped, as it was");
    assertThat(world.events).noneMatch(event -> event instanceof FleetEvent.RolledBack);
  }

  @Test
  void nothingOfAFileIsInWhatIsRemembered() throws Exception {
    world.apply(world.fleet(onHost("image:1", FileContent.of("sentinel"))));

    world.apply(world.fleet(onHost("image:2", BAD)));

    assertThat(StateJson.write(world.recorded)).doesNotContain("sentinel");
  }

  private static String reason(Report report) {
    return report.results().getFirst().reason();
  }

  private static Workload onHost(String image, FileContent content, String... hosts) {
    String[] where = hosts.length == 0 ? new String[] {"a"} : hosts;
    return World.web(image, where)
        .withFiles(
            World.hostFile(
                PATH, new String(content.bytes(), java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static Workload inside(OnChange onChange, FileContent content) {
    return Workload.of("web", ContainerSpec.of("image:1"), "a")
        .with(World.quick(Workload.Rules.usual()))
        .withFiles(
            new ManagedFile(
                ManagedFile.Place.CONTAINER,
                PATH,
                content,
                0600,
                ManagedFile.Owner.ROOT,
                onChange));
  }
}
