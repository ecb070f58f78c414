package dev.ostler.entrypoint;

import dev.ostler.linux.Pollable;
import dev.ostler.linux.Poller;
import dev.ostler.linux.Timer;
import dev.ostler.linux.Wakeup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/*
 * One thread, one epoll. What a descriptor tells becomes events at the end of one queue; the caller
 * takes them one by one. Work that the caller asks for while it handles an event (a start, say) is
 * done before the next wait, so that no call of the caller's ever blocks or re-enters it.
 *
 * The wake-up and the timer are opened when first needed: a plain `run -- COMMAND` needs neither.
 */
/** Waits for everything at once. */
final class Loop implements AutoCloseable {
  /** A moment at which something is to be done. */
  private static final class Deadline implements Comparable<Deadline> {
    private final long nanos;
    private final long number;
    private final Runnable action;

    Deadline(long nanos, long number, Runnable action) {
      this.nanos = nanos;
      this.number = number;
      this.action = action;
    }

    @Override
    public int compareTo(Deadline other) {
      long later = nanos - other.nanos; // the clock may wrap around
      return Long.signum(later == 0 ? number - other.number : later);
    }
  }

  private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);

  private final Poller poller;
  private final long opened = System.nanoTime();
  private final Deque<Event> events = new ArrayDeque<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Deque<Runnable> afterEvents = new ArrayDeque<>();
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>();
  private @Nullable Wakeup wakeup;
  private @Nullable Timer timer;
  private @Nullable Deadline awaited;
  private long lastNumber;
  private boolean open = true;

  private Loop(Poller poller) {
    this.poller = poller;
  }

  static Loop open() throws IOException {
    return new Loop(Poller.open());
  }

  /** Appends what happened. */
  void report(Event event) {
    events.add(event);
  }

  /** Takes back what was reported and has not been taken. */
  void forget(Predicate<Event> which) {
    events.removeIf(which);
  }

  boolean isPending(Predicate<Event> which) {
    return events.stream().anyMatch(which);
  }

  /** Does something before the next wait. */
  void soon(Runnable task) {
    tasks.add(task);
  }

  /** Does something when all that is known so far was taken, before the next wait. */
  void afterEvents(Runnable task) {
    afterEvents.add(task);
  }

  /** Makes {@link #post} possible; for the loop's own thread. */
  void expectPosts() throws IOException {
    if (wakeup == null) {
      Wakeup opening = Wakeup.open();
      poller.add(opening, () -> runPosted(opening));
      wakeup = opening;
    }
  }

  /** Does something on the loop's thread; for any thread, after {@link #expectPosts}. */
  void post(Runnable task) {
    posted.add(task);
    if (wakeup != null) {
      wakeup.wake();
    }
  }

  private void runPosted(Wakeup woken) {
    woken.acknowledge();
    for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
      task.run();
    }
  }

  void watch(Pollable pollable, Poller.Action action) throws IOException {
    poller.add(pollable, action);
  }

  void change(Pollable pollable, boolean input, boolean output) {
    poller.change(pollable, input, output);
  }

  void unwatch(Pollable pollable) {
    poller.remove(pollable);
  }

  /** Does something at a later moment, unless the result is run before. */
  Runnable later(Duration delay, Runnable action) {
    Duration possible = delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    long nanos = System.nanoTime() + possible.toNanos();
    Deadline deadline = new Deadline(nanos, ++lastNumber, action);
    deadlines.add(deadline);
    return () -> deadlines.remove(deadline);
  }

  Duration time() {
    return Duration.ofNanos(System.nanoTime() - opened);
  }

  boolean isOpen() {
    return open;
  }

  /** Waits for the next event; empty when the loop was closed. */
  Optional<Event> next() throws IOException {
    while (open) {
      runTasks();
      Event event = events.poll();
      if (event != null) {
        return Optional.of(event);
      }
      Runnable task = afterEvents.poll();
      if (task != null) {
        task.run();
      } else if (open) {
        setTimer();
        poller.await();
      }
    }
    return Optional.empty();
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Opens what deadlines take: later all descriptors may be in the hands of others. */
  void expectDeadlines() throws IOException {
    timer();
  }

  private Timer timer() throws IOException {
    Timer opened = timer;
    if (opened == null) {
      Timer opening = Timer.open();
      // After all that is ready with it: who waits for silence must hear what was said meanwhile.
      poller.add(opening, () -> soon(() -> ring(opening)));
      timer = opening;
      return opening;
    }
    return opened;
  }

  private void setTimer() throws IOException {
    Deadline first = deadlines.peek();
    if (first == awaited) {
      return;
    }
    awaited = first;
    Timer next = timer();
    if (first == null) {
      next.clear();
    } else {
      next.set(first.nanos - System.nanoTime());
    }
  }

  /** Does what is due by now; what that sets for at once has its turn after all else that waits. */
  private void ring(Timer rung) {
    rung.acknowledge();
    awaited = null;
    long now = System.nanoTime();
    long last = lastNumber;
    Deadline first = deadlines.peek();
    while (first != null && first.nanos - now <= 0 && first.number <= last) {
      deadlines.remove(first);
      first.action.run();
      first = deadlines.peek();
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      events.clear();
      poller.close();
      if (wakeup != null) {
        wakeup.close();
      }
      if (timer != null) {
        timer.close();
      }
    }
  }
}
