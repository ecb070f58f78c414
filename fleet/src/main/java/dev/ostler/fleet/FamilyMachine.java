package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/*
 * The one place that knows in which order a container is replaced. It looks only at what is there:
 * it has no memory of what was done before. Therefore a run that was killed after any step is gone
 * on with by the next run, and a plan is what this machine says when every step succeeds.
 *
 * Old until new is proven: everything that can fail for a reason of the new one (image, create,
 * files) is done before the old one is touched; the old one is then stopped and renamed, never
 * removed, and only leaves when its successor's successor works.
 */
/** Says what to do next to bring a family to its goal. */
final class FamilyMachine {
  /** How many earlier containers are kept for going back. */
  static final int KEEP = 1;

  private FamilyMachine() {}

  /** The next step; empty when the goal is reached. */
  static Optional<Step> next(Family family, Goal goal) {
    return Optional.ofNullable(
        switch (goal) {
          case Goal.Present present -> present(family, present);
          case Goal.Earlier earlier -> earlier(family, earlier);
          case Goal.Tidy(int keep) -> family.current() == null ? null : retire(family, keep);
          case Goal.Absent _ -> absent(family);
          case Goal.InState inState -> inState(family, inState.state());
        });
  }

  private static @Nullable Step present(Family family, Goal.Present goal) {
    Member current = family.current();
    if (current != null && isMadeFrom(current, goal)) {
      Step step = keepUp(family, current, goal);
      return step != null ? step : tidied(family);
    }
    return replace(family, goal);
  }

  /** Whether what is wanted is in its place and works: whatever is left to do is only tidying. */
  static boolean isThere(Family family, Goal goal) {
    Member current = family.current();
    return goal instanceof Goal.Present present
        && current != null
        && !current.pending().unproven()
        && isMadeFrom(current, present)
        && keepUp(family, current, present) == null;
  }

  static boolean isMadeFrom(Member member, Goal.Present goal) {
    return !member.isLost()
        && member.spec().changesTo(goal.spec()).stream()
            .allMatch(change -> goal.inPlace() && isInPlace(change))
        && goal.reactions(member.stale()).stream()
            .noneMatch(reaction -> reaction instanceof OnChange.Recreate);
  }

  /** Whether a step takes nothing from a container that runs, so that it can be done beforehand. */
  static boolean isPreparation(Family family, Step step) {
    return switch (step) {
      case Step.EnsureImage _, Step.Create _ -> true;
      case Step.WriteFiles write -> isUnstarted(of(family, write.container()));
      case Step.Remove remove -> isUnstarted(of(family, remove.container()));
      case Step.PutBack _,
          Step.Update _,
          Step.Attach _,
          Step.Rename _,
          Step.Stop _,
          Step.Start _,
          Step.Pause _,
          Step.Unpause _,
          Step.Tell _,
          Step.AwaitHealthy _,
          Step.RememberUnproven _,
          Step.RememberUntold _ ->
          false;
    };
  }

  private static boolean isUnstarted(Member member) {
    return member.state() == ContainerState.CREATED;
  }

  private static boolean isInPlace(FieldChange change) {
    return change.field().equals("restart")
        // Engines can change a limit, but not lift it.
        || (SpecFields.LIMITS.contains(change.field()) && !change.after().isEmpty());
  }

  private static @Nullable Step replace(Family family, Goal.Present goal) {
    Member current = family.current();
    Member next = family.next();
    if (next == null) {
      if (!family.imageReady()) {
        return new Step.EnsureImage(goal.image());
      }
      String name = current == null && !family.nameTaken() ? family.name() : family.nextName();
      return new Step.Create(name, family.nextGeneration());
    }
    if (!next.spec().equals(goal.spec()) || next.isLost() || next.isCutOff()) {
      return remove(next);
    }
    if (!next.stale().isEmpty()) {
      return new Step.WriteFiles(next.ref(), next.stale());
    }
    if (current != null && goal.order() == UpdatePolicy.Order.START_FIRST && current.isLive()) {
      Step step = workingNow(next);
      if (step != null) {
        return step;
      }
    }
    Step ended = keptEnded(family);
    if (ended != null) {
      return ended;
    }
    return current == null ? new Step.Rename(next.ref(), family.name()) : giveWay(family, current);
  }

  /** Steps by which one leaves the workload's name to another. */
  private static Step giveWay(Family family, Member current) {
    Step stop = stopped(current);
    return stop != null ? stop : new Step.Rename(current.ref(), family.keptName(current));
  }

  private static @Nullable Step keepUp(Family family, Member current, Goal.Present goal) {
    Member next = family.next();
    if (next != null) {
      return remove(next);
    }
    if (!current.name().equals(family.name())) {
      return new Step.Rename(current.ref(), family.name());
    }
    List<FieldChange> changes = current.spec().changesTo(goal.spec());
    if (!changes.isEmpty()) {
      return new Step.Update(current.ref(), changes);
    }
    if (!current.differences().detached().isEmpty()) {
      return new Step.Attach(current.ref(), current.differences().detached());
    }
    Step files = filesNow(current, goal);
    if (files != null) {
      return files;
    }
    if (current.isCutOff()) {
      return current.pending().unproven()
          ? stopped(current)
          : new Step.RememberUnproven(current.ref());
    }
    if (goal.mayRest() && !current.pending().unproven() && isAtRest(current)) {
      return null;
    }
    // An earlier one that runs may have what this one needs to start, such as its port.
    Step ended = current.isLive() ? null : keptEnded(family);
    return ended != null ? ended : workingNow(current);
  }

  private static boolean isAtRest(Member member) {
    return member.state() == ContainerState.PAUSED || member.state() == ContainerState.EXITED;
  }

  private static @Nullable Step filesNow(Member current, Goal.Present goal) {
    // Who does not run reads its files when it starts.
    boolean mustBeTold = current.isLive();
    List<String> untold = current.pending().untold();
    if (!current.stale().isEmpty()) {
      if (mustBeTold && !untold.containsAll(tellable(current.stale(), goal))) {
        NavigableSet<String> all = new TreeSet<>(untold);
        all.addAll(tellable(current.stale(), goal));
        return new Step.RememberUntold(current.ref(), List.copyOf(all));
      }
      return new Step.WriteFiles(current.ref(), current.stale());
    }
    if (untold.isEmpty() || !mustBeTold) {
      return null;
    }
    return current.state() == ContainerState.PAUSED
        ? new Step.Unpause(current.ref())
        : new Step.Tell(current.ref(), goal.reactions(untold));
  }

  private static List<String> tellable(List<String> paths, Goal.Present goal) {
    return paths.stream().filter(path -> !goal.reactions(List.of(path)).isEmpty()).toList();
  }

  /** Steps until it runs and is seen to work. */
  private static @Nullable Step workingNow(Member member) {
    boolean unproven = member.pending().unproven();
    return switch (member.state()) {
      case PAUSED -> new Step.Unpause(member.ref());
      case CREATED, EXITED ->
          unproven ? new Step.Start(member.ref()) : new Step.RememberUnproven(member.ref());
      case RUNNING, RESTARTING -> unproven ? new Step.AwaitHealthy(member.ref()) : null;
      case REMOVING, DEAD, OTHER -> null;
    };
  }

  private static @Nullable Step tidied(Family family) {
    Step ended = keptEnded(family);
    return ended != null ? ended : retire(family, KEEP);
  }

  /** What is kept was stopped: its engine has started it again, or somebody. */
  private static @Nullable Step keptEnded(Family family) {
    return family.kept().stream()
        .filter(FamilyMachine::runs)
        .findFirst()
        .map(FamilyMachine::stopped)
        .orElse(null);
  }

  /** Whether it is seen to; engines have states that we do not know. */
  static boolean runs(Member member) {
    return member.isLive() && member.state() != ContainerState.OTHER;
  }

  private static @Nullable Step retire(Family family, int keep) {
    List<Member> kept = family.kept().stream().filter(member -> !isGoing(member)).toList();
    return kept.size() <= keep ? null : remove(kept.getLast());
  }

  /**
   * Steps by which one that nobody wants any more leaves the workload's name. It is not kept: else
   * the next run after a kill would take it for the one to go back to.
   */
  private static Step leave(Family family, Member current) {
    Member next = family.next();
    if (next != null) {
      return remove(next);
    }
    Step stop = stopped(current);
    return stop != null ? stop : new Step.Rename(current.ref(), family.nextName());
  }

  private static @Nullable Step earlier(Family family, Goal.Earlier goal) {
    Member target = family.ofGeneration(goal.generation());
    if (target == null) {
      return null;
    }
    Member current = family.current();
    if (current != null && !current.equals(target)) {
      return leave(family, current);
    }
    if (!target.name().equals(family.name())) {
      return new Step.Rename(target.ref(), family.name());
    }
    Step start = goal.running() ? workingNow(target) : null;
    if (start != null) {
      return start;
    }
    return family.members().stream()
        .filter(member -> member.generation() > goal.generation())
        .findFirst()
        .map(FamilyMachine::remove)
        .orElse(null);
  }

  private static @Nullable Step absent(Family family) {
    return family.members().stream()
        .filter(member -> !isGoing(member))
        .findFirst()
        .map(FamilyMachine::remove)
        .orElse(null);
  }

  /** Engines refuse to remove what they remove already. */
  private static boolean isGoing(Member member) {
    return member.state() == ContainerState.REMOVING;
  }

  private static Step remove(Member member) {
    Step stop = stopped(member);
    return stop != null ? stop : new Step.Remove(member.ref());
  }

  /** Engines refuse to stop or to remove what is frozen, some of them. */
  private static @Nullable Step stopped(Member member) {
    if (member.state() == ContainerState.PAUSED) {
      return new Step.Unpause(member.ref());
    }
    return member.isLive() ? new Step.Stop(member.ref()) : null;
  }

  private static @Nullable Step inState(Family family, ContainerState wanted) {
    Member current = family.current();
    if (current == null || current.state() == wanted) {
      return null;
    }
    return switch (wanted) {
      case EXITED -> stopped(current);
      case PAUSED ->
          current.isLive() ? new Step.Pause(current.ref()) : new Step.Start(current.ref());
      default ->
          switch (current.state()) {
            case PAUSED -> new Step.Unpause(current.ref());
            case CREATED, EXITED -> new Step.Start(current.ref());
            case RUNNING, RESTARTING, REMOVING, DEAD, OTHER -> null;
          };
    };
  }

  /** The family after a step has succeeded. */
  static Family after(Family family, Step step, String createdId, Goal goal) {
    return switch (step) {
      case Step.EnsureImage _ -> family.withImage();
      case Step.Create create -> family.with(created(create, createdId, goal));
      case Step.Remove remove -> family.without(of(family, remove.container()));
      case Step.WriteFiles write -> family.with(of(family, write.container()).written());
      case Step.PutBack _ -> family; // goals that follow it do not look at files
      case Step.Update update ->
          family.with(of(family, update.container()).with(((Goal.Present) goal).spec()));
      case Step.Attach attach -> family.with(of(family, attach.container()).attached());
      case Step.Rename rename -> family.with(of(family, rename.container()).named(rename.name()));
      case Step.Stop stop -> family.with(of(family, stop.container()).in(ContainerState.EXITED));
      case Step.Start start ->
          family.with(
              of(family, start.container())
                  .in(ContainerState.RUNNING)
                  .cutOff(List.of())
                  .untold(List.of())
                  .unhooked(false));
      case Step.Pause pause -> family.with(of(family, pause.container()).in(ContainerState.PAUSED));
      case Step.Unpause unpause ->
          family.with(of(family, unpause.container()).in(ContainerState.RUNNING));
      case Step.Tell tell -> family.with(told(of(family, tell.container()), tell));
      case Step.AwaitHealthy await -> family.with(of(family, await.container()).proven());
      case Step.RememberUnproven remember ->
          family.with(of(family, remember.container()).unproven());
      case Step.RememberUntold remember ->
          family.with(of(family, remember.container()).untold(remember.paths()));
    };
  }

  private static Member told(Member member, Step.Tell tell) {
    Member told = member.untold(List.of());
    boolean restarted = tell.how().stream().anyMatch(how -> how instanceof OnChange.Restart);
    return restarted ? told.unproven().cutOff(List.of()) : told;
  }

  private static Member created(Step.Create create, String id, Goal goal) {
    Goal.Present present = (Goal.Present) goal;
    return new Member(
        id,
        create.name(),
        create.generation(),
        present.spec(),
        ContainerState.CREATED,
        new Member.Differences(present.files().keySet().stream().sorted().toList(), List.of()),
        Member.Pending.UNSTARTED);
  }

  private static Member of(Family family, Step.Ref container) {
    return family.member(container.id());
  }
}
