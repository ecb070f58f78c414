package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run is killed at every single call, before it is made and after it was done. */
class CrashTest {
  @ParameterizedTest
  @CsvSource({"STOP_FIRST,false", "STOP_FIRST,true", "START_FIRST,false", "START_FIRST,true"})
  void replacementThatWasKilledAnywhereIsFinishedByTheNextRun(
      UpdatePolicy.Order order, boolean answerIsLost) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = new World("a");
      world.apply(world.fleet(versionOf("1", order)));
      killed = killedAfter(calls, answerIsLost, world, versionOf("2", order));

      world.apply(world.fleet(versionOf("2", order)));

      checkRunsWell(world, calls);
      calls++;
    }
    assertThat(calls).isGreaterThan(8);
  }

  @ParameterizedTest
  @CsvSource({"STOP_FIRST,false", "STOP_FIRST,true", "START_FIRST,false", "START_FIRST,true"})
  void badReplacementThatWasKilledAnywhereIsTakenBackByTheNextRun(
      UpdatePolicy.Order order, boolean answerIsLost) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = new World("a");
      FakeHost host = world.hosts.get("a");
      world.apply(world.fleet(versionOf("1", order)));
      host.brokenImages.add("image:2");
      killed = killedAfter(calls, answerIsLost, world, versionOf("2", order));

      Report report = world.apply(world.fleet(versionOf("2", order)));

      assertThat(report.isSuccess()).as("killed after %s calls", calls).isFalse();
      assertThat(running(host)).as("killed after %s calls", calls).containsExactly("web");
      assertThat(host.named("web").spec.image()).isEqualTo("image:1");
      assertThat(host.names()).as("killed after %s calls", calls).containsExactly("web");
      calls++;
    }
    assertThat(calls).isGreaterThan(8);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void firstCreationThatWasKilledAnywhereIsFinishedByTheNextRun(boolean answerIsLost)
      throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = new World("a");
      Workload workload = versionOf("2", UpdatePolicy.Order.STOP_FIRST);
      killed = killedAfter(calls, answerIsLost, world, workload);

      world.apply(world.fleet(workload));

      checkRunsWell(world, calls);
      calls++;
    }
    assertThat(calls).isGreaterThan(5);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void changeOfAFileThatWasKilledAnywhereReachesTheProcess(boolean answerIsLost) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = new World("a");
      world.apply(world.fleet(withSignal("old")));
      killed = killedAfter(calls, answerIsLost, world, withSignal("new"));

      world.apply(world.fleet(withSignal("new")));

      FakeContainer web = world.hosts.get("a").named("web");
      assertThat(web.files.get("/etc/web").content()).isEqualTo(FileContent.of("new"));
      assertThat(web.told).as("killed after %s calls", calls).contains("HUP");
      calls++;
    }
    assertThat(calls).isGreaterThan(3);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void hooksOfAStartRunAtLeastOnceForTheContainerThatStays(boolean answerIsLost) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = new World("a");
      world.apply(world.fleet(versionOf("1", UpdatePolicy.Order.STOP_FIRST)));
      List<String> run = new ArrayList<>();
      world.hooks =
          Hooks.NONE
              .beforeStart(it -> run.add("before " + it.id()))
              .afterStart(it -> run.add("after " + it.id()));
      Workload next = versionOf("2", UpdatePolicy.Order.STOP_FIRST);
      killed = killedAfter(calls, answerIsLost, world, next);

      world.apply(world.fleet(next));

      String id = world.hosts.get("a").named("web").id;
      assertThat(run).as("killed after %s calls", calls).contains("before " + id);
      assertThat(run.getLast()).as("killed after %s calls", calls).isEqualTo("after " + id);
      checkRunsWell(world, calls);
      calls++;
    }
    assertThat(calls).isGreaterThan(8);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void removalThatWasKilledAnywhereIsFinishedByTheNextRun(boolean answerIsLost) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = new World("a");
      world.apply(world.fleet(versionOf("1", UpdatePolicy.Order.STOP_FIRST)));
      world.apply(world.fleet(versionOf("2", UpdatePolicy.Order.STOP_FIRST)));
      killed = killedAfter(calls, answerIsLost, world);

      world.apply(world.fleet());

      assertThat(world.hosts.get("a").names()).isEmpty();
      calls++;
    }
    assertThat(calls).isGreaterThan(3);
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void removalOfFilesThatWasKilledAnywhereIsFinishedByTheNextRun(
      boolean answerIsLost, boolean withItsContainer) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = new World("a");
      FakeHost host = world.hosts.get("a");
      world.scope = Scope.ALL.withFiles();
      world.apply(world.fleet(withHostFile("one")));
      Workload[] then =
          withItsContainer ? new Workload[0] : new Workload[] {World.web("image:1", "a")};
      killed = killedAfter(calls, answerIsLost, world, then);

      world.applyInOrder(world.fleet(then));

      assertThat(host.disk.files).as("killed after %s calls", calls).isEmpty();
      assertThat(host.disk.folders).containsExactlyInAnyOrder("/etc", "/srv");
      assertThat(host.names())
          .as("killed after %s calls", calls)
          .containsExactlyElementsOf(withItsContainer ? List.of() : List.of("web"));
      assertThat(world.recorded.tracesOn("a")).isEmpty();
      assertThat(world.plan(world.fleet(then)).plan().hasChanges()).isFalse();
      calls++;
    }
    assertThat(calls).isGreaterThan(8);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void fileOfAHostOfAKilledRunIsKnownToBeOurs(boolean answerIsLost) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World world = new World("a");
      FakeHost host = world.hosts.get("a");
      world.scope = Scope.ALL.withFiles();
      world.apply(world.fleet(withHostFile("one")));
      killed = killedAfter(calls, answerIsLost, world, withHostFile("two"));

      world.applyInOrder(world.fleet());

      assertThat(host.disk.files).as("killed after %s calls", calls).isEmpty();
      assertThat(host.names()).as("killed after %s calls", calls).isEmpty();
      calls++;
    }
    assertThat(calls).isGreaterThan(3);
  }

  @Test
  void stateThatIsLostTogetherWithTheRunIsNotNeeded() throws Exception {
    for (int calls = 0; calls < 12; calls++) {
      World world = new World("a");
      world.apply(world.fleet(versionOf("1", UpdatePolicy.Order.STOP_FIRST)));
      killedAfter(calls, true, world, versionOf("2", UpdatePolicy.Order.STOP_FIRST));
      world.recorded = Recorded.NOTHING;

      world.apply(world.fleet(versionOf("2", UpdatePolicy.Order.STOP_FIRST)));

      checkRunsWell(world, calls);
    }
  }

  private static boolean killedAfter(
      int calls, boolean answerIsLost, World world, Workload... workloads) throws Exception {
    FakeHost host = world.hosts.get("a");
    host.dieAfter(calls, answerIsLost);
    try {
      world.applyInOrder(world.fleet(workloads));
      return false;
    } catch (FaultyHost.Killed killed) {
      return true;
    } finally {
      host.live();
    }
  }

  private static void checkRunsWell(World world, int calls) {
    FakeHost host = world.hosts.get("a");
    FakeContainer web = host.named("web");
    assertThat(web.spec.image()).as("killed after %s calls", calls).isEqualTo("image:2");
    assertThat(web.state).isEqualTo(ContainerState.RUNNING);
    assertThat(web.files.get("/etc/web").content()).isEqualTo(FileContent.of("2"));
    assertThat(host.names()).doesNotContain("web.ostler-next");
    assertThat(host.names().size()).isLessThanOrEqualTo(2);
    assertThat(running(host)).containsExactly("web");
    Plan again = world.plan(world.fleet(versionOf("2", UpdatePolicy.Order.STOP_FIRST))).plan();
    assertThat(again.hasChanges()).as(PlanText.text(again)).isFalse();
  }

  private static List<String> running(FakeHost host) {
    return host.containers.values().stream()
        .filter(container -> container.state == ContainerState.RUNNING)
        .map(container -> container.name)
        .toList();
  }

  private static Workload versionOf(String version, UpdatePolicy.Order order) {
    Workload web = World.web("image:" + version, "a");
    return web.withFiles(ManagedFile.of("/etc/web", FileContent.of(version)))
        .with(web.rollout().with(web.rollout().update().with(order)));
  }

  private static Workload withSignal(String content) {
    return World.web("image:1", "a")
        .withFiles(
            new ManagedFile(
                ManagedFile.Place.CONTAINER,
                "/etc/web",
                FileContent.of(content),
                0600,
                ManagedFile.Owner.ROOT,
                new OnChange.Signal("HUP")));
  }

  private static Workload withHostFile(String content) {
    return World.web("image:1", "a").withFiles(World.hostFile("/etc/web/web.conf", content));
  }
}
