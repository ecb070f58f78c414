package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Storage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of files and folders of hosts that nobody wants any more. */
class LeftoversTest {
  private static final String FILE = "/etc/web/web.conf";

  private final World world = new World("a");
  private final FakeHost host = world.hosts.get("a");

  @BeforeEach
  void prune() {
    world.scope = Scope.ALL.withFiles();
  }

  @Test
  void fileAndItsFolderGoWithTheirContainer() throws Exception {
    world.apply(world.fleet(web(FILE)));

    apply();

    assertThat(host.disk.files).isEmpty();
    assertThat(host.disk.folders).containsExactlyInAnyOrder("/etc", "/srv");
    assertThat(host.names()).isEmpty();
    assertThat(world.recorded.tracesOn("a")).isEmpty();
    assertThat(world.plan(world.fleet()).plan().hasChanges()).isFalse();
  }

  @Test
  void fileOfAContainerThatIsStillThereStaysWhenTheFileHasNeitherOfThem() throws Exception {
    world.apply(world.fleet(web(FILE)));
    world.scope = Scope.of(Operator.Aim.PRUNE);

    Plan plan = world.plan(world.fleet()).plan();

    assertThat(plan.leftoversToGo()).isEmpty();
  }

  @Test
  void fileGoesThatItsContainerHasNoLonger() throws Exception {
    world.apply(world.fleet(web(FILE)));

    Plan plan = world.plan(world.fleet(web())).plan();
    apply(web());

    assertThat(PlanText.text(plan))
        .isEqualTo(
            """
            fleet f: 2 files to remove, 1 unchanged

            a
              - /etc/web: remove folder, because no container here has it any more
              - /etc/web/web.conf: remove file, because no container here has it any more
              - ostler-files-f: remove helper, because no container here has files of the host any more\
            """);
    assertThat(host.disk.files).isEmpty();
    assertThat(host.named("web").starts).isEqualTo(1);
  }

  @Test
  void nothingGoesUnlessThatIsAsked() throws Exception {
    world.scope = Scope.ALL;
    world.apply(world.fleet(web(FILE)));

    apply();

    assertThat(world.plan(world.fleet()).plan().leftovers()).isEmpty();
    assertThat(host.disk.files).containsOnlyKeys(FILE);
  }

  @Test
  void fileThatSomebodyHasChangedStays() throws Exception {
    world.apply(world.fleet(web(FILE)));
    host.disk.files.put(FILE, new FileView(FileContent.of("by hand"), 0644, 0, 0));

    apply();

    assertStays("it was changed since it was written");
  }

  @Test
  void fileOfAnotherModeStays() throws Exception {
    world.apply(world.fleet(web(FILE)));
    host.disk.files.put(FILE, new FileView(FileContent.of(FILE), 0600, 0, 0));

    apply();

    assertStays("it was changed since it was written");
  }

  @Test
  void fileThatWasThereBeforeStays() throws Exception {
    host.disk.files.put(FILE, new FileView(FileContent.of("of somebody else"), 0600, 7, 7));
    world.apply(world.fleet(web(FILE)));

    apply();

    assertStays("it was there before the fleet had it");
  }

  @Test
  void fileThatNobodyCanCompareStays() throws Exception {
    world.apply(world.fleet(web(FILE)));
    world.hash = new SecretHash(new byte[] {9});

    apply();

    assertStays("nobody can tell whether it was changed: the key that it was hashed with is lost");
  }

  @Test
  void fileThatAKeptContainerMayNeedStaysUntilThatGoes() throws Exception {
    world.apply(world.fleet(web(FILE)));
    Workload next = World.web("image:2", "a");

    apply(next);
    assertStays("web.ostler-1, which is kept for going back, may need it", next);
    world.scope = Scope.of(Operator.Aim.PRUNE);
    apply(next);

    assertThat(host.disk.files).isEmpty();
    assertThat(host.names()).containsExactly("web");
  }

  @Test
  void fileThatAnotherContainerHasStays() throws Exception {
    Workload other =
        new Workload(
            "other",
            "other",
            List.of("a"),
            ContainerSpec.of("image:1"),
            Map.of(),
            web(FILE).files(),
            World.quick(Workload.Rules.usual()));
    world.apply(world.fleet(web(FILE), other));

    apply(other);

    assertThat(host.disk.files).containsOnlyKeys(FILE);
    assertThat(world.plan(world.fleet(other)).plan().leftovers()).isEmpty();
  }

  @Test
  void folderStaysInWhichSomethingElseIs() throws Exception {
    world.apply(world.fleet(web(FILE)));
    host.disk.files.put("/etc/web/other", new FileView(FileContent.of("x"), 0600, 0, 0));

    apply();

    assertThat(host.disk.files).containsOnlyKeys("/etc/web/other");
    assertThat(world.plan(world.fleet()).plan().leftovers())
        .containsExactly(
            new Leftover(
                "a",
                "web",
                "/etc/web",
                Leftover.Kind.FOLDER,
                Leftover.Fate.STAY,
                "/etc/web/other is in it and not the fleet's"));
  }

  @Test
  void folderThatWasMadeForAMountGoesWhenItIsEmpty() throws Exception {
    Mount data = new Mount.Bind("/srv/web/data/", "/data", false, "", true);
    Workload web = web();
    Workload mounting = web.with(web.spec().withStorage(Storage.NONE.withMounts(List.of(data))));
    world.apply(world.fleet(mounting));
    Set<String> made = Set.copyOf(host.disk.folders);

    apply();

    assertThat(made).contains("/srv/web/data");
    assertThat(host.disk.folders).containsExactlyInAnyOrder("/etc", "/srv");
    assertThat(world.recorded.tracesOn("a")).isEmpty();
  }

  @Test
  void whatIsGoneIsForgotten() throws Exception {
    world.apply(world.fleet(web(FILE)));
    host.disk.files.clear();
    host.disk.folders.remove("/etc/web");

    Plan plan = world.plan(world.fleet(web())).plan();
    apply(web());

    assertThat(PlanText.text(plan))
        .contains("- /etc/web/web.conf: forget file, because it is gone already");
    assertThat(world.recorded.tracesOn("a")).isEmpty();
  }

  @Test
  void onlyWhatIsInScopeGoes() throws Exception {
    world.apply(world.fleet(web(FILE)));
    world.scope = world.scope.onlyContainers(Set.of("other"));

    apply();

    assertThat(host.disk.files).containsOnlyKeys(FILE);
  }

  @Test
  void whoRemovesSeesNoMoreOfTheHostThanItMust() throws Exception {
    host.disk.folders.add("/etc/web");
    world.apply(world.fleet(web(FILE, "/etc/web/deep/a", "/srv/b")));

    apply();

    assertThat(host.removers)
        .singleElement()
        .satisfies(spec -> {
          assertThat(spec.storage().mounts())
              .containsExactly(
                  new Mount.Bind("/etc/web", "/mnt/host/etc/web", false, "", false),
                  new Mount.Bind("/srv", "/mnt/host/srv", false, "", false));
          assertThat(spec.storage().readOnlyRoot()).isTrue();
          assertThat(spec.privileges().capabilitiesDropped()).containsExactly("ALL");
          assertThat(spec.networking().mode()).isEqualTo("none");
        });
    assertThat(host.disk.files).isEmpty();
  }

  @Test
  void imageWithoutAShellIsPassedOver() throws Exception {
    world.apply(world.fleet(web(FILE), other()));
    host.brokenImages.add("image:1");

    apply(other());

    assertThat(host.disk.files).isEmpty();
    assertThat(host.names()).doesNotContain("ostler-remove-f");
  }

  @Test
  void itIsToldIfNoImageHasAShell() throws Exception {
    world.apply(world.fleet(web(FILE)));
    host.brokenImages.add("image:1");

    assertThatThrownBy(this::apply)
        .hasMessage(
            "cannot remove files of a: no image of the fleet there has a shell to do it with");
    assertThat(host.disk.files).containsOnlyKeys(FILE);
    assertThat(host.names()).doesNotContain("ostler-remove-f");
  }

  @Test
  void plansInJsonAndMarkdownHaveThem() throws Exception {
    world.apply(world.fleet(web(FILE)));

    Plan plan = world.plan(world.fleet(web())).plan();

    assertThat(PlanText.json(plan, "1"))
        .contains(
            "{\"host\":\"a\",\"container\":\"web\",\"path\":\"/etc/web/web.conf\",\"action\":\"remove"
                + " file\",\"reason\":\"no container here has it any more\"}");
    assertThat(PlanMarkdown.of(plan))
        .contains(
            "- **remove file** `/etc/web/web.conf`, because no container here has it any more");
  }

  private void assertStays(String reason, Workload... workloads) {
    assertThat(host.disk.files).containsKey(FILE);
    assertThat(world.plan(world.fleet(workloads)).plan().leftovers())
        .contains(new Leftover("a", "web", FILE, Leftover.Kind.FILE, Leftover.Fate.STAY, reason));
  }

  private void apply(Workload... workloads) throws Exception {
    Fleet fleet = world.fleet(workloads);
    Planner.Outcome outcome = world.plan(fleet);
    world.execution(fleet).run(outcome.tasks());
    world.sweep("a", fleet.name(), outcome);
  }

  private static Workload other() {
    return Workload.of("other", ContainerSpec.of("image:other"), "a")
        .with(World.quick(Workload.Rules.usual()));
  }

  private static Workload web(String... paths) {
    return World.web("image:1", "a")
        .withFiles(
            List.of(paths).stream()
                .map(path ->
                    new ManagedFile(
                        ManagedFile.Place.HOST,
                        path,
                        FileContent.of(path),
                        0644,
                        ManagedFile.Owner.ROOT,
                        new OnChange.Nothing()))
                .toArray(ManagedFile[]::new));
  }
}
