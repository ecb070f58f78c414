package dev.ostler.supervisor;

import static dev.ostler.supervisor.PostStartMachine.Action.CHECK;
import static dev.ostler.supervisor.PostStartMachine.Action.CLEAR_TIMES;
import static dev.ostler.supervisor.PostStartMachine.Action.END;
import static dev.ostler.supervisor.PostStartMachine.Action.FAIL;
import static dev.ostler.supervisor.PostStartMachine.Action.FAIL_BY_TIME;
import static dev.ostler.supervisor.PostStartMachine.Action.RUN;
import static dev.ostler.supervisor.PostStartMachine.Action.SET_LIMIT;
import static dev.ostler.supervisor.PostStartMachine.Action.SET_PAUSE;
import static dev.ostler.supervisor.PostStartMachine.Happening.FAILED;
import static dev.ostler.supervisor.PostStartMachine.Happening.LIMIT_OVER;
import static dev.ostler.supervisor.PostStartMachine.Happening.MAIN_STARTED;
import static dev.ostler.supervisor.PostStartMachine.Happening.MAIN_STOPPING;
import static dev.ostler.supervisor.PostStartMachine.Happening.NOT_STARTED;
import static dev.ostler.supervisor.PostStartMachine.Happening.PAUSE_OVER;
import static dev.ostler.supervisor.PostStartMachine.Happening.SUCCEEDED;
import static dev.ostler.supervisor.PostStartMachine.Phase.CHECKING;
import static dev.ostler.supervisor.PostStartMachine.Phase.IDLE;
import static dev.ostler.supervisor.PostStartMachine.Phase.PAUSING;
import static dev.ostler.supervisor.PostStartMachine.Phase.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ostler.supervisor.PostStartMachine.Action;
import dev.ostler.supervisor.PostStartMachine.Happening;
import dev.ostler.supervisor.PostStartMachine.Phase;
import dev.ostler.supervisor.PostStartMachine.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PostStartMachineTest {
  @ParameterizedTest
  @MethodSource("table")
  void everythingHasItsAnswerInEveryPhase(
      Phase phase, Happening happening, Phase next, List<Action> actions) {
    assertThat(PostStartMachine.next(phase, happening, true)).isEqualTo(new Step(next, actions));
  }

  static Stream<Arguments> table() {
    List<Action> begin = List.of(END, SET_LIMIT, SET_PAUSE);
    List<Action> end = List.of(CLEAR_TIMES, END);
    List<Action> tooLate = List.of(CLEAR_TIMES, END, FAIL_BY_TIME);
    List<Action> fail = List.of(CLEAR_TIMES, FAIL);
    List<Action> nothing = List.of();
    return Stream.of(
        arguments(IDLE, MAIN_STARTED, PAUSING, begin),
        arguments(IDLE, MAIN_STOPPING, IDLE, end),
        arguments(IDLE, PAUSE_OVER, IDLE, nothing),
        arguments(IDLE, LIMIT_OVER, IDLE, nothing),
        arguments(IDLE, SUCCEEDED, IDLE, nothing),
        arguments(IDLE, FAILED, IDLE, nothing),
        arguments(IDLE, NOT_STARTED, IDLE, nothing),
        arguments(PAUSING, MAIN_STARTED, PAUSING, begin),
        arguments(PAUSING, MAIN_STOPPING, IDLE, end),
        arguments(PAUSING, PAUSE_OVER, CHECKING, List.of(CHECK)),
        arguments(PAUSING, LIMIT_OVER, IDLE, tooLate),
        arguments(PAUSING, SUCCEEDED, PAUSING, nothing),
        arguments(PAUSING, FAILED, PAUSING, nothing),
        arguments(PAUSING, NOT_STARTED, PAUSING, nothing),
        arguments(CHECKING, MAIN_STARTED, PAUSING, begin),
        arguments(CHECKING, MAIN_STOPPING, IDLE, end),
        arguments(CHECKING, PAUSE_OVER, CHECKING, nothing),
        arguments(CHECKING, LIMIT_OVER, IDLE, tooLate),
        arguments(CHECKING, SUCCEEDED, RUNNING, List.of(RUN)),
        arguments(CHECKING, FAILED, PAUSING, List.of(SET_PAUSE)),
        arguments(CHECKING, NOT_STARTED, IDLE, fail),
        arguments(RUNNING, MAIN_STARTED, PAUSING, begin),
        arguments(RUNNING, MAIN_STOPPING, IDLE, end),
        arguments(RUNNING, PAUSE_OVER, RUNNING, nothing),
        arguments(RUNNING, LIMIT_OVER, IDLE, tooLate),
        arguments(RUNNING, SUCCEEDED, IDLE, List.of(CLEAR_TIMES)),
        arguments(RUNNING, FAILED, IDLE, fail),
        arguments(RUNNING, NOT_STARTED, IDLE, fail));
  }

  @Test
  void tableIsComplete() {
    Set<List<Object>> pairs =
        table().map(row -> List.of(row.get()[0], row.get()[1])).collect(Collectors.toSet());

    assertThat(pairs).hasSize(Phase.values().length * Happening.values().length);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void withoutAConditionTheCommandRunsAtOnce(Phase phase) {
    assertThat(PostStartMachine.next(phase, MAIN_STARTED, false))
        .isEqualTo(new Step(RUNNING, List.of(END, SET_LIMIT, RUN)));
  }

  @ParameterizedTest
  @MethodSource("others")
  void theRestIsTheSameWithAndWithoutACondition(Phase phase, Happening happening) {
    assertThat(PostStartMachine.next(phase, happening, false))
        .isEqualTo(PostStartMachine.next(phase, happening, true));
  }

  static Stream<Arguments> others() {
    return table()
        .filter(row -> row.get()[1] != MAIN_STARTED)
        .map(row -> arguments(row.get()[0], row.get()[1]));
  }
}
