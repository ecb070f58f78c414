package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What files of a host were like outlasts the run that changed them. */
class FormerCopiesTest {
  private static final String PATH = "/etc/web/web.conf";
  private static final FileView FOUND = new FileView(FileContent.of("found"), 0604, 7, 8);
  private static final FileContent BAD = FileContent.of("bad");

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void fileOfTheHostIsBackThoughTheRunThatWroteItWasKilled(boolean answerIsLost) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = world();
      killed = killedAfter(calls, answerIsLost, world, bad("image:2", new OnChange.Nothing()));

      Report report = world.apply(world.fleet(bad("image:2", new OnChange.Nothing())));

      checkIsAsBefore(world, report, calls);
      calls++;
    }
    assertThat(calls).isGreaterThan(12);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void fileForWhichAContainerIsRestartedIsBackThoughTheRunWasKilled(boolean answerIsLost)
      throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = world();
      killed = killedAfter(calls, answerIsLost, world, bad("image:1", new OnChange.Restart()));

      Report report = world.apply(world.fleet(bad("image:1", new OnChange.Restart())));

      checkIsAsBefore(world, report, calls);
      calls++;
    }
    assertThat(calls).isGreaterThan(8);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void fileThatWasNotThereIsRemovedThoughTheRunWasKilled(boolean answerIsLost) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = world();
      world.hosts.get("a").disk.files.clear();
      killed = killedAfter(calls, answerIsLost, world, bad("image:2", new OnChange.Nothing()));

      Report report = world.apply(world.fleet(bad("image:2", new OnChange.Nothing())));

      assertThat(report.isSuccess()).as("killed after %s calls", calls).isFalse();
      assertThat(world.hosts.get("a").disk.files).as("killed after %s calls", calls).isEmpty();
      calls++;
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void rollbackAfterAKilledRunGivesTheFileBackWithTheContainer(boolean answerIsLost)
      throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = world();
      killed = killedAfter(calls, answerIsLost, world, bad("image:2", new OnChange.Nothing()));
      world.scope = Scope.of(Operator.Aim.ROLL_BACK);

      world.apply(world.fleet(bad("image:2", new OnChange.Nothing())));

      checkIsAsBefore(world, calls);
      calls++;
    }
  }

  @Test
  void whatAFileWasBeforeALaterChangeIsNotTakenFromAnEarlierOne() throws Exception {
    World world = world();
    world.apply(world.fleet(version("image:2", "two")));

    Report report = world.apply(world.fleet(bad("image:3", new OnChange.Nothing())));

    assertThat(report.isSuccess()).isFalse();
    assertThat(world.hosts.get("a").disk.files.get(PATH).content())
        .isEqualTo(FileContent.of("two"));
  }

  @Test
  void nothingOfAFileStaysWhenItsContainerWorks() throws Exception {
    World world = world();

    world.apply(world.fleet(version("image:2", "two")));

    assertThat(world.hosts.get("a").named("ostler-files-f").files.values())
        .isNotEmpty()
        .allMatch(file -> file.content().size() == 0);
  }

  private static World world() throws InterruptedException {
    World world = new World("a");
    FakeHost host = world.hosts.get("a");
    host.poison.add(BAD);
    world.apply(world.fleet(World.web("image:1", "a")));
    host.disk.files.put(PATH, FOUND);
    return world;
  }

  private static boolean killedAfter(
      int calls, boolean answerIsLost, World world, Workload workload) throws Exception {
    FakeHost host = world.hosts.get("a");
    host.dieAfter(calls, answerIsLost);
    try {
      world.applyInOrder(world.fleet(workload));
      return false;
    } catch (FaultyHost.Killed killed) {
      return true;
    } finally {
      host.live();
    }
  }

  private static void checkIsAsBefore(World world, Report report, int calls) {
    assertThat(report.isSuccess()).as("killed after %s calls", calls).isFalse();
    checkIsAsBefore(world, calls);
  }

  private static void checkIsAsBefore(World world, int calls) {
    FakeHost host = world.hosts.get("a");
    assertThat(host.disk.files).as("killed after %s calls", calls).containsEntry(PATH, FOUND);
    assertThat(host.named("web").spec.image()).isEqualTo("image:1");
    assertThat(host.named("web").state)
        .as("killed after %s calls", calls)
        .isEqualTo(ContainerState.RUNNING);
  }

  private static Workload bad(String image, OnChange onChange) {
    return World.web(image, "a")
        .withFiles(
            new ManagedFile(
                ManagedFile.Place.HOST, PATH, BAD, 0600, ManagedFile.Owner.ROOT, onChange));
  }

  private static Workload version(String image, String content) {
    return World.web(image, "a").withFiles(World.hostFile(PATH, content));
  }
}
