package dev.ostler.linux;

/**
 * The terminal on standard input, if there is one and this process is in its foreground.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/tcsetpgrp.3.html">tcsetpgrp(3)</a>
 */
public final class Terminal {
  private static final int STANDARD_INPUT = 0;

  private Terminal() {}

  /**
   * Says whether a person sits at standard input and this process is in the foreground there.
   *
   * @return whether children should be put into the foreground
   */
  public static boolean isOurs() {
    return belongsTo(Libc.getpgrp());
  }

  /**
   * Says whether a group of processes is in the foreground at standard input.
   *
   * @param group its number
   * @return whether it is, and there is a terminal
   */
  public static boolean belongsTo(int group) {
    return Libc.isatty(STANDARD_INPUT) == 1 && Libc.tcgetpgrp(STANDARD_INPUT) == group;
  }

  /**
   * Says whether a shell above this process can resume it after a stop; not so for a session leader
   * such as the first process of a container.
   *
   * @return whether stopping ourselves makes sense
   */
  public static boolean hasShell() {
    return Libc.getsid() != Libc.getpid();
  }

  /**
   * Puts a child's group into the foreground.
   *
   * @param pid the number of a child spawned with {@link ChildCommand.Grouping#FOREGROUND}
   */
  public static void giveTo(int pid) {
    Libc.tcsetpgrp(STANDARD_INPUT, pid);
  }

  /** Puts this process's own group into the foreground. */
  public static void takeBack() {
    Libc.tcsetpgrp(STANDARD_INPUT, Libc.getpgrp());
  }

  /** Stops this process, as Ctrl-Z would; returns when it is resumed. */
  public static void stopOurselves() {
    // To this very thread: sent to the process, another might take it while this one goes on.
    Libc.raise(Signal.STOP.number());
  }
}
