package dev.ostler.control;

import java.io.IOException;

/** A supervisor could not be asked, or could not do what it was asked for. */
public final class ControlException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why, for programs. */
  private final ErrorCode code;

  /**
   * Makes one.
   *
   * @param code why, for programs
   * @param message why, for people
   */
  public ControlException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * Returns why, for programs.
   *
   * @return the code
   */
  public ErrorCode code() {
    return code;
  }
}
