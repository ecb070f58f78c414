package dev.ostler.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/*
 * An engine ties who shares a namespace to one container, and there to what that has since its last
 * start. The one shows in the ID that the engine remembers, and only a new container helps; the
 * other in who was started first, and a restart helps.
 */
/** Finds out whether containers have the namespaces of those whose they should have. */
final class Ties {
  private static final String FIELD = "shares.";

  private final Workload workload;
  private final Map<String, Task> before;

  /**
   * Ties of a workload's containers.
   *
   * @param before tasks of the same host, by key, all providers of the workload among them
   */
  Ties(Workload workload, Map<String, Task> before) {
    this.workload = workload;
    this.before = before;
  }

  /** The field that says which container of a workload another one is made for. */
  static String field(String provider) {
    return FIELD + provider;
  }

  /** With the container that namespaces are to come from. */
  static SpecFields to(String provider, Member then, SpecFields spec) {
    return spec.with(field(provider), "generation " + then.generation());
  }

  /** A family whose members tell what is wrong with their namespaces. */
  Family of(Family family, Families seen) {
    Family tied = family;
    for (String key : Sharing.providers(workload)) {
      Optional<Provider> provider = provider(key, seen);
      for (Member member : tied.members()) {
        Optional<ContainerView.Bonds> bonds = seen.bonds(member.id());
        if (provider.isPresent() && bonds.isPresent()) {
          tied = tied.with(provider.get().withTies(member, bonds.get()));
        }
      }
    }
    return tied;
  }

  private Optional<Provider> provider(String key, Families seen) {
    Task task = before.get(key);
    if (task == null) {
      return Optional.empty();
    }
    Member then = Simulation.end(task.family(), task.goal()).current();
    return then == null
        ? Optional.empty()
        : Optional.of(new Provider(key, task, then, seen.bonds(then.id())));
  }

  /** A workload whose namespaces are shared, with its container when its task is done. */
  private final class Provider {
    private final String key;
    private final Task task;
    private final Member then;
    private final Optional<ContainerView.Bonds> bonds;

    Provider(String key, Task task, Member then, Optional<ContainerView.Bonds> bonds) {
      this.key = key;
      this.task = task;
      this.then = then;
      this.bonds = bonds;
    }

    Member withTies(Member member, ContainerView.Bonds of) {
      if (!isTied(of.modes())) {
        SpecFields spec = member.spec();
        boolean looksTied = to(key, then, spec).equals(spec);
        return looksTied ? member.with(spec.with(field(key), "a container that is gone")) : member;
      }
      if (!member.isLive() || !isCutOff(of)) {
        return member;
      }
      List<String> from = new ArrayList<>(member.differences().cutOff());
      from.add(key);
      return member.cutOff(from);
    }

    private boolean isTied(List<String> modes) {
      List<String> wanted = Sharing.modes(workload.spec());
      for (int i = 0; i < wanted.size(); i++) {
        String mode = modes.get(i);
        if (Sharing.provider(wanted.get(i)).equals(Optional.of(key))
            && mode.startsWith(Sharing.OF_A_CONTAINER)
            && !mode.equals(Sharing.OF_A_CONTAINER + then.id())
            && !mode.equals(Sharing.OF_A_CONTAINER + then.name())) {
          return false;
        }
      }
      return true;
    }

    private boolean isCutOff(ContainerView.Bonds of) {
      return switch (then.state()) {
        case RUNNING, PAUSED -> isStartedAnew() || isYounger(of);
        // Nobody could be started with the namespaces of one that does not run.
        case CREATED, RESTARTING, EXITED, REMOVING, DEAD, OTHER -> false;
      };
    }

    private boolean isYounger(ContainerView.Bonds of) {
      Optional<Instant> started = bonds.flatMap(ContainerView.Bonds::started);
      return started.isPresent()
          && of.started().isPresent()
          && started.get().isAfter(of.started().get());
    }

    private boolean isStartedAnew() {
      return Simulation.steps(task.family(), task.goal()).stream()
          .anyMatch(step ->
              switch (step) {
                case Step.Start start -> start.container().id().equals(then.id());
                case Step.Tell tell ->
                    tell.how().stream().anyMatch(how -> how instanceof OnChange.Restart);
                default -> false;
              });
    }
  }
}
