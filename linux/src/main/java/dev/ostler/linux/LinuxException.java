package dev.ostler.linux;

import java.io.IOException;

/**
 * The kernel or the C library refused a call. The message says what was tried and why it failed.
 */
public class LinuxException extends IOException {
  private static final long serialVersionUID = 1;

  /** What was refused. */
  private final String action;

  /** By which number, as errno(3) has them. */
  private final int errno;

  /** What to do about it; empty if there is nothing to say. */
  private final String advice;

  /**
   * A refusal.
   *
   * @param action what was tried, on what, to be read after "cannot"
   * @param errno the error number, positive
   */
  public LinuxException(String action, int errno) {
    this(action, errno, "");
  }

  /**
   * A refusal with advice.
   *
   * @param action what was tried, on what, to be read after "cannot"
   * @param errno the error number, positive
   * @param advice what to do about it; may be empty
   */
  public LinuxException(String action, int errno, String advice) {
    this.action = action;
    this.errno = errno;
    this.advice = advice;
  }

  /** Made when it is read: many a refusal is expected, and nobody reads it. */
  @Override
  public String getMessage() {
    return "cannot "
        + action
        + ": "
        + Libc.strerrordesc_np(errno)
        + " (errno "
        + errno
        + ")"
        + (advice.isEmpty() ? "" : "; " + advice);
  }

  /**
   * Returns what was tried.
   *
   * @return the words after "cannot"
   */
  public String action() {
    return action;
  }

  /**
   * Returns the error number.
   *
   * @return positive, see {@link Errno}
   */
  public int errno() {
    return errno;
  }

  /** Returns the result of a call that gives a negated errno on failure, or throws. */
  static int check(int result, String action) throws LinuxException {
    if (result < 0) {
      throw new LinuxException(action, -result);
    }
    return result;
  }
}
