package dev.ostler.control;

import java.util.Optional;

/**
 * What a request came to for one process.
 *
 * @param process its name
 * @param outcome what it came to
 * @param why one sentence; present when failed or late
 */
public record ProcessChange(String process, Outcome outcome, Optional<String> why) {
  /** On the wire in lower case. */
  public enum Outcome {
    /** It is done. */
    DONE,
    /** It was so already. */
    UNCHANGED,
    /** It will be done; nobody has waited for it. */
    ACCEPTED,
    /** It could not be done. */
    FAILED,
    /** It was not done within the time; it will be yet, or fail. */
    LATE;

    /**
     * Says whether there is nothing to complain about.
     *
     * @return whether it neither failed nor is late
     */
    public boolean isGood() {
      return switch (this) {
        case DONE, UNCHANGED, ACCEPTED -> true;
        case FAILED, LATE -> false;
      };
    }
  }

  /** Checks that who fails says why. */
  public ProcessChange {
    if (outcome.isGood() == why.isPresent()) {
      throw new IllegalArgumentException(
          "what fails says why, and nothing else does; got " + outcome + " and " + why);
    }
  }

  /**
   * Something that went well.
   *
   * @param process its name
   * @param outcome done, unchanged or accepted
   * @return the change
   */
  public static ProcessChange of(String process, Outcome outcome) {
    return new ProcessChange(process, outcome, Optional.empty());
  }

  /**
   * Something that could not be done.
   *
   * @param process its name
   * @param why one sentence
   * @return the change
   */
  public static ProcessChange failed(String process, String why) {
    return new ProcessChange(process, Outcome.FAILED, Optional.of(why));
  }
}
