package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Peer;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final Access OURS_ALONE = new Access(1000, 1000, 0600);
  private static final Access WITH_GROUP = new Access(1000, 50, 0660);

  @Test
  void rootAndOurOwnUserMay() {
    assertThat(OURS_ALONE.refusal(peer(0, 0), (_, _) -> false)).isEmpty();
    assertThat(OURS_ALONE.refusal(peer(1000, 77), (_, _) -> false)).isEmpty();
  }

  @Test
  void othersMayNot() {
    assertThat(OURS_ALONE.refusal(peer(65534, 1000), (_, _) -> true))
        .contains(
            "cannot let user 65534 control this: only root and user 1000 may; set `control.group`"
                + " to let a group in");
  }

  @Test
  void membersOfTheGroupMay() {
    assertThat(WITH_GROUP.refusal(peer(7, 50), (_, _) -> false)).isEmpty();
    assertThat(WITH_GROUP.refusal(peer(7, 8), (user, group) -> user == 7 && group == 50)).isEmpty();
  }

  @Test
  void groupsThatTheKernelTellsCountAndNotThoseOfTheUser() {
    Peer member = new Peer(1, 7, 8, Optional.of(Set.of(9, 50)));
    Peer dropped = new Peer(1, 7, 8, Optional.of(Set.of(9)));

    assertThat(WITH_GROUP.refusal(member, (_, _) -> false)).isEmpty();
    assertThat(WITH_GROUP.refusal(dropped, (_, _) -> true)).isPresent();
  }

  @Test
  void othersMayNotWithAGroupEither() {
    assertThat(WITH_GROUP.refusal(peer(-2, 8), (_, _) -> false))
        .contains(
            "cannot let user 4294967294 control this: only root and user 1000 may, and members of"
                + " group 50");
  }

  @Test
  void everybodyMayWhereOthersMayWrite() {
    assertThat(new Access(1000, 50, 0666).refusal(peer(7, 8), (_, _) -> false)).isEmpty();
  }

  @Test
  void groupThatMayOnlyReadMayNot() {
    assertThat(new Access(1000, 50, 0640).refusal(peer(7, 50), (_, _) -> true))
        .contains(
            "cannot let user 7 control this: only root and user 1000 may; set `control.group` to"
                + " let a group in");
  }

  private static Peer peer(int user, int group) {
    return new Peer(1, user, group);
  }
}
