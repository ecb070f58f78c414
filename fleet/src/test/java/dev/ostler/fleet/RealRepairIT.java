package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.configuration.Secret;
import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Resources;
import dev.ostler.engine.Storage;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What changes in a container that stays, and is repaired in it, on a real engine. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class RealRepairIT extends RealEngineFixture {
  @Test
  void changedFileIsWrittenWithoutANewContainer() throws Exception {
    deploy(web("hello"));
    String before = containers().getFirst();

    deploy(web("other"));

    assertThat(containers()).containsExactly(before);
    assertThat(read("/etc/web/web.conf")).isEqualTo("600 1234:1235 other");
  }

  @Test
  void changedModeIsFoundAndRepaired() throws Exception {
    deploy(web("hello"));
    exec("chmod", "644", "/etc/web/web.conf");

    Plan plan = plan(web("hello"));
    deploy(web("hello"));

    assertThat(plan.items().getFirst().reasons())
        .containsExactly("file /etc/web/web.conf differs: mode 644 -> 600");
    assertThat(read("/etc/web/web.conf")).isEqualTo("600 1234:1235 hello");
  }

  @Test
  void linkInThePlaceOfAFileGivesWayAndWhatItLeadsToStays() throws Exception {
    deploy(web("hello"));
    exec("busybox", "ln", "-sf", "/etc/passwd", "/etc/web/web.conf");

    Report report = deploy(web("hello"));

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(read("/etc/web/web.conf")).isEqualTo("600 1234:1235 hello");
    assertThat(exec("cat", "/etc/passwd")).startsWith("root:");
    assertThat(plan(web("hello")).hasChanges()).isFalse();
  }

  @Test
  void folderInThePlaceOfAFileIsToldAndTheContainerGoesOn() throws Exception {
    deploy(web("hello"));
    exec("sh", "-c", "rm /etc/web/web.conf && mkdir /etc/web/web.conf");

    Report report = deploy(web("hello"));

    assertThat(report.results())
        .singleElement()
        .extracting(Report.Result::reason)
        .asString()
        .contains("cannot overwrite directory");
    assertThat(exec("echo", "alive")).isEqualTo("alive");
  }

  @Test
  void folderOfTheHostIsMadeForRootAloneAndNoHelperIsLeft() throws Exception {
    Path source = folder.resolve("made/deep");
    Workload web = web("hello");
    Mount data = new Mount.Bind(source + "/", "/data", false, "", true);

    deploy(web.with(web.spec().withStorage(Storage.NONE.withMounts(List.of(data)))));
    try (Operator operator = operator(web)) {
      operator.check(Scope.of(Operator.Aim.DESTROY)).deploy(_ -> {});
    }

    assertThat(Files.getPosixFilePermissions(source))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      assertThat(engine.containers().list(ContainerQuery.ALL.withLabel(Labels.HELPER + "=" + name)))
          .isEmpty();
    }
  }

  @Test
  void fileOfTheHostIsThereBeforeTheContainerThatMountsItAlone() throws Exception {
    Path conf = folder.resolve("fresh/web.conf");
    Workload web = web("hello");
    Mount alone = new Mount.Bind(conf.toString(), "/etc/alone.conf", true, "", false);
    Mount folder = new Mount.Bind(conf.getParent().toString(), "/etc/all", true, "", false);

    try {
      Report report =
          deploy(
              web.with(web.spec().withStorage(Storage.NONE.withMounts(List.of(alone, folder))))
                  .withFiles(World.hostFile(conf.toString(), "written")));

      assertThat(report.isSuccess()).as(report.toString()).isTrue();
      assertThat(exec("cat", "/etc/alone.conf", "/etc/all/web.conf")).isEqualTo("writtenwritten");
    } finally {
      removeHelper();
    }
  }

  private void removeHelper() throws Exception {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      engine.containers().remove("ostler-files-" + name, Containers.Removal.WHOLE);
    }
  }

  @Test
  void limitsChangeWhileTheContainerLives() throws Exception {
    Workload web = web("hello");
    deploy(web.with(web.spec().withResources(limits(64 << 20))));
    String before = containers().getFirst();

    Report report = deploy(web.with(web.spec().withResources(limits(256 << 20))));

    assertThat(report.isSuccess()).isTrue();
    assertThat(containers()).containsExactly(before);
    assertThat(
            exec("cat", "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"))
        .contains(Integer.toString(256 << 20));
    assertThat(plan(web.with(web.spec().withResources(limits(256 << 20)))).hasChanges()).isFalse();
  }

  private static Resources limits(long memory) {
    return new Resources(memory, 0, 0, 0, 0, "", 0, 0, List.of());
  }

  @Test
  void whatIsDoneByHandIsRepaired() throws Exception {
    deploy(web("hello"));
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      String id = containers().getFirst();
      engine.containers().rename(id, name + "-strange");
      engine.containers().stop(id, Optional.of(Duration.ZERO));
    }

    Report report = deploy(web("hello"));

    assertThat(report.isSuccess()).isTrue();
    assertThat(names()).containsExactly(name + "-web");
    assertThat(plan(web("hello")).hasChanges()).isFalse();
  }

  @Test
  void secretReachesTheProcessAndNothingElse() throws Exception {
    Workload web = web("hello").withSecrets(Map.of("PASSWORD", Secret.of("sentinel-4711")));

    deploy(web);
    Plan plan = plan(web.withSecrets(Map.of("PASSWORD", Secret.of("sentinel-4712"))));

    assertThat(exec("sh", "-c", "echo $PASSWORD")).isEqualTo("sentinel-4711");
    assertThat(PlanText.text(plan)).contains("environment.PASSWORD: (secret) -> (another secret)");
    assertThat(PlanText.text(plan) + PlanText.json(plan, "1") + events + state())
        .doesNotContain("sentinel");
  }

  @Test
  void lostKeyRecreatesNothing() throws Exception {
    Workload web = web("hello").withSecrets(Map.of("PASSWORD", Secret.of("sentinel-4711")));
    deploy(web);
    Files.delete(folder.resolve("state.json.key"));

    Plan plan = plan(web);

    assertThat(plan.hasChanges()).isFalse();
  }

  @Test
  void fileOfTheHostIsWrittenComparedAndRepaired() throws Exception {
    Path onHost = folder.resolve("conf/web.conf");
    Workload web =
        web("hello")
            .withFiles(
                new ManagedFile(
                    ManagedFile.Place.HOST,
                    onHost.toString(),
                    FileContent.of("on the host"),
                    0600,
                    new ManagedFile.Owner("1234", "1235"),
                    new OnChange.Nothing()));
    try {
      deploy(web);
      Plan second = plan(web);
      String written = Files.readString(onHost);
      Files.writeString(onHost, "by hand");
      Plan drift = plan(web);
      deploy(web);

      assertThat(written).isEqualTo("on the host");
      assertThat(second.hasChanges()).isFalse();
      assertThat(drift.items().getFirst().reasons())
          .containsExactly("file host:" + onHost + " differs: content");
      assertThat(Files.readString(onHost)).isEqualTo("on the host");
    } finally {
      try (Engine engine = Engine.over(SmallImage.dialer())) {
        engine.containers().remove("ostler-files-" + name, Containers.Removal.WHOLE);
      }
    }
  }

  @Test
  void fileThatARestartedContainerCannotLiveWithIsTakenBack() throws Exception {
    deploy(choosy("good"));
    String before = containers().getFirst();

    Report report = deploy(choosy("bad"));

    assertThat(containers()).containsExactly(before);
    assertThat(read("/etc/web/web.conf")).isEqualTo("600 1234:1235 good");
    assertThat(report.results().getFirst().reason())
        .endsWith("ended with status 4; the files before are back; it runs as before");
  }

  private Workload choosy(String content) {
    Workload web = web(content);
    ManagedFile file = web.files().getFirst();
    return web.with(
            web.spec()
                .withCommand(
                    "sh", "-c", "read l </etc/web/web.conf; [ $l = good ] || exit 4; sleep 1000"))
        .withFiles(
            new ManagedFile(
                file.place(),
                file.path(),
                file.content(),
                file.mode(),
                file.owner(),
                new OnChange.Restart()));
  }

  @Test
  void fileOfTheHostIsBackWithTheContainerThatCannotLiveWithTheNewOne() throws Exception {
    Path onHost = folder.resolve("conf/web.conf");
    try {
      deploy(choosy(onHost, "one", List.of("one")));

      Report report = deploy(choosy(onHost, "one", List.of("two", "more")));

      assertThat(Files.readString(onHost)).isEqualTo("one");
      assertThat(onHost.resolveSibling("more")).doesNotExist();
      assertThat(exec("echo", "alive")).isEqualTo("alive");
      assertThat(report.results().getFirst().reason())
          .endsWith("ended with status 4; the files before are back; the container before is back");
    } finally {
      try (Engine engine = Engine.over(SmallImage.dialer())) {
        engine.containers().remove("ostler-files-" + name, Containers.Removal.WHOLE);
      }
    }
  }

  /** The first content is that of the file; what follows are other files. */
  private Workload choosy(Path file, String wanted, List<String> contents) {
    Workload web = web("hello");
    Mount conf = new Mount.Bind(file.getParent() + "/", "/conf", false, "", true);
    String script =
        "read l </conf/web.conf; [ $l = "
            + wanted
            + " ] || exit 4; sleep 1000; : "
            + contents.getFirst();
    List<ManagedFile> files =
        contents.stream()
            .map(content ->
                World.hostFile(
                    contents.indexOf(content) == 0
                        ? file.toString()
                        : file.resolveSibling(content).toString(),
                    content))
            .toList();
    return web.with(
            web.spec()
                .withCommand("sh", "-c", script)
                .withStorage(Storage.NONE.withMounts(List.of(conf))))
        .withFiles(files.toArray(ManagedFile[]::new));
  }
}
