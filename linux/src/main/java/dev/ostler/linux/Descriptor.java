package dev.ostler.linux;

/**
 * A descriptor of ours, closed once. Its number is not given out afterwards: by then it may be a
 * stranger's.
 */
final class Descriptor {
  private final int number;
  private boolean open = true;

  Descriptor(int number) {
    this.number = number;
  }

  int number() {
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
      Libc.close(number);
    }
    return wasOpen;
  }
}
