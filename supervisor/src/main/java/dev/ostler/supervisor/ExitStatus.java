package dev.ostler.supervisor;

import dev.ostler.linux.Signal;

/**
 * How a process ended, as a shell counts it. In a file: a status, or the name of the signal that
 * ended it.
 *
 * @param number 0 to 255; 128 plus its number for a signal
 */
public record ExitStatus(int number) {
  private static final int HIGHEST = 255;
  private static final int SIGNALLED = 128;

  /** Checks the range. */
  public ExitStatus {
    if (number < 0 || number > HIGHEST) {
      throw new IllegalArgumentException("expected a status from 0 to 255 or a signal's name");
    }
  }

  /**
   * Reads a status.
   *
   * @param text such as {@code 3} or {@code TERM}
   * @return the status
   * @throws IllegalArgumentException if it is none
   */
  public static ExitStatus parse(String text) {
    if (!text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9') {
      return new ExitStatus(number(text));
    }
    return new ExitStatus(SIGNALLED + Signal.parse(text).number());
  }

  private static int number(String digits) {
    int number = digits.length() > 3 ? -1 : 0;
    for (int i = 0; i < digits.length() && number >= 0; i++) {
      int digit = digits.charAt(i) - '0';
      number = digit < 0 || digit > 9 ? -1 : number * 10 + digit;
    }
    return number;
  }
}
