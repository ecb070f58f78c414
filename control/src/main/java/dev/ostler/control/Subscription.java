package dev.ostler.control;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What comes in for a request that goes on. To be read by one thread; any other may close it, which
 * ends the reading.
 *
 * <p>Read it without delay: a supervisor waits for nobody, drops the oldest of what is not read,
 * and then ends the subscription.
 *
 * @param <T> what comes in
 */
public final class Subscription<T extends Answer> implements Iterable<T>, AutoCloseable {
  private final Answers answers;
  private final Class<T> type;
  private final Queue<T> history = new ArrayDeque<>();

  private Subscription(Answers answers, Class<T> type) {
    this.answers = answers;
    this.type = type;
  }

  /** Takes what has happened before, until the supervisor says that it reports from now on. */
  static <T extends Answer> Subscription<T> open(Answers answers, Class<T> type, Deadline deadline)
      throws ControlException {
    Subscription<T> subscription = new Subscription<>(answers, type);
    Answer answer = answers.next(deadline);
    while (!(answer instanceof Following) && !answer.isLast()) {
      subscription.history.add(type.cast(answer));
      answer = answers.next(deadline);
    }
    return subscription;
  }

  /**
   * Returns what comes in, waiting for it. {@link Iterator#hasNext} is false once the subscription
   * is closed here, and throws an {@link UncheckedIOException} caused by a {@link ControlException}
   * if the supervisor ends it ({@link ErrorCode#TOO_SLOW}) or goes away ({@link
   * ErrorCode#NO_ANSWER}).
   *
   * @return continues where an earlier one has stopped
   */
  @Override
  public Iterator<T> iterator() {
    return new Taking();
  }

  private final class Taking implements Iterator<T> {
    private @Nullable T next;

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = history.poll();
      }
      if (next == null && answers.isOpen()) {
        next = receive();
      }
      return next != null;
    }

    private @Nullable T receive() {
      try {
        Answer answer = answers.next(Deadline.never());
        if (type.isInstance(answer)) {
          return type.cast(answer);
        }
        answers.close(); // the supervisor has no more to tell
        return null;
      } catch (ControlException e) {
        if (!answers.isOpen()) {
          return null; // closed by us
        }
        answers.close();
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the subscription is closed");
      }
      T taken = Objects.requireNonNull(next);
      next = null;
      return taken;
    }
  }

  /** Ends it; no more comes in. A second call does nothing. */
  @Override
  public void close() {
    answers.close();
  }
}
