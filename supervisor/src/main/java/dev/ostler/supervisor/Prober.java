package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.supervisor.ProbeMachine.Action;
import dev.ostler.supervisor.ProbeMachine.Happening;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a question again and again, as {@link ProbeMachine} decides. */
final class Prober implements HealthProbe, Question.Asker {
  private final Router router;
  private final Probing probing;
  private final Question question;
  private final Listener listener;
  private final Deque<Happening> happenings = new ArrayDeque<>();
  private ProbeMachine.State state;
  private boolean taking;
  private Duration asked = Duration.ZERO;
  private @Nullable Alarm alarm;
  private Optional<String> trouble = Optional.empty();

  Prober(Router router, Probing probing, Question question, Listener listener) {
    this.router = router;
    this.probing = probing;
    this.question = question;
    this.listener = listener;
    this.state = ProbeMachine.State.initial(probing);
  }

  @Override
  public void start() {
    asked = router.time();
    trouble = Optional.empty();
    take(new Happening.Started());
  }

  @Override
  public void stop() {
    take(new Happening.Stopped());
  }

  @Override
  public void pause() {
    take(new Happening.Paused());
  }

  @Override
  public void resume() {
    asked = router.time();
    take(new Happening.Resumed());
  }

  @Override
  public Optional<String> trouble() {
    return trouble;
  }

  @Override
  public void close() {
    stop();
    question.close();
  }

  @Override
  public void succeeded() {
    answered(Outcome.SUCCESS);
    trouble = Optional.empty();
    take(new Happening.Succeeded());
  }

  @Override
  public void failed(String reason) {
    answered(Outcome.FAILURE);
    trouble = Optional.of(reason);
    take(new Happening.Failed(reason));
  }

  private void timedOut() {
    String reason = question.missing() + " within " + Times.inWords(probing.timeout());
    answered(Outcome.TIMEOUT);
    trouble = Optional.of(reason);
    take(new Happening.TimedOut(reason));
  }

  private void answered(Outcome outcome) {
    listener.answered(outcome, router.time().minus(asked));
  }

  /** One after the other: an action can make the next thing happen at once. */
  private void take(Happening happening) {
    happenings.add(happening);
    if (taking) {
      return;
    }
    taking = true;
    try {
      for (Happening next = happenings.poll(); next != null; next = happenings.poll()) {
        ProbeMachine.Step step = ProbeMachine.next(probing, state, next);
        state = step.state();
        // One that fails must not keep the next from being done: that may be the next question.
        for (Action action : step.actions()) {
          router.net().holds("a probe", () -> perform(action));
        }
      }
    } finally {
      taking = false;
    }
  }

  private void perform(Action action) {
    switch (action) {
      case Action.Ask _ -> ask();
      case Action.Forget _ -> forget();
      case Action.Wait pause -> awaitNext(pause.interval());
      case Action.ReportHealthy _ -> listener.healthy();
      case Action.ReportUnhealthy report -> listener.unhealthy(report.reason());
    }
  }

  private void ask() {
    asked = router.time();
    alarm = router.later(probing.timeout(), this::timedOut);
    question.ask(this);
  }

  private void forget() {
    router.cancel(alarm);
    question.giveUp();
  }

  private void awaitNext(Duration interval) {
    router.cancel(alarm);
    Duration rest = asked.plus(interval).minus(router.time());
    alarm = router.later(rest.isNegative() ? Duration.ZERO : rest, () -> take(new Happening.Due()));
  }
}
