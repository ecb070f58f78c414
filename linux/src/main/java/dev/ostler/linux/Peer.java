package dev.ostler.linux;

import java.util.Optional;
import java.util.Set;

/**
 * Who is at the other end of a unix socket, as the kernel noted it when the connection was made.
 *
 * @param pid process number, 0 if it is outside this process namespace
 * @param user effective user number
 * @param group effective group number
 * @param supplementaryGroups the numbers of its other groups; empty if the kernel does not tell,
 *     which Linux does since 4.13
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">SO_PEERCRED and SO_PEERGROUPS in
 *     unix(7)</a>
 */
public record Peer(int pid, int user, int group, Optional<Set<Integer>> supplementaryGroups) {
  /** Copies the groups. */
  public Peer {
    supplementaryGroups = supplementaryGroups.map(Set::copyOf);
  }

  /**
   * Somebody whose other groups are not known.
   *
   * @param pid process number
   * @param user effective user number
   * @param group effective group number
   */
  public Peer(int pid, int user, int group) {
    this(pid, user, group, Optional.empty());
  }
}
