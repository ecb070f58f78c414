package dev.ostler.linux;

/** The kernel refused what was asked of it. */
public final class LinuxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int errno;

  /**
   * @param tried what was tried and on what, so that it reads on after "cannot"
   * @param errno the kernel's error number, positive
   * @param meaning the error number in words
   */
  public LinuxException(String tried, int errno, String meaning) {
    super("cannot " + tried + ": " + meaning + " (errno " + errno + ")");
    this.errno = errno;
  }

  /** The kernel's error number, positive. */
  public int errno() {
    return errno;
  }
}
