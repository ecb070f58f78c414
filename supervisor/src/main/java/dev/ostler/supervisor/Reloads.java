package dev.ostler.supervisor;

import dev.ostler.control.Answer;
import dev.ostler.control.ErrorCode;
import dev.ostler.control.Failure;
import dev.ostler.control.Reloaded;
import dev.ostler.control.Reloaded.Action;
import dev.ostler.control.Reloaded.Difference;
import dev.ostler.control.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Has the file read again for control clients, and tells them when all is as it says. */
final class Reloads {
  /**
   * Somebody who waits for all to be as the file says.
   *
   * @param configurations those of which nothing was heard yet
   */
  private record Follower(Reloaded reloaded, Set<String> configurations, Consumer<Answer> done) {}

  private final Supervision supervision;
  private final Progress progress;
  private final List<Follower> followers = new ArrayList<>();

  Reloads(Supervision supervision, Progress progress) {
    this.supervision = supervision;
    this.progress = progress;
  }

  /** As {@link Commands#reload}. */
  Supplier<String> reload(boolean dryRun, Consumer<Answer> told, Consumer<Answer> done) {
    Reloader.Outcome reloading = supervision.reload(dryRun);
    if (reloading.problem().isPresent()) {
      told.accept(Failure.of(ErrorCode.FAILED, reloading.problem().get()));
      return () -> "";
    }
    Reloaded reloaded = new Reloaded(!dryRun, reloading.differences());
    told.accept(reloaded);
    Follower follower = new Follower(reloaded, withSource(reloaded), done);
    if (!dryRun) {
      followers.add(follower);
      decided();
    }
    return () -> String.join("; ", unfollowed(follower));
  }

  /** Something has changed: somebody may have waited for it. */
  void decided() {
    for (Follower follower : List.copyOf(followers)) {
      if (unfollowed(follower).isEmpty() && followers.remove(follower)) {
        follower.done().accept(follower.reloaded());
      }
    }
  }

  /** The configurations that are looked at anew, and of which there is something to hear. */
  private Set<String> withSource(Reloaded reloaded) {
    Set<String> awaited = new LinkedHashSet<>();
    for (Difference difference : reloaded.differences()) {
      Optional<String> name = SetupDifferences.configuration(difference);
      boolean begins = difference.action() == Action.ADD || difference.action() == Action.RESTART;
      if (begins && reloaded.applied() && name.isPresent()) {
        Path source = supervision.machine().pipeline(name.get()).setup().source().path();
        if (Files.exists(source)) {
          awaited.add(name.get());
        }
      }
    }
    return awaited;
  }

  /** What became of a new version of a configuration is known. */
  void configured(String configuration, Services.Outcome outcome) {
    switch (outcome) {
      case SEEN, SWITCHED -> {}
      case KEPT, STAYED, UNCHANGED, REFUSED, FAILED, ROLLED_BACK ->
          followers.forEach(follower -> follower.configurations().remove(configuration));
    }
  }

  /** What is not yet as the file says, nor has ended for good. */
  private List<String> unfollowed(Follower follower) {
    List<String> unfollowed = new ArrayList<>();
    for (Difference difference : follower.reloaded().differences()) {
      String process = difference.subject();
      boolean there = supervision.machine().processes().contains(process);
      boolean followed =
          switch (difference.action()) {
            case REMOVE -> !there;
            case ADD, RESTART, START ->
                !there
                    || progress.isSo(Verb.START, process)
                    || progress.whyNotUp(process).isPresent();
            case ADJUST, NOT_POSSIBLE -> true;
          };
      if (!followed) {
        unfollowed.add(process + ": " + progress.awaited(process));
      }
    }
    for (String configuration : follower.configurations()) {
      if (!awaitsUsers(configuration)) {
        unfollowed.add("configuration " + configuration + ": it is not in place yet");
      }
    }
    return unfollowed;
  }

  /** It is in place, and tried as soon as those run who use it. */
  private boolean awaitsUsers(String configuration) {
    return supervision.machine().setup().configurations().stream()
            .noneMatch(setup -> setup.name().equals(configuration))
        || supervision.machine().pipeline(configuration).state().phase()
            == PipelinePhase.AWAITING_USERS;
  }
}
