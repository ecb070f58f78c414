package dev.ostler.gateway;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Something that can run or rest: a deployment of a cluster, containers of an engine, processes of
 * {@code ostler run}. Safe for use by several threads; calls may block for as long as the platform
 * takes to answer, never longer than the platform's deadline.
 */
interface Workload extends AutoCloseable {
  /** What to call it in messages. */
  String name();

  /**
   * Asks the platform to have it run. Asking again does nothing.
   *
   * @throws WorkloadException if the platform refuses or cannot be asked; whether it was done is
   *     then what {@link #observe} says
   */
  void wake() throws WorkloadException;

  /**
   * Asks the platform to have it rest. Asking again does nothing.
   *
   * @throws WorkloadException as {@link #wake} does
   */
  void rest() throws WorkloadException;

  /**
   * Asks the platform to have it rest, unless that is taken back in time. A platform that does it
   * in one step heeds that only before it is asked; what somebody else has begun there goes on.
   *
   * @throws StaysAwakeException if it is taken back, by whomever, or if others who look after it
   *     say that it is used
   * @throws WorkloadException as {@link #wake} does
   */
  default void rest(RestOrder order) throws WorkloadException {
    if (order.isTakenBack() && order.cause() != RestOrder.Cause.BEGUN) {
      throw new StaysAwakeException(name() + " stays awake", "somebody has come");
    }
    rest();
  }

  /** Telling how a workload is. */
  interface Following extends AutoCloseable {
    /**
     * Looks after it was asked to run again: if it has failed still, or runs, that is told once
     * more, though nothing has changed. What was seen before it was asked does not count.
     */
    default void lookAgain() {}

    /** Ends it. */
    @Override
    void close();
  }

  /** How it is now; {@link Observation.Unknown} rather than an exception if nobody can say. */
  Observation observe();

  /**
   * Tells how it is from now on, beginning with how it is now, whenever that may have changed; on
   * any thread, one after the other.
   *
   * @return the caller closes it
   */
  Following follow(Consumer<Observation> told);

  /**
   * Keeps with it what a person wishes of it, or that it is used, so that all who look after it
   * know. Not every platform has a place for that.
   *
   * @throws WorkloadException if the platform refuses or cannot be asked
   */
  default void keep(Wish wish) throws WorkloadException {}

  /**
   * Whether its platform keeps what people wish of it. Then that alone counts: whoever took a wish
   * back there while nobody followed it has done so.
   */
  default boolean keepsWishes() {
    return false;
  }

  /**
   * Tells, while it is followed, what is kept with it of what people wish and of its use by others,
   * if that is another than was told before; at first there is nothing. To be called before {@link
   * #follow}.
   */
  default void tellWishes(Consumer<Wish> told) {}

  /**
   * Tells, while it is followed, why it must not rest by itself, and when that is over; at first it
   * may. To be called before {@link #follow}.
   */
  default void tellRestraint(Consumer<Optional<String>> told) {}

  /**
   * Has nothing done to it while it is followed, not even what others have begun and left. To be
   * called before {@link #follow}.
   */
  default void onlyLook() {}

  /**
   * Waits until it writes a line in which a pattern is found, from its last start on. Not every
   * platform tells what is written.
   *
   * @return whether it has; false if nobody can say now
   */
  default boolean says(Pattern line) {
    return false;
  }

  /** Gives back what was opened for it; the workload itself is left as it is. */
  @Override
  void close();
}
