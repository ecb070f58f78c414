package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.configuration.Secret;
import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.ExecSpec;
import dev.ostler.engine.Lifecycle;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Resources;
import dev.ostler.engine.Restart;
import dev.ostler.engine.Storage;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, with an engine of this machine. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class RealEngineIT {
  private static String image = "";

  @TempDir private Path folder;
  private final String name = "it" + UUID.randomUUID().toString().substring(0, 8);
  private final List<FleetEvent> events = new ArrayList<>();
  private final CountingDialer dialer = new CountingDialer(SmallImage.dialer());

  @BeforeAll
  static void importImage() throws Exception {
    image = SmallImage.load();
  }

  @AfterAll
  static void removeImage() throws Exception {
    SmallImage.remove(image);
  }

  @AfterEach
  void removeAll() throws Exception {
    deploy();
    assertThat(containers()).isEmpty();
  }

  @Test
  void containerRunsWithItsFileAndASecondDeployChangesNothing() throws Exception {
    Workload web = web("hello");

    Report first = deploy(web);
    dialer.requests.clear();
    Report second = deploy(web);

    assertThat(first.results())
        .containsExactly(new Report.Result("here", "web", Report.Status.DONE, ""));
    assertThat(read("/etc/web/web.conf")).isEqualTo("600 1234:1235 hello");
    assertThat(second.results()).isEmpty();
    assertThat(dialer.changes()).isEmpty();
    // The version, the list, the file, and who its owner is.
    assertThat(dialer.requests).hasSize(4);
  }

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
  void newSpecificationReplacesAndKeepsTheOneBefore() throws Exception {
    deploy(web("hello"));
    Workload other = web("hello");

    deploy(other.with(other.spec().withCommand("sleep", "1001")));

    assertThat(names()).containsExactly(name + "-web", name + "-web.ostler-1");
    assertThat(read("/etc/web/web.conf")).isEqualTo("600 1234:1235 hello");
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
  void containerThatEndsAtOnceIsTakenBackAndItsLastLinesAreTold() throws Exception {
    deploy(web("hello"));
    String before = containers().getFirst();
    Workload bad = web("hello");

    Report report =
        deploy(bad.with(bad.spec().withCommand("sh", "-c", "echo no database; exit 7")));

    assertThat(report.results().getFirst().reason())
        .isEqualTo(
            "cannot bring "
                + name
                + "-web on here to work: it ended with status 7; the container before is back");
    assertThat(containers()).containsExactly(before);
    assertThat(exec("cat", "/etc/web/web.conf")).isEqualTo("hello");
    assertThat(events)
        .filteredOn(event -> event instanceof FleetEvent.Failed)
        .map(event -> ((FleetEvent.Failed) event).lastLines())
        .containsExactly(List.of("no database"));
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
  void pausedContainerGoesOnAndCanBeRemoved() throws Exception {
    deploy(web("hello"));
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      engine.containers().pause(containers().getFirst());
    }

    Report report = deploy(web("hello"));

    assertThat(report.isSuccess()).isTrue();
    assertThat(exec("cat", "/etc/web/web.conf")).isEqualTo("hello");
  }

  @Test
  void foreignContainerOfTheSameNameIsLeftAloneAndNamed() throws Exception {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      String foreign =
          engine
              .containers()
              .create(name + "-web", ContainerSpec.of(image).withCommand("sleep", "1000"))
              .id();
      try {
        Plan plan = plan(web("hello"));

        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.items().getFirst().reasons().getFirst())
            .isEqualTo(
                "container "
                    + foreign.substring(0, 12)
                    + " has the name "
                    + name
                    + "-web and is not ours; adopt it with 'ostler fleet adopt', or give one of"
                    + " them another name");
      } finally {
        engine.containers().remove(foreign, Containers.Removal.WHOLE);
      }
    }
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
  void lockOfAnotherMachineIsRespectedAndNamed() throws Exception {
    try (Engine engine = Engine.over(SmallImage.dialer());
        HostEngine host = new EngineHost(engine, Logins.NONE)) {
      LockHolder anna = new LockHolder("elsewhere/1//x", "anna@elsewhere", Instant.now());
      String lock = HostLocks.nameFor(name);
      assertThat(host.lock(lock, anna)).isEmpty();
      try {
        assertThatThrownBy(() -> deploy(web("hello")))
            .isInstanceOfSatisfying(
                FleetException.class,
                e -> assertThat(e.kind()).isEqualTo(FleetException.Kind.LOCKED))
            .hasMessageMatching(
                "cannot lock host here: anna@elsewhere, for \\d+ s, works on it; wait, or end a"
                    + " forgotten lock with 'ostler fleet unlock'");
      } finally {
        host.unlock(lock);
      }
    }
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
  void hundredContainersWithoutFilesNeedTwoCallsToBeSeenUnchanged() throws Exception {
    Workload[] hundred = new Workload[100];
    for (int i = 0; i < hundred.length; i++) {
      Workload web = web("");
      hundred[i] =
          new Workload(
              "web" + i,
              name + "-web" + i,
              web.hosts(),
              web.spec().withCommand("sleep", "1000"),
              Map.of(),
              List.of(),
              web.rollout());
    }
    deploy(hundred);
    dialer.requests.clear();

    Report again = deploy(hundred);

    assertThat(again.results()).isEmpty();
    assertThat(dialer.requests).hasSize(2);
  }

  private Workload web(String content) {
    ContainerSpec spec =
        ContainerSpec.of(image)
            .withCommand("sleep", "1000")
            .withNetworking(Networking.NONE)
            .withLifecycle(
                new Lifecycle(
                    Restart.NO,
                    Optional.empty(),
                    "SIGKILL",
                    Optional.of(Duration.ofSeconds(1)),
                    false));
    ManagedFile file =
        new ManagedFile(
            ManagedFile.Place.CONTAINER,
            "/etc/web/web.conf",
            FileContent.of(content),
            0600,
            ManagedFile.Owner.parse("web:1235"),
            new OnChange.Nothing());
    return new Workload(
        "web",
        name + "-web",
        List.of("here"),
        spec,
        Map.of(),
        List.of(file),
        World.quick(Workload.Rules.usual()));
  }

  private Fleet fleet(Workload... workloads) {
    return Fleet.of(name, List.of(Host.local("here")), List.of(workloads));
  }

  private Report deploy(Workload... workloads) throws Exception {
    try (Operator operator = operator(workloads)) {
      return operator
          .check()
          .deploy(event -> {
            synchronized (events) {
              events.add(event);
            }
          });
    }
  }

  private Plan plan(Workload... workloads) throws Exception {
    try (Operator operator = operator(workloads)) {
      return operator.check().plan();
    }
  }

  private Operator operator(Workload... workloads) {
    return new Operator(
        fleet(workloads),
        folder.resolve("state.json"),
        _ -> Engine.over(dialer),
        Operator.Limits.USUAL);
  }

  private String state() throws IOException {
    return Files.readString(folder.resolve("state.json"));
  }

  private List<String> containers() throws IOException {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      return engine
          .containers()
          .list(ContainerQuery.ALL.withLabel(Labels.FLEET + "=" + name))
          .stream()
          .map(container -> container.id())
          .toList();
    }
  }

  private List<String> names() throws IOException {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      return engine
          .containers()
          .list(ContainerQuery.ALL.withLabel(Labels.FLEET + "=" + name))
          .stream()
          .map(container -> container.name())
          .sorted()
          .toList();
    }
  }

  private String read(String path) throws IOException {
    return exec("sh", "-c", "echo $(stat -c '%a %u:%g' " + path + ") $(cat " + path + ")");
  }

  private String exec(String... command) throws IOException {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      return engine
          .processes()
          .run(name + "-web", ExecSpec.of(command), Duration.ofSeconds(20))
          .stdout()
          .strip();
    }
  }
}
