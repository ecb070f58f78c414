package dev.ostler.linux;

import org.jspecify.annotations.Nullable;

/**
 * A signal, 1 to 64. Named as kill(1) names it, without the prefix SIG.
 *
 * @param number 1 to 64
 * @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a>
 */
public record Signal(int number) {
  private static final int FIRST_REAL_TIME = 34; // 32 and 33 are the C library's own
  private static final int LAST = 64;
  private static final String[] NAMES = {
    "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU",
    "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
  };

  /** Hang-up; by convention: read the configuration again. */
  public static final Signal HUP = new Signal(1);

  /** Interrupt from the keyboard. */
  public static final Signal INT = new Signal(2);

  /** Quit from the keyboard; the stop signal of nginx and others. */
  public static final Signal QUIT = new Signal(3);

  /** End at once; cannot be caught. */
  public static final Signal KILL = new Signal(9);

  /** For the application's own use. */
  public static final Signal USR1 = new Signal(10);

  /** For the application's own use. */
  public static final Signal USR2 = new Signal(12);

  /** End, please. */
  public static final Signal TERM = new Signal(15);

  /** A child has ended or stopped. */
  public static final Signal CHLD = new Signal(17);

  /** Go on if stopped. */
  public static final Signal CONT = new Signal(18);

  /** Stop; cannot be caught. */
  public static final Signal STOP = new Signal(19);

  /** Stop from the keyboard. */
  public static final Signal TSTP = new Signal(20);

  /** A background process reads from the terminal. */
  public static final Signal TTIN = new Signal(21);

  /** A background process writes to the terminal. */
  public static final Signal TTOU = new Signal(22);

  /** The window of the terminal has a new size. */
  public static final Signal WINCH = new Signal(28);

  /** Checks the range. */
  public Signal {
    if (number < 1 || number > LAST) {
      throw new IllegalArgumentException("signal must be 1 to 64, got " + number);
    }
  }

  /**
   * Reads a signal from its name or number.
   *
   * @param text such as {@code TERM}, {@code SIGTERM}, {@code term}, {@code 15}, {@code RTMIN+3} or
   *     {@code RTMAX-1}
   * @return the signal
   * @throws IllegalArgumentException if there is no such signal
   */
  public static Signal parse(String text) {
    String name = Ascii.upperCase(text);
    if (name.startsWith("SIG")) {
      name = name.substring(3);
    }
    for (int number = 1; number < NAMES.length; number++) {
      if (NAMES[number].equals(name)) {
        return new Signal(number);
      }
    }
    int number = name.startsWith("RT") ? parseRealTime(name) : parseNumber(name);
    if (number < 1 || number > LAST) {
      throw new IllegalArgumentException(
          "no such signal '" + text + "': give a name such as TERM or a number from 1 to 64");
    }
    return new Signal(number);
  }

  private static int parseRealTime(String name) {
    if (name.equals("RTMIN")) {
      return FIRST_REAL_TIME;
    }
    if (name.equals("RTMAX")) {
      return LAST;
    }
    if (name.startsWith("RTMIN+")) {
      int offset = parseNumber(name.substring(6));
      return offset < 0 ? -1 : FIRST_REAL_TIME + offset;
    }
    if (name.startsWith("RTMAX-")) {
      int offset = parseNumber(name.substring(6));
      int number = LAST - offset;
      return offset < 0 || number < FIRST_REAL_TIME ? -1 : number;
    }
    return -1;
  }

  private static int parseNumber(String digits) {
    if (digits.isEmpty() || digits.length() > 2) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char digit = digits.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + digit - '0';
    }
    return number;
  }

  /**
   * Returns the name.
   *
   * @return such as {@code TERM}, {@code RTMIN+3}, or the bare number where there is no name
   */
  public String name() {
    if (number < NAMES.length) {
      return NAMES[number];
    }
    if (number < FIRST_REAL_TIME) {
      return Integer.toString(number);
    }
    return number == FIRST_REAL_TIME ? "RTMIN" : "RTMIN+" + (number - FIRST_REAL_TIME);
  }

  /**
   * Says whether a process can receive this signal from outside and pass it on. Not so for KILL and
   * STOP, which nobody can catch, for the faults ILL, BUS, FPE and SEGV, which the Java virtual
   * machine handles, for STKFLT, which it is told to use in place of USR2, for CHLD, which tells
   * about children, and for 32 and 33, which are the C library's. TRAP can be passed on, but ends a
   * Java virtual machine that it meets at work on a fault of its own, which is rare once it runs.
   *
   * @return whether {@code ostler run} forwards it
   */
  public boolean isForwardable() {
    return switch (number) {
      case 4, 7, 8, 9, 11, 16, 17, 19, 32, 33 -> false;
      default -> true;
    };
  }

  // A record's own equals is made by a bootstrap method that takes ten milliseconds when it is
  // first
  // called, and that is when the first signal arrives.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Signal signal && signal.number == number;
  }

  @Override
  public int hashCode() {
    return number;
  }

  @Override
  public String toString() {
    return name();
  }
}
