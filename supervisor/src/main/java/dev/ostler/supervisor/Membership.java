package dev.ostler.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;

/** Tells to which of our processes another one belongs, by what the kernel says of it. */
final class Membership {
  /**
   * A process as the kernel shows it.
   *
   * @param parent number of its parent
   * @param group its process group
   * @param session its session
   */
  record Member(int parent, int group, int session) {
    /**
     * Reads a line of /proc/PID/stat.
     *
     * @see <a
     *     href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
     */
    static Optional<Member> parse(String stat) {
      // The name comes in parentheses and may itself contain anything, parentheses too.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 5);
      if (fields.length < 5) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Member(
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3])));
      } catch (NumberFormatException notANumber) {
        return Optional.empty();
      }
    }
  }

  /** More generations than any process has that was not made to loop. */
  private static final int MOST_GENERATIONS = 64;

  private Membership() {}

  /** What is known of one process. */
  enum Answer {
    /** It is the leader, in its session or group, or a descendant. */
    MEMBER,
    /** It is somebody else. */
    STRANGER,
    /** It is not there any more. */
    GONE
  }

  /** Pure but for what it is given to look processes up with. */
  static Answer belongs(int pid, int leader, IntFunction<Optional<Member>> lookUp) {
    if (pid == leader) {
      return Answer.MEMBER;
    }
    Optional<Member> member = lookUp.apply(pid);
    if (member.isEmpty()) {
      return Answer.GONE;
    }
    for (int i = 0; i < MOST_GENERATIONS && member.isPresent(); i++) {
      Member one = member.get();
      if (one.session() == leader || one.group() == leader || one.parent() == leader) {
        return Answer.MEMBER;
      }
      member = one.parent() > 1 ? lookUp.apply(one.parent()) : Optional.empty();
    }
    return Answer.STRANGER;
  }

  /** Whether a process began with a variable; false if that may not be known. */
  static boolean wasGiven(int pid, String variable) {
    try {
      Path file = Path.of("/proc", Integer.toString(pid), "environ");
      String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return ("\0" + all + "\0").contains("\0" + variable + "\0");
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Looks a process up. */
  static Optional<Member> read(int pid) {
    try {
      Path file = Path.of("/proc", Integer.toString(pid), "stat");
      return Member.parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
