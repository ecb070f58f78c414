package dev.ostler.configuration;

import java.util.List;

/** A file's content is not what it must be. Holds everything that is wrong with it. */
public final class InvalidConfigurationException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  InvalidConfigurationException(List<Problem> problems) {
    super(lines(problems));
    this.problems = List.copyOf(problems);
  }

  private static String lines(List<Problem> problems) {
    StringBuilder lines = new StringBuilder();
    for (Problem problem : problems) {
      lines.append(lines.isEmpty() ? "" : "\n").append(problem);
    }
    return lines.toString();
  }

  /**
   * Returns what is wrong.
   *
   * @return at least one problem, in the order of the file; the message has one line for each
   */
  public List<Problem> problems() {
    return problems;
  }
}
