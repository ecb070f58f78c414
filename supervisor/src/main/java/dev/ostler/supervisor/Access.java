package dev.ostler.supervisor;

import dev.ostler.linux.Peer;
import java.util.Optional;

/**
 * Who may use the control socket: root, who we are, and whom its permission bits let write. The
 * kernel checks these where the socket's name is visible, this checks who is there.
 *
 * @param ownUser the user number that we run as
 * @param group the number of the socket's group
 * @param mode the socket's permission bits
 */
record Access(int ownUser, int group, int mode) {
  private static final int ROOT = 0;
  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_WRITE = 0002;

  /** Looks up the groups of a user; asked only if the socket's group may and the kernel is mute. */
  interface Membership {
    boolean isMember(int user, int group);
  }

  /** Why a peer may not; empty if it may. */
  Optional<String> refusal(Peer peer, Membership membership) {
    int user = peer.user();
    if (user == ROOT || user == ownUser || isFor(OTHERS_WRITE)) {
      return Optional.empty();
    }
    if (isFor(GROUP_WRITES) && isMember(peer, membership)) {
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

  /** What the process has counts, not what its user could have. */
  private boolean isMember(Peer peer, Membership membership) {
    return peer.group() == group
        || (peer.supplementaryGroups().isPresent()
            ? peer.supplementaryGroups().get().contains(group)
            : membership.isMember(peer.user(), group));
  }

  private boolean isFor(int whom) {
    return (mode & whom) != 0;
  }

  private String members() {
    return isFor(GROUP_WRITES)
        ? ", and members of group " + Integer.toUnsignedString(group)
        : "; set `control.group` to let a group in";
  }
}
