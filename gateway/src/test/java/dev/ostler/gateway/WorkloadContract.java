package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What holds for workloads of every platform. */
abstract class WorkloadContract {
  /** A platform with one workload, which rests when a test begins. */
  interface Platform {
    /** Opens the workload; the caller closes it. */
    Workload open();

    /** Opens one that the platform does not know. */
    Workload openMissing();

    /** Somebody else has it run. */
    void startByOther();

    /** Somebody else has it rest. */
    void stopByOther();

    /** From now on it cannot start. */
    void spoil();

    /** Nobody can ask the platform any more. */
    void hide();

    /** It can be asked again. */
    void show();
  }

  abstract Platform platform();

  private static void awaitThat(Workload workload, Class<? extends Observation> how) {
    Eventually.await(
        how.getSimpleName(), workload::observe, how::isInstance, () -> " of " + workload.name());
  }

  static void awaitTold(List<Observation> told, Class<? extends Observation> how) {
    Eventually.await(
        how.getSimpleName(),
        () -> List.copyOf(told),
        all -> !all.isEmpty() && how.isInstance(all.getLast()),
        () -> "");
  }

  @Test
  void itRunsWhenItIsWokenAndRestsWhenItIsRestedAndAskingAgainDoesNothing() throws Exception {
    try (Workload workload = platform().open();
        AutoCloseable _ = workload.follow(_ -> {})) {
      assertThat(workload.observe()).isEqualTo(new Observation.Resting());
      workload.wake();
      workload.wake();
      awaitThat(workload, Observation.Running.class);
      workload.wake();
      assertThat(workload.observe()).isInstanceOf(Observation.Running.class);
      workload.rest();
      workload.rest();
      awaitThat(workload, Observation.Resting.class);
    }
  }

  @Test
  void whoFollowsIsToldHowItIsNowAndOfEveryChange() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = platform().open();
        AutoCloseable _ = workload.follow(told::add)) {
      Eventually.await("it rests", () -> told.equals(List.of(new Observation.Resting())));
      workload.wake();
      awaitTold(told, Observation.Running.class);
      workload.rest();
      awaitTold(told, Observation.Resting.class);
    }

    assertThat(told).noneMatch(Observation.Failed.class::isInstance);
  }

  @Test
  void whoFollowsIsToldWhatSomebodyElseDoes() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = platform().open();
        AutoCloseable _ = workload.follow(told::add)) {
      awaitTold(told, Observation.Resting.class);
      platform().startByOther();
      awaitTold(told, Observation.Running.class);
      platform().stopByOther();
      awaitTold(told, Observation.Resting.class);
    }
  }

  @Test
  void whoHasEndedFollowingIsToldNothingMore() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = platform().open();
        AutoCloseable _ = workload.follow(_ -> {})) {
      AutoCloseable following = workload.follow(told::add);
      awaitTold(told, Observation.Resting.class);
      following.close();
      workload.wake();
      awaitThat(workload, Observation.Running.class);
    }

    assertThat(told).containsExactly(new Observation.Resting());
  }

  @Test
  void failureToStartIsToldWithItsReason() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    platform().spoil();
    try (Workload workload = platform().open();
        AutoCloseable _ = workload.follow(told::add)) {
      workload.wake();
      awaitTold(told, Observation.Failed.class);
    }

    assertThat(((Observation.Failed) told.getLast()).reason()).isNotBlank();
  }

  @Test
  void failureIsToldAgainWhenItIsWokenAgain() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    platform().spoil();
    try (Workload workload = platform().open();
        Workload.Following following = workload.follow(told::add)) {
      workload.wake();
      awaitTold(told, Observation.Failed.class);
      String reason = ((Observation.Failed) told.getLast()).reason();
      told.clear();
      workload.wake();
      following.lookAgain();
      awaitTold(told, Observation.Failed.class);

      assertThat(((Observation.Failed) told.getLast()).reason()).isEqualTo(reason);
    }
  }

  @Test
  void thatItRunsIsToldAgainWhenItIsWokenAgain() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = platform().open();
        Workload.Following following = workload.follow(told::add)) {
      workload.wake();
      awaitTold(told, Observation.Running.class);
      told.clear();
      workload.wake();
      following.lookAgain();
      awaitTold(told, Observation.Running.class);
    }
  }

  @Test
  void whatCannotBeAskedIsUnknownAndNotGone() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = platform().open();
        AutoCloseable _ = workload.follow(told::add)) {
      workload.wake();
      awaitTold(told, Observation.Running.class);
      platform().hide();

      assertThat(workload.observe()).isInstanceOf(Observation.Unknown.class);
      assertThatThrownBy(workload::rest).isInstanceOf(WorkloadException.class);
      platform().show();
      awaitTold(told, Observation.Running.class);
    }

    assertThat(told).doesNotContain(new Observation.Resigning());
    assertThat(told.indexOf(new Observation.Resting()))
        .isEqualTo(told.lastIndexOf(new Observation.Resting()));
  }

  @Test
  void whatIsNotThereRestsAndCannotBeWoken() throws Exception {
    try (Workload workload = platform().openMissing()) {
      assertThat(workload.observe()).isEqualTo(new Observation.Resting());
      assertThatThrownBy(workload::wake)
          .isInstanceOf(WorkloadException.class)
          .hasMessageStartingWith("there is no ");
    }
  }
}
