package dev.ostler.control;

import java.util.List;

/**
 * What reading the supervisor's file again came to.
 *
 * @param applied false if it was only shown
 * @param differences between what the supervisor does and what the file says
 */
public record Reloaded(boolean applied, List<Difference> differences) implements Answer {
  /** Keeps a copy. */
  public Reloaded {
    differences = List.copyOf(differences);
  }

  /**
   * One difference.
   *
   * @param action what is done about it
   * @param subject the process, or the other part of the file, such as {@code configuration site}
   * @param message what differs
   */
  public record Difference(Action action, String subject, String message) {}

  /** What is done about a difference. On the wire in lower case, with dashes. */
  public enum Action {
    /** It is new and is begun. */
    ADD,
    /** It is gone and is ended. */
    REMOVE,
    /** It differs and is begun anew. */
    RESTART,
    /** It was not to be started by itself, and is now. */
    START,
    /** It differs in what needs no restart. */
    ADJUST,
    /** It differs in what only a new supervisor can do. */
    NOT_POSSIBLE
  }
}
