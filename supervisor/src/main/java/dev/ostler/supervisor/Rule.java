package dev.ostler.supervisor;

import java.util.List;

/**
 * What a change of certain files asks for.
 *
 * @param paths globs over names relative to the target, {@code *} within a directory and {@code **}
 *     over directories; empty for every file
 * @param action what to do if a changed file is among them
 */
public record Rule(List<String> paths, Action action) {
  /** Keeps a copy. */
  public Rule {
    paths = List.copyOf(paths);
  }

  /**
   * A rule for every change.
   *
   * @param action what to do
   * @return the rule
   */
  public static Rule always(Action action) {
    return new Rule(List.of(), action);
  }
}
