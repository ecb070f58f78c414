package dev.ostler.linux;

/**
 * A descriptor of ours, closed once by what opened it. Its number is not given out afterwards: by
 * then it may be a stranger's.
 */
public final class Descriptor {
  private final int number;
  private final boolean ours;
  private boolean open = true;

  Descriptor(int number) {
    this(number, true);
  }

  private Descriptor(int number, boolean ours) {
    this.number = number;
    this.ours = ours;
  }

  /** One that stays open for others when it is closed here. */
  static Descriptor shared(int number) {
    return new Descriptor(number, false);
  }

  /**
   * Returns the number.
   *
   * @return not negative
   * @throws IllegalStateException if it has been closed
   */
  public int number() {
    if (!open) {
      throw new IllegalStateException("cannot use descriptor " + number + ": it has been closed");
    }
    return number;
  }

  boolean isOpen() {
    return open;
  }

  /** Says whether it was open until now. */
  boolean close() {
    boolean wasOpen = open;
    if (wasOpen) {
      open = false;
      if (ours) {
        Libc.close(number);
      }
    }
    return wasOpen;
  }
}
