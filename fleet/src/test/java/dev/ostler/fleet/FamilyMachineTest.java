package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FamilyMachineTest {
  private static final SpecFields OLD = spec("image:1");
  private static final SpecFields NEW = spec("image:2");
  private static final Family NONE = new Family("web", List.of(), Optional.empty(), false);

  @Test
  void firstContainerGetsItsFilesBeforeItStarts() {
    Goal goal = present(NEW, UpdatePolicy.Order.STOP_FIRST, Map.of("/a", new OnChange.Restart()));

    List<String> steps = texts(NONE, goal);

    assertThat(steps)
        .containsExactly(
            "have image image:2 ready",
            "create web (generation 1)",
            "write /a into web",
            "start web",
            "wait until web works");
  }

  @Test
  void replacementIsPreparedWholeBeforeTheOldOneStops() {
    Family family = family(member("old", "web", 3, OLD, ContainerState.RUNNING));

    List<String> steps =
        texts(family, present(NEW, UpdatePolicy.Order.STOP_FIRST, Map.of("/a", restart())));

    assertThat(steps)
        .containsExactly(
            "have image image:2 ready",
            "create web.ostler-next (generation 4)",
            "write /a into web.ostler-next",
            "stop web",
            "rename web to web.ostler-3",
            "rename web.ostler-next to web",
            "start web",
            "wait until web works");
  }

  @Test
  void startFirstStopsTheOldOneWhenTheNewOneWorks() {
    Family family = family(member("old", "web", 3, OLD, ContainerState.RUNNING));

    List<String> steps = texts(family, present(NEW, UpdatePolicy.Order.START_FIRST, Map.of()));

    assertThat(steps)
        .containsExactly(
            "have image image:2 ready",
            "create web.ostler-next (generation 4)",
            "start web.ostler-next",
            "wait until web.ostler-next works",
            "stop web",
            "rename web to web.ostler-3",
            "rename web.ostler-next to web");
  }

  @Test
  void onlyOneEarlierContainerIsKept() {
    Family family =
        family(
            member("new", "web", 5, NEW, ContainerState.RUNNING),
            member("before", "web.ostler-4", 4, OLD, ContainerState.EXITED),
            member("first", "web.ostler-3", 3, OLD, ContainerState.EXITED));

    List<String> steps = texts(family, present(NEW, UpdatePolicy.Order.STOP_FIRST, Map.of()));

    assertThat(steps).containsExactly("remove web.ostler-3");
  }

  @Test
  void changedFileIsWrittenAndSignalled() {
    Member current =
        member("a", "web", 1, NEW, ContainerState.RUNNING)
            .with(new Member.Differences(List.of("/a"), List.of()));
    Map<String, OnChange> files =
        Map.of("/a", new OnChange.Signal("HUP"), "/b", new OnChange.Restart());

    List<String> steps = texts(family(current), present(NEW, UpdatePolicy.Order.STOP_FIRST, files));

    assertThat(steps)
        .containsExactly(
            "note that web is to take notice of /a",
            "write /a into web",
            "make web take notice: signal HUP");
  }

  @Test
  void stoppedContainerWithChangedFileIsStartedInTheSameRun() {
    Member current =
        member("a", "web", 1, NEW, ContainerState.EXITED)
            .with(new Member.Differences(List.of("/a"), List.of()));

    List<String> steps =
        texts(
            family(current), present(NEW, UpdatePolicy.Order.STOP_FIRST, Map.of("/a", restart())));

    assertThat(steps)
        .containsExactly(
            "write /a into web",
            "note that web is not yet seen to work",
            "start web",
            "wait until web works");
  }

  @Test
  void changedFileAndSpecAreOneReplacement() {
    Member current =
        member("a", "web", 1, OLD, ContainerState.RUNNING)
            .with(new Member.Differences(List.of("/a"), List.of()));

    List<String> steps =
        texts(
            family(current), present(NEW, UpdatePolicy.Order.STOP_FIRST, Map.of("/a", restart())));

    assertThat(steps.stream().filter(step -> step.startsWith("stop"))).hasSize(1);
    assertThat(steps.stream().filter(step -> step.startsWith("start"))).hasSize(1);
    assertThat(steps).doesNotContain("make web take notice: restart");
  }

  @Test
  void restartPolicyChangesWhileTheContainerLives() {
    SpecFields limited = OLD.with("restart", "always");

    List<String> steps =
        texts(
            family(member("a", "web", 1, OLD, ContainerState.RUNNING)),
            present(limited, UpdatePolicy.Order.STOP_FIRST, Map.of()));

    assertThat(steps).containsExactly("update web: restart");
  }

  @Test
  void limitsChangeWhileTheContainerLives() {
    SpecFields limited = OLD.with("mem_limit", "1024").with("nano_cpus", "500000000");

    List<String> steps =
        texts(
            family(member("a", "web", 1, OLD, ContainerState.RUNNING)),
            present(limited, UpdatePolicy.Order.STOP_FIRST, Map.of()));

    assertThat(steps).containsExactly("update web: mem_limit, nano_cpus");
  }

  @Test
  void limitThatIsLiftedNeedsANewContainer() {
    List<String> steps =
        texts(
            family(member("a", "web", 1, OLD.with("mem_limit", "1024"), ContainerState.RUNNING)),
            present(OLD, UpdatePolicy.Order.STOP_FIRST, Map.of()));

    assertThat(steps).contains("create web.ostler-next (generation 2)");
  }

  @Test
  void nothingIsPrunedWhileAReplacementIsUnfinished() {
    Family unfinished =
        family(
            member("a", "web.ostler-1", 1, OLD, ContainerState.EXITED),
            member("b", "web.ostler-next", 2, NEW, ContainerState.CREATED));

    assertThat(texts(unfinished, new Goal.Tidy(0))).isEmpty();
  }

  @Test
  void containerThatSomebodyRenamedGetsItsNameBack() {
    List<String> steps =
        texts(
            family(member("a", "strange", 1, NEW, ContainerState.RUNNING)),
            present(NEW, UpdatePolicy.Order.STOP_FIRST, Map.of()));

    assertThat(steps).containsExactly("rename strange to web");
  }

  @ParameterizedTest
  @EnumSource(
      value = ContainerState.class,
      names = {"PAUSED", "EXITED"})
  void containerAtRestIsLeftAlone(ContainerState state) {
    Goal.Present goal = present(NEW, UpdatePolicy.Order.STOP_FIRST, Map.of());
    Goal.Present resting =
        new Goal.Present(goal.spec(), goal.image(), goal.files(), goal.order(), true, true);

    List<String> steps = texts(family(member("a", "web", 1, NEW, state)), resting);

    assertThat(steps).isEmpty();
  }

  @Test
  void pausedContainerGoesOn() {
    List<String> steps =
        texts(
            family(member("a", "web", 1, NEW, ContainerState.PAUSED)),
            present(NEW, UpdatePolicy.Order.STOP_FIRST, Map.of()));

    assertThat(steps).containsExactly("unpause web");
  }

  @Test
  void pausedContainerIsRemovedAfterItWentOn() {
    List<String> steps =
        texts(family(member("a", "web", 1, NEW, ContainerState.PAUSED)), new Goal.Absent());

    assertThat(steps).containsExactly("unpause web", "stop web", "remove web");
  }

  @Test
  void goingBackRestoresTheNameAndRemovesTheFailedOne() {
    Family family =
        family(
            member("new", "web", 4, NEW, ContainerState.RUNNING),
            member("old", "web.ostler-3", 3, OLD, ContainerState.EXITED));

    List<String> steps = texts(family, new Goal.Earlier(3, true));

    assertThat(steps)
        .containsExactly(
            "stop web",
            "rename web to web.ostler-next",
            "rename web.ostler-3 to web",
            "note that web is not yet seen to work",
            "start web",
            "wait until web works",
            "remove web.ostler-next");
  }

  /** From wherever a run stops, whatever it was about, the next run arrives at its own goal. */
  @Test
  void everyGoalIsReachedFromWhereverAnotherRunStopped() {
    Map<String, OnChange> files = Map.of("/a", restart(), "/b", new OnChange.Signal("HUP"));
    List<Goal> goals = new ArrayList<>(List.of(new Goal.Absent(), new Goal.Earlier(1, true)));
    for (UpdatePolicy.Order order : UpdatePolicy.Order.values()) {
      goals.add(present(OLD, order, files));
      goals.add(present(NEW, order, files));
    }
    Set<Family> seen = new HashSet<>();
    List<Family> open = new ArrayList<>(List.of(NONE));

    while (!open.isEmpty() && seen.size() < 3_000) {
      Family family = open.removeLast();
      if (seen.add(family)) {
        for (Goal goal : goals) {
          open.addAll(walk(family, goal));
        }
      }
    }

    assertThat(seen).hasSizeGreaterThan(100);
  }

  /** All families on the way to the goal, with the end checked. */
  private static List<Family> walk(Family start, Goal goal) {
    List<Family> way = new ArrayList<>();
    Family family = start;
    Optional<Step> step = FamilyMachine.next(family, goal);
    while (step.isPresent()) {
      assertThat(way).as("steps from %s to %s", start, goal).hasSizeLessThan(60);
      String id = "the one of generation " + family.nextGeneration();
      family = FamilyMachine.after(family, step.get(), id, goal);
      // What a run knew only by itself is lost with it.
      Family seenAnew = new Family(family.name(), family.members(), family.foreign(), false);
      if (family.members().stream().allMatch(member -> member.generation() < 6)) {
        way.add(seenAnew);
      }
      step = FamilyMachine.next(family, goal);
    }
    check(family, goal);
    return way;
  }

  private static void check(Family end, Goal goal) {
    switch (goal) {
      case Goal.Absent _ -> assertThat(end.members()).isEmpty();
      case Goal.Present present -> {
        Member current = end.current();
        assertThat(current).isNotNull();
        assertThat(current.name()).isEqualTo("web");
        assertThat(current.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(current.spec()).isEqualTo(present.spec());
        assertThat(current.stale()).isEmpty();
        assertThat(current.pending()).isEqualTo(Member.Pending.NOTHING);
        assertThat(end.next()).isNull();
        assertThat(end.kept().size()).isLessThanOrEqualTo(FamilyMachine.KEEP);
      }
      case Goal.Earlier earlier -> {
        Member target = end.ofGeneration(earlier.generation());
        if (target != null) {
          assertThat(target.name()).isEqualTo("web");
          assertThat(target.state()).isEqualTo(ContainerState.RUNNING);
          assertThat(end.members().getFirst()).isEqualTo(target);
        }
      }
      case Goal.InState _, Goal.Tidy _ -> throw new AssertionError("not among the goals");
    }
  }

  private static OnChange restart() {
    return new OnChange.Restart();
  }

  private static List<String> texts(Family family, Goal goal) {
    return Simulation.steps(family, goal).stream().map(Step::text).toList();
  }

  private static Goal.Present present(
      SpecFields spec, UpdatePolicy.Order order, Map<String, OnChange> files) {
    return new Goal.Present(
        spec, spec.values().getOrDefault("image", ""), new TreeMap<>(files), order, false, true);
  }

  private static SpecFields spec(String image) {
    return SpecFields.of(
        Workload.of("web", ContainerSpec.of(image)), new SecretHash(new byte[] {1}));
  }

  private static Family family(Member... members) {
    return new Family("web", List.of(members), Optional.empty(), false);
  }

  private static Member member(
      String id, String name, long generation, SpecFields spec, ContainerState state) {
    return new Member(
        id, name, generation, spec, state, Member.Differences.NONE, Member.Pending.NOTHING);
  }
}
