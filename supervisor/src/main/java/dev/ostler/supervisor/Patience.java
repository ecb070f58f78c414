package dev.ostler.supervisor;

import java.time.Duration;

/**
 * How long processes wait for a reader that is slower than they are: what it does not take in time
 * is lost rather than holding them up for good.
 */
final class Patience {
  /** What is to be done about those who write. */
  enum Answer {
    NOTHING,
    /** Read no more from them, and be told when {@link #LIMIT} has passed. */
    HOLD,
    /** Read on. */
    RELEASE
  }

  private enum State {
    FLOWING,
    HOLDING,
    LOSING
  }

  static final Duration LIMIT = Duration.ofSeconds(1);
  static final int MUCH = 256 * 1024;
  static final int LITTLE = 64 * 1024;

  private State state = State.FLOWING;

  /** So many bytes wait now. */
  Answer waiting(int bytes) {
    return switch (state) {
      case FLOWING -> bytes > MUCH ? become(State.HOLDING, Answer.HOLD) : Answer.NOTHING;
      case HOLDING -> bytes <= LITTLE ? become(State.FLOWING, Answer.RELEASE) : Answer.NOTHING;
      case LOSING -> bytes == 0 ? become(State.FLOWING, Answer.NOTHING) : Answer.NOTHING;
    };
  }

  /** {@link #LIMIT} has passed since {@link Answer#HOLD}. */
  Answer exhausted() {
    return state == State.HOLDING ? become(State.LOSING, Answer.RELEASE) : Answer.NOTHING;
  }

  boolean isHolding() {
    return state == State.HOLDING;
  }

  private Answer become(State next, Answer answer) {
    state = next;
    return answer;
  }
}
