package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.supervisor.Membership.Answer;
import dev.ostler.supervisor.Membership.Member;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {
  private static final int LEADER = 100;
  private static final Map<Integer, Member> PROCESSES =
      Map.of(
          101, new Member(1, 101, LEADER),
          102, new Member(1, LEADER, 1),
          103, new Member(LEADER, 103, 103),
          104, new Member(103, 104, 104),
          200, new Member(1, 200, 200),
          300, new Member(300, 300, 300));

  @ParameterizedTest
  @CsvSource({
    "100, MEMBER",
    "101, MEMBER",
    "102, MEMBER",
    "103, MEMBER",
    "104, MEMBER",
    "200, STRANGER",
    "300, STRANGER",
    "400, GONE"
  })
  void sessionGroupAndAncestorsDecide(int pid, Answer answer) {
    assertThat(Membership.belongs(pid, LEADER, one -> Optional.ofNullable(PROCESSES.get(one))))
        .isEqualTo(answer);
  }

  @Test
  void nameOfAProcessMayLookLikeAnything() {
    assertThat(Member.parse("7 (a) R 1 2 (x) S 3 4 5 0 -1 4194304")).contains(new Member(3, 4, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "7 (a)", "7 (a) R 1 2", "7 (a) R x y z 0"})
  void lineThatIsNoneTellsNothing(String line) {
    assertThat(Member.parse(line)).isEmpty();
  }
}
