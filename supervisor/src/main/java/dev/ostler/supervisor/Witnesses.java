package dev.ostler.supervisor;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The processes that show whether a new configuration works, as they are at the moment.
 *
 * @param keepIf what they have to show
 * @param users where they are to be found
 */
record Witnesses(KeepIf keepIf, PipelineMachine.Users users) {
  private Stream<ProcessState> states() {
    return keepIf.ready().stream().map(users::state);
  }

  boolean isAnyResting() {
    return keepIf.ready().stream().anyMatch(users::isResting);
  }

  boolean isAnyOver() {
    return states().anyMatch(state -> state.over().isPresent());
  }

  boolean areAllUp() {
    return states().allMatch(state -> state.phase() == Phase.UP);
  }

  /** How often each has been found to be ready: only what is found from then on counts. */
  Map<String, Integer> marks() {
    Map<String, Integer> marks = new HashMap<>();
    keepIf.ready().forEach(process -> marks.put(process, users.state(process).confirmed()));
    return marks;
  }

  /**
   * Whether all have been found to be ready since then. A run that began since then has counted
   * anew.
   */
  boolean areAllReady(Map<String, Integer> marks) {
    return keepIf.ready().stream()
        .allMatch(process -> {
          ProcessState now = users.state(process);
          int mark = marks.getOrDefault(process, 0);
          return now.ready() && now.phase() == Phase.UP && now.confirmed() != mark;
        });
  }

  void askAnew() {
    keepIf.ready().forEach(users::askAnew);
  }

  String areNotReady() {
    return String.join(", ", keepIf.ready().stream().sorted().toList()) + " not ready with it";
  }
}
