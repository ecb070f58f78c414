package dev.ostler.supervisor;

/**
 * Permission bits. In a file: octal digits, with or without a zero before them.
 *
 * @param bits 0 to 0777
 * @see <a href="https://man7.org/linux/man-pages/man7/inode.7.html">inode(7)</a>
 */
public record Mode(int bits) {
  private static final int ALL = 0777;

  /** Checks the range. */
  public Mode {
    if (bits < 0 || bits > ALL) {
      throw new IllegalArgumentException("expected octal digits from 0 to 0777, such as 0640");
    }
  }

  /**
   * Reads octal digits.
   *
   * @param text such as {@code 0640}
   * @return the bits
   * @throws IllegalArgumentException if it is anything else
   */
  public static Mode parse(String text) {
    int bits = text.isEmpty() || text.length() > 4 ? -1 : 0;
    for (int i = 0; i < text.length() && bits >= 0; i++) {
      int digit = text.charAt(i) - '0';
      bits = digit < 0 || digit > 7 ? -1 : bits * 8 + digit;
    }
    return new Mode(bits);
  }

  /**
   * Returns the octal digits.
   *
   * @return with a zero before them
   */
  @Override
  public String toString() {
    return "0" + Integer.toOctalString(bits);
  }
}
