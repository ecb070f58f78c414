package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.SshLoginException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is done when the link to a host breaks: wait a little, look what is there, and go on. Not
 * after time has run out, for then enough was waited, nor where only a person can help.
 */
final class Reconnection {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private Reconnection() {}

  /** Something that can be asked again. */
  interface Question<T> {
    T ask() throws IOException, InterruptedException;
  }

  /** Asks until there is an answer, or the time is over. */
  static <T> T ask(Patience patience, Host.Retry retry, Question<T> question)
      throws IOException, InterruptedException {
    long start = patience.nanos();
    Duration pause = shorter(FIRST_PAUSE, retry.interval());
    while (true) {
      try {
        return question.ask();
      } catch (IOException e) {
        Duration left = retry.timeout().minusNanos(patience.nanos() - start);
        if (!left.isPositive() || !(isLostLink(e) || isUnreachable(e))) {
          throw e;
        }
        patience.pause(shorter(pause, left));
        pause = shorter(pause.multipliedBy(2), retry.interval());
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Also where nobody has answered in time, as while a machine starts. */
  private static boolean isUnreachable(IOException failure) {
    return failure instanceof EngineException e
        && e.kind() == EngineException.Kind.UNREACHABLE
        && SshLoginException.behind(e).isEmpty();
  }

  static boolean isLostLink(IOException failure) {
    return failure instanceof EngineException e
        && SshLoginException.behind(e).isEmpty()
        && !hasTimedOut(e)
        && switch (e.kind()) {
          case UNREACHABLE, NO_ANSWER, UNKNOWN -> true;
          case REFUSED, FAILED, NOT_UNDERSTOOD -> false;
        };
  }

  private static boolean hasTimedOut(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a step that got no answer was done all the same. One of which that cannot be seen is
   * not, for it can be repeated.
   */
  static boolean isDone(Step step, List<ContainerView> seen) {
    return switch (step) {
      case Step.Rename(Step.Ref container, String name) ->
          is(seen, container, view -> view.name().equals(name));
      case Step.Pause(Step.Ref container) ->
          is(seen, container, view -> view.state() == ContainerState.PAUSED);
      case Step.Unpause(Step.Ref container) ->
          is(seen, container, view -> view.state() != ContainerState.PAUSED);
      case Step.Remove(Step.Ref container) -> !is(seen, container, _ -> true);
      case Step.Create _,
          Step.EnsureImage _,
          Step.WriteFiles _,
          Step.PutBack _,
          Step.Update _,
          Step.Attach _,
          Step.Stop _,
          Step.Start _,
          Step.Tell _,
          Step.AwaitHealthy _,
          Step.RememberUnproven _,
          Step.RememberUntold _ ->
          false;
    };
  }

  private static boolean is(
      List<ContainerView> seen, Step.Ref container, Predicate<ContainerView> claim) {
    return seen.stream().filter(view -> view.id().equals(container.id())).anyMatch(claim);
  }

  /** The ID of what a creation without an answer has made; empty if it has made nothing. */
  static Optional<String> created(
      Step.Create step, Task task, String fleet, List<ContainerView> seen) {
    return seen.stream()
        .filter(view ->
            view.name().equals(step.name())
                && view.isOf(fleet)
                && view.workload().equals(task.workload())
                && view.generation() == step.generation())
        .map(ContainerView::id)
        .findFirst();
  }
}
