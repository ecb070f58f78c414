package dev.ostler.linux;

/**
 * A limit on what a process may use.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">getrlimit(2)</a>
 */
public enum ResourceLimit {
  /** Seconds of processor time. */
  CPU(Constants.RLIMIT_CPU, true),
  /** Bytes of the largest file. */
  FILE_SIZE(Constants.RLIMIT_FSIZE),
  /** Bytes of data segment. */
  DATA(Constants.RLIMIT_DATA, true),
  /** Bytes of stack. */
  STACK(Constants.RLIMIT_STACK),
  /** Bytes of a core file. */
  CORE(Constants.RLIMIT_CORE),
  /** Processes of the user. */
  PROCESSES(Constants.RLIMIT_NPROC),
  /** Open files. */
  OPEN_FILES(Constants.RLIMIT_NOFILE),
  /** Bytes of locked memory. */
  LOCKED_MEMORY(Constants.RLIMIT_MEMLOCK),
  /** Bytes of address space. */
  ADDRESS_SPACE(Constants.RLIMIT_AS, true);

  /** No limit, up to the hard one. */
  public static final long UNLIMITED = -1;

  private final int number;
  private final boolean exceedable;

  ResourceLimit(int number) {
    this(number, false);
  }

  ResourceLimit(int number, boolean exceedable) {
    this.number = number;
    this.exceedable = exceedable;
  }

  int number() {
    return number;
  }

  /**
   * Whether this process may have used more than a child's limit already: to set it on ourselves,
   * even for a moment, would fail the spawn or bring the signal XCPU.
   */
  boolean isExceedable() {
    return exceedable;
  }

  /**
   * Returns the hard limit of this process, above which no child's can be.
   *
   * @return at least 0, or {@link #UNLIMITED}; compare it unsigned
   * @throws LinuxException if the kernel refuses to tell
   */
  public long hard() throws LinuxException {
    return Limits.hard(this);
  }

  /** As people write it, such as {@code open-files}. */
  @Override
  public String toString() {
    return Ascii.lowerCase(name()).replace('_', '-');
  }
}
