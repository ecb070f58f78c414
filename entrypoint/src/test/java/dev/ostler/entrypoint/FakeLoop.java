package dev.ostler.entrypoint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/**
 * What happens to a {@link FakeEntrypoint}, one after the other: what was reported, and when all of
 * it has been taken, the next step of the test.
 */
final class FakeLoop implements Iterable<Event> {
  private final Deque<Event> events = new ArrayDeque<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Deque<Runnable> steps = new ArrayDeque<>();
  private final Runnable afterStep;
  private boolean open = true;

  FakeLoop(Runnable afterStep) {
    this.afterStep = afterStep;
  }

  void addStep(Runnable step) {
    steps.add(step);
  }

  void report(Event event) {
    if (open) {
      events.add(event);
    }
  }

  void forget(Predicate<Event> which) {
    events.removeIf(which);
  }

  /** Runs it before the next event is looked for. */
  void soon(Runnable task) {
    tasks.add(task);
  }

  boolean isOpen() {
    return open;
  }

  void close() {
    open = false;
    events.clear();
  }

  @Override
  public Iterator<Event> iterator() {
    return new Taking();
  }

  private final class Taking implements Iterator<Event> {
    @Override
    public boolean hasNext() {
      runTasks();
      while (open && events.isEmpty() && !steps.isEmpty()) {
        steps.remove().run();
        afterStep.run();
        runTasks();
      }
      return open && !events.isEmpty();
    }

    private void runTasks() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }

    @Override
    public Event next() {
      if (!hasNext()) {
        throw new NoSuchElementException(
            open ? "nothing happens any more" : "the entrypoint is closed");
      }
      return events.remove();
    }
  }
}
