package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold in a {@link World}, whatever happens by chance. */
final class WorldRules {
  private final World world;
  private final Set<String> runningBefore = new HashSet<>();
  private final Map<String, ProcessSetup> known = new HashMap<>();
  private boolean hurried;

  WorldRules(World world) {
    this.world = world;
  }

  /** To be called before another setup is followed: who is removed ends in the order it had. */
  void rememberFormer(Setup former) {
    former.processes().forEach(process -> known.put(process.name(), process));
  }

  /** Those that follow a process, and those that did and are not gone yet. */
  private List<ProcessMachine> followers(String process) {
    Map<String, ProcessSetup> all = new HashMap<>(known);
    world.setup().processes().forEach(setUp -> all.put(setUp.name(), setUp));
    return all.values().stream()
        .filter(other -> other.after().containsKey(process))
        .filter(other -> world.machine().processes().contains(other.name()))
        .map(other -> world.machine().process(other.name()))
        .toList();
  }

  /** To be called before each input. */
  void remember(Input input) {
    hurried |= input instanceof Input.SignalArrived && world.machine().areLeaving();
    runningBefore.clear();
    world.machine().processes().stream()
        .filter(name -> world.machine().state(name).phase() == Phase.UP)
        .forEach(runningBefore::add);
  }

  void check(Input input) {
    checkSubjects(input);
    for (String name : world.machine().processes()) {
      ProcessState state = world.machine().state(name);
      boolean limited =
          switch (state.phase()) {
            case DOWN, STARTING, UP -> false;
            case WAITING, DRAINING, STOPPING, CLEARING, KILLING, CLEARING_BY_KILL ->
                !world.machine().process(name).isStuck();
          };
      boolean set = world.deadlines().contains(new Deadline(Deadline.Kind.PHASE, name));
      claim(limited == set, "a deadline is set while something is waited for", input);
      claim(
          state.goal() != Goal.REST
              || (state.phase() != Phase.UP && state.phase() != Phase.WAITING),
          "what should rest neither runs nor waits to",
          input);
      claim(
          state.goal() != Goal.RUN || state.over().isPresent() || state.phase() != Phase.DOWN,
          "what should run is not down",
          input);
    }
  }

  private void checkSubjects(Input input) {
    for (Deadline deadline : world.deadlines()) {
      boolean known =
          switch (deadline.kind()) {
            case PHASE, READY -> world.machine().processes().contains(deadline.name());
            case PIPELINE ->
                world.setup().configurations().stream()
                    .anyMatch(one -> one.name().equals(deadline.name()));
            case ACTIVATION, END -> true;
          };
      claim(known, deadline + " is of something that is there", input);
    }
    for (String name : world.beings().keySet()) {
      claim(
          world.machine().processes().contains(name) || !world.being(name).isThere(),
          "nobody is forgotten who is there",
          input);
    }
  }

  private void claim(boolean holds, String claim, Input input) {
    if (!holds) {
      throw new AssertionError(claim + ", not after " + input + ": " + world);
    }
  }

  /** As the machine was told: news that are still arriving do not count. */
  void checkOrder(String process) {
    for (ProcessSetup setUp : world.setup().processes()) {
      if (setUp.name().equals(process)) {
        setUp.after().forEach((former, milestone) -> checkReached(former, milestone));
      }
    }
  }

  private void checkReached(String former, Milestone milestone) {
    ProcessState state = world.machine().state(former);
    boolean reached =
        switch (milestone) {
          case STARTED ->
              state.phase() == Phase.UP || world.machine().process(former).hasCompleted();
          case READY -> state.ready();
          case COMPLETED -> world.machine().process(former).hasCompleted();
        };
    assertThat(reached).as("%s is %s: %s", former, milestone, world).isTrue();
  }

  /** Unless it was being stopped already, or is stopped for a fault of its own. */
  void checkFollowersAreDown(String process) {
    if (hurried || !runningBefore.contains(process) || world.machine().state(process).failing()) {
      return;
    }
    for (ProcessSetup other : world.setup().processes()) {
      if (other.after().containsKey(process)) {
        assertThat(
                world.machine().state(other.name()).isDown()
                    || world.machine().process(other.name()).isStuck())
            .as(
                "%s, which follows, has ended before %s is stopped: %s",
                other.name(), process, world)
            .isTrue();
      }
    }
  }

  /** Of those that end or are restarted too, unless it is stopped for another reason. */
  void checkFollowersHaveEnded(String process) {
    ProcessState state = world.machine().state(process);
    if (!runningBefore.contains(process) || state.goal() != Goal.RUN || state.failing()) {
      return;
    }
    for (ProcessMachine follower : followers(process)) {
      boolean ends = follower.isToRestart() || !world.machine().goals().isWanted(follower.name());
      assertThat(ends && !follower.state().isDown())
          .as("%s has ended before %s is restarted: %s", follower.name(), process, world)
          .isFalse();
    }
  }

  /** Following the same setup again means a look at everything, which finds nothing to do. */
  void checkThatNothingWasOverlooked() {
    assertThat(world.machine().next(new Input.SetupChanged(world.setup(), Set.of())))
        .as("left to do after %s", world)
        .noneMatch(effect -> effect instanceof Effect.Start || effect instanceof Effect.Say)
        .noneMatch(Effect.SignalProcess.class::isInstance)
        .noneMatch(Effect.SignalGroup.class::isInstance)
        .noneMatch(Effect.SignalEveryone.class::isInstance)
        .noneMatch(Effect.Configure.class::isInstance);
  }
}
