package dev.ostler.fleet;

import java.util.Objects;

/**
 * A file inside a container that Ostler keeps as it should be.
 *
 * @param path absolute path in the container
 * @param content what is in it
 * @param mode permissions, 0 to 07777
 * @param owner whom it belongs to
 * @param onChange what makes a running container take notice
 */
public record ManagedFile(
    String path, FileContent content, int mode, Owner owner, OnChange onChange)
    implements Comparable<ManagedFile> {

  private static final int ALL_BITS = 07777;

  /** Checks the path and the mode. */
  public ManagedFile {
    checkPath(path);
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(onChange, "onChange");
    if (mode < 0 || mode > ALL_BITS) {
      throw new IllegalArgumentException(
          "mode of a file must be 0 to 07777, got " + Integer.toOctalString(mode));
    }
  }

  /**
   * A file with mode 0644 that belongs to root and restarts the container when it changes.
   *
   * @param path absolute path in the container
   * @param content what is in it
   * @return the file
   */
  public static ManagedFile of(String path, FileContent content) {
    return new ManagedFile(path, content, 0644, Owner.ROOT, new OnChange.Restart());
  }

  private static void checkPath(String path) {
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException(
          "path of a file must be absolute and must not end in '/', got '" + path + "'");
    }
    for (String part : path.substring(1).split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new IllegalArgumentException(
            "path of a file must not contain '//', '.' or '..', got '" + path + "'");
      }
    }
  }

  /** The folder that it is in; {@code /} for one at the top. */
  String folder() {
    int slash = path.lastIndexOf('/');
    return slash == 0 ? "/" : path.substring(0, slash);
  }

  @Override
  public int compareTo(ManagedFile other) {
    return path.compareTo(other.path);
  }

  /**
   * Whom a file belongs to.
   *
   * @param user number, or name as the container's own {@code /etc/passwd} has it
   * @param group number, or name as the container's own {@code /etc/group} has it
   */
  public record Owner(String user, String group) {
    /** The administrator. */
    public static final Owner ROOT = new Owner("0", "0");

    /** Checks that both are there. */
    public Owner {
      if (user.isBlank() || group.isBlank()) {
        throw new IllegalArgumentException(
            "owner of a file must be USER:GROUP, got '" + user + ":" + group + "'");
      }
    }

    /**
     * Reads {@code USER[:GROUP]}; a user alone has a group of the same name or number.
     *
     * @param text the owner
     * @return it
     */
    public static Owner parse(String text) {
      int colon = text.indexOf(':');
      return colon < 0
          ? new Owner(text, text)
          : new Owner(text.substring(0, colon), text.substring(colon + 1));
    }

    /** Whether both are numbers, which need no look into the container. */
    boolean isNumeric() {
      return isNumber(user) && isNumber(group);
    }

    static boolean isNumber(String text) {
      return text.matches("[0-9]{1,9}");
    }

    /** {@code USER:GROUP}. */
    @Override
    public String toString() {
      return user + ":" + group;
    }
  }
}
