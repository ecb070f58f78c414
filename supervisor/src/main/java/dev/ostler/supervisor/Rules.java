package dev.ostler.supervisor;

import dev.ostler.entrypoint.FileChange;
import dev.ostler.entrypoint.UpdateReport;
import dev.ostler.linux.Signal;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out what a change of files asks for. */
final class Rules {
  private Rules() {}

  /**
   * Of all rules that a change meets, the strongest action counts: restart before command before
   * signal before nothing. Rules for the same kind of action together reach everyone they name; of
   * several commands, and of several signals for one process, the first counts.
   */
  static Action strongest(List<Rule> rules, UpdateReport report) {
    Action strongest = new Action.Nothing();
    for (Rule rule : rules) {
      if (isMet(rule, report)) {
        strongest = stronger(strongest, rule.action());
      }
    }
    return strongest;
  }

  private static boolean isMet(Rule rule, UpdateReport report) {
    if (rule.paths().isEmpty()) {
      return !report.isEmpty();
    }
    List<PathMatcher> globs =
        rule.paths().stream()
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    for (FileChange change : report.changes()) {
      Path name = Path.of(change.name());
      if (globs.stream().anyMatch(glob -> glob.matches(name))) {
        return true;
      }
    }
    return false;
  }

  private static Action stronger(Action one, Action other) {
    return switch (one) {
      case Action.Restart restart when other instanceof Action.Restart more ->
          new Action.Restart(both(restart.processes(), more.processes()));
      case Action.Send send when other instanceof Action.Send more ->
          new Action.Send(first(send.signals(), more.signals()));
      case Action.Nothing _, Action.Send _, Action.Run _, Action.Restart _ ->
          strength(other) > strength(one) ? other : one;
    };
  }

  private static int strength(Action action) {
    return switch (action) {
      case Action.Nothing _ -> 0;
      case Action.Send _ -> 1;
      case Action.Run _ -> 2;
      case Action.Restart _ -> 3;
    };
  }

  private static Set<String> both(Set<String> some, Set<String> more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  private static Map<String, Signal> first(Map<String, Signal> some, Map<String, Signal> more) {
    Map<String, Signal> all = new HashMap<>(more);
    all.putAll(some);
    return all;
  }
}
