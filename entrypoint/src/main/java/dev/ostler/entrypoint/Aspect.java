package dev.ostler.entrypoint;

import java.util.Locale;

/** In what a modified file differs from what it was. */
public enum Aspect {
  /** The bytes of a regular file. */
  CONTENT,
  /** The permission bits. */
  MODE,
  /** The owner or the group. */
  OWNER,
  /** The extended attributes. */
  XATTRS,
  /** It is another type of file: a directory became a regular file, for example. */
  TYPE,
  /** Where a symbolic link leads. */
  LINK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
