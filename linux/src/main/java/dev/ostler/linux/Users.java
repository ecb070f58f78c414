package dev.ostler.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The users and groups of this system, read from {@code /etc/passwd} and {@code /etc/group} as
 * containers have them; no directory service is asked.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/passwd.5.html">passwd(5)</a>
 */
public final class Users {
  private final Path passwd;
  private final Path group;

  /** The users of this system. */
  public Users() {
    this(Path.of("/etc/passwd"), Path.of("/etc/group"));
  }

  Users(Path passwd, Path group) {
    this.passwd = passwd;
    this.group = group;
  }

  /**
   * Finds the credentials of a user.
   *
   * @param specification {@code USER}, {@code USER:GROUP}, {@code UID} or {@code UID:GID}; without
   *     a group, the user's own group and all supplementary groups; a number needs no entry, and
   *     its group is then the same number
   * @return the credentials
   * @throws IOException if there is no such user or group
   */
  public Credentials find(String specification) throws IOException {
    int colon = specification.indexOf(':');
    String user = colon < 0 ? specification : specification.substring(0, colon);
    Optional<String[]> entry = entry(passwd, user, 4);
    if (entry.isEmpty() && !isNumber(user)) {
      throw new IOException(
          "cannot run as user '" + user + "': there is no such user in " + passwd);
    }
    int uid = entry.isPresent() ? number(entry.get()[2]) : number(user);
    if (colon >= 0) {
      return new Credentials(uid, findGroup(specification.substring(colon + 1)), List.of());
    }
    if (entry.isEmpty()) {
      return new Credentials(uid, uid, List.of(uid)); // Nobody can be a member without a name.
    }
    if (!isNumber(entry.get()[3])) {
      throw new IOException(
          "cannot run as user '" + user + "': its entry in " + passwd + " names no group number");
    }
    int gid = number(entry.get()[3]);
    return new Credentials(uid, gid, groupsOf(entry.get()[0], gid));
  }

  /**
   * Finds a group.
   *
   * @param name its name, or its number
   * @return its number
   * @throws IOException if there is none of that name, or groups cannot be looked up
   */
  public int findGroup(String name) throws IOException {
    Optional<String[]> entry = entry(group, name, 3);
    if (entry.isEmpty() && !isNumber(name)) {
      throw new IOException(
          "cannot run as group '" + name + "': there is no such group in " + group);
    }
    return entry.isPresent() ? number(entry.get()[2]) : number(name);
  }

  private List<Integer> groupsOf(String user, int primary) throws IOException {
    List<Integer> groups = new ArrayList<>(List.of(primary));
    for (String[] fields : entries(group, 4)) {
      int number = number(fields[2]);
      if (Arrays.asList(fields[3].split(",", -1)).contains(user) && !groups.contains(number)) {
        groups.add(number);
      }
    }
    return groups;
  }

  private static Optional<String[]> entry(Path file, String nameOrNumber, int fields)
      throws IOException {
    for (String[] entry : entries(file, fields)) {
      if (entry[0].equals(nameOrNumber)) {
        return Optional.of(entry);
      }
    }
    for (String[] entry : entries(file, fields)) {
      if (entry[2].equals(nameOrNumber)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** The entries with at least so many fields and a number where one belongs. */
  private static List<String[]> entries(Path file, int fields) throws IOException {
    List<String[]> entries = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        String[] entry = line.split(":", -1);
        if (entry.length >= fields && isNumber(entry[2])) {
          entries.add(entry);
        }
      }
    } catch (NoSuchFileException none) {
      // A minimal image has no such file: numbers still work.
    }
    return entries;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 10
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && Long.parseLong(text) < 0xFFFFFFFFL;
  }

  private static int number(String text) {
    return Integer.parseUnsignedInt(text);
  }
}
