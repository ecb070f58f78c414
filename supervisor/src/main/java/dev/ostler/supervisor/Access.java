package dev.ostler.supervisor;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who may use the control socket: root, who we are, and, if a group was given, its members. Its
 * permission bits say the same; the kernel checks them where the socket's name is visible, this
 * checks who is there.
 *
 * @param ownUser the user number that we run as
 * @param group the group number whose members may, too
 */
record Access(int ownUser, OptionalInt group) {
  private static final int ROOT = 0;

  /** Looks up the groups of a user; asked only if a group was given. */
  interface Membership {
    boolean isMember(int user, int group);
  }

  /** Why a peer may not; empty if it may. */
  Optional<String> refusal(int user, int peerGroup, Membership membership) {
    if (user == ROOT || user == ownUser) {
      return Optional.empty();
    }
    if (group.isPresent()
        && (peerGroup == group.getAsInt() || membership.isMember(user, group.getAsInt()))) {
      return Optional.empty();
    }
    return Optional.of(
        "cannot let user "
            + Integer.toUnsignedString(user)
            + " control this: only root and user "
            + Integer.toUnsignedString(ownUser)
            + " may"
            + members());
  }

  private String members() {
    return group.isPresent()
        ? ", and members of group " + Integer.toUnsignedString(group.getAsInt())
        : "; set `control.group` to let a group in";
  }
}
