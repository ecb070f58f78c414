package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final Access OURS_ALONE = new Access(1000, OptionalInt.empty());
  private static final Access WITH_GROUP = new Access(1000, OptionalInt.of(50));

  @Test
  void rootAndOurOwnUserMay() {
    assertThat(OURS_ALONE.refusal(0, 0, (_, _) -> false)).isEmpty();
    assertThat(OURS_ALONE.refusal(1000, 77, (_, _) -> false)).isEmpty();
  }

  @Test
  void othersMayNot() {
    assertThat(OURS_ALONE.refusal(65534, 1000, (_, _) -> true))
        .contains(
            "cannot let user 65534 control this: only root and user 1000 may; set `control.group`"
                + " to let a group in");
  }

  @Test
  void membersOfTheGroupMay() {
    assertThat(WITH_GROUP.refusal(7, 50, (_, _) -> false)).isEmpty();
    assertThat(WITH_GROUP.refusal(7, 8, (user, group) -> user == 7 && group == 50)).isEmpty();
  }

  @Test
  void othersMayNotWithAGroupEither() {
    assertThat(WITH_GROUP.refusal(-2, 8, (_, _) -> false))
        .contains(
            "cannot let user 4294967294 control this: only root and user 1000 may, and members of"
                + " group 50");
  }
}
