package dev.ostler.entrypoint;

import java.util.Locale;

/** What happened to a file in an update. */
public enum ChangeKind {
  /** It was there and is no longer. */
  DELETED(1),
  /** It was there and is different now. */
  MODIFIED(2),
  /** It was not there before. */
  CREATED(3);

  private final int number;

  ChangeKind(int number) {
    this.number = number;
  }

  /**
   * Returns the number that stands for this kind where only numbers can be passed.
   *
   * @return 1 for deleted, 2 for modified, 3 for created
   */
  public int number() {
    return number;
  }

  /**
   * Returns the text form of a number.
   *
   * @param number any number
   * @return deleted, modified or created; invalid for a number that stands for no kind
   */
  public static String text(int number) {
    for (ChangeKind kind : values()) {
      if (kind.number == number) {
        return kind.toString();
      }
    }
    return "invalid";
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
