package dev.ostler.control;

import java.util.OptionalInt;

/**
 * Why a request has no other answer.
 *
 * @param code for programs
 * @param message for people
 * @param lost how many lines a follower has missed; present when it was too slow
 */
public record Failure(ErrorCode code, String message, OptionalInt lost) implements Answer {
  /**
   * Makes one.
   *
   * @param code for programs
   * @param message for people
   * @return the failure
   */
  public static Failure of(ErrorCode code, String message) {
    return new Failure(code, message, OptionalInt.empty());
  }

  /**
   * A follower that reads too slowly.
   *
   * @param lost how many lines it has missed
   * @return the failure
   */
  public static Failure tooSlow(int lost) {
    return new Failure(
        ErrorCode.TOO_SLOW,
        "cannot follow so slowly: "
            + lost
            + " lines are lost before those just sent; read faster, or ask for fewer processes",
        OptionalInt.of(lost));
  }
}
