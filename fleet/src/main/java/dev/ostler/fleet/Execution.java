package dev.ostler.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** Carries tasks out: each on a thread of its own, so many at once on a host and so many in all. */
final class Execution {
  private final Map<String, HostEngine> engines;
  private final TaskRun.Tools tools;
  private final Semaphore overall;
  private final Map<String, Semaphore> perHost = new HashMap<>();
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final NavigableMap<Task.Id, Report.Result> results = new TreeMap<>();
  private final Map<Task.Id, Family> ends = new HashMap<>();

  /** What threads tell the one that decides. */
  private sealed interface Message {
    record Prepared(Task task, TaskRun.Ended how) implements Message {}

    record Ended(Task task, TaskRun.Ended how) implements Message {}

    record TakenBack(Task task, TaskRun.Ended how) implements Message {}

    record Passed(String workload) implements Message {}

    record Cancel() implements Message {}

    record Bug(Throwable bug) implements Message {}
  }

  Execution(Map<String, HostEngine> engines, TaskRun.Tools tools, Limits limits) {
    this.engines = engines;
    this.tools = tools;
    overall = new Semaphore(limits.overall());
    engines.keySet().forEach(host -> perHost.put(host, new Semaphore(limits.perHost())));
  }

  /**
   * How much is done at once.
   *
   * @param overall tasks at once
   * @param perHost tasks at once on one host
   */
  record Limits(int overall, int perHost) {
    static final Limits USUAL = new Limits(32, 4);
  }

  /** Begins nothing more; what has begun is finished or taken back. May be called by any thread. */
  void cancel() {
    messages.add(new Message.Cancel());
  }

  Report run(Collection<Task> tasks) throws InterruptedException {
    // close() waits for every task, so that no thread outlives this block.
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        return run(new Rollout(tasks), new Threads(workers, watchers));
      } finally {
        // Nobody listens to them any more; workers always end what they have begun.
        watchers.shutdownNow();
      }
    }
  }

  /** Those who change hosts, and those who only let time pass. */
  private record Threads(ExecutorService workers, ExecutorService watchers) {}

  private Report run(Rollout rollout, Threads threads) throws InterruptedException {
    Message early = messages.poll(); // nobody else has anything to say yet
    Deque<Rollout.Effect> effects =
        new ArrayDeque<>(early == null ? rollout.start() : rollout.next(input(early)));
    while (true) {
      while (!effects.isEmpty()) {
        perform(effects.removeFirst(), threads);
      }
      if (rollout.isOver()) {
        return new Report(List.copyOf(results.values()));
      }
      effects.addAll(rollout.next(input(messages.take())));
    }
  }

  private void perform(Rollout.Effect effect, Threads threads) {
    switch (effect) {
      case Rollout.Effect.Prepare(Task task) ->
          submit(
              threads.workers(),
              () -> messages.add(new Message.Prepared(task, work(task, TaskRun::prepare))));
      case Rollout.Effect.Begin(Task task) -> {
        Family prepared = ends.getOrDefault(task.id(), task.family());
        submit(
            threads.workers(),
            () ->
                messages.add(
                    new Message.Ended(task, work(task, run -> run.goingOnFrom(prepared).run()))));
      }
      case Rollout.Effect.Undo(Task task) ->
          submit(
              threads.workers(),
              () -> messages.add(new Message.TakenBack(task, work(undoing(task), TaskRun::run))));
      case Rollout.Effect.Look(String workload, Duration time) ->
          submit(
              threads.watchers(),
              () -> {
                tools.patience().pause(time);
                messages.add(new Message.Passed(workload));
              });
      case Rollout.Effect.Skip(Task task, String reason) -> {
        tools.listener().accept(new FleetEvent.Skipped(task.host(), task.workload(), reason));
        put(task, Report.Status.ABORTED, reason);
      }
    }
  }

  /** Work of a thread. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private void submit(ExecutorService threads, Work work) {
    threads.execute(() -> {
      try {
        work.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        messages.add(new Message.Bug(e));
      } catch (RuntimeException | Error bug) {
        // Else the one that decides would wait for ever.
        messages.add(new Message.Bug(bug));
      }
    });
  }

  /** What is done of a task. */
  private interface Part {
    TaskRun.Ended of(TaskRun run) throws InterruptedException;
  }

  private TaskRun.Ended work(Task task, Part part) throws InterruptedException {
    HostEngine engine = engines.get(task.host());
    Semaphore host = perHost.get(task.host());
    if (engine == null || host == null) {
      throw new AssertionError("internal error: no engine for " + task.host());
    }
    host.acquire();
    try {
      overall.acquire();
      try {
        TaskRun.Ended how = part.of(new TaskRun(task, engine, tools));
        if (how.isUnwritten()) {
          cancel(); // before that one is known to have ended: nobody else could write either
        }
        return how;
      } finally {
        overall.release();
      }
    } finally {
      host.release();
    }
  }

  private Task undoing(Task task) {
    return task.with(task.before().orElse(new Goal.Earlier(0, false)))
        .with(Optional.ofNullable(ends.get(task.id())).orElse(task.family()));
  }

  private Rollout.Input input(Message message) {
    return switch (message) {
      case Message.Prepared(Task task, TaskRun.Ended how) when saysNothingOfOthers(how) ->
          calledOff(task, how);
      case Message.Prepared(Task task, TaskRun.Ended how) -> {
        ends.put(task.id(), how.family());
        if (how.failure().isEmpty()) {
          yield new Rollout.Input.Prepared(task.id());
        }
        put(task, Report.Status.FAILED, how.failure().get());
        yield new Rollout.Input.Failed(task.id());
      }
      case Message.Ended(Task task, TaskRun.Ended how) when saysNothingOfOthers(how) ->
          calledOff(task, how);
      case Message.Ended(Task task, TaskRun.Ended how) -> {
        ends.put(task.id(), how.family());
        put(
            task,
            how.failure().isPresent() ? Report.Status.FAILED : Report.Status.DONE,
            how.failure().orElse(""));
        yield how.failure().isPresent()
            ? new Rollout.Input.Failed(task.id())
            : new Rollout.Input.Finished(task.id());
      }
      case Message.TakenBack(Task task, TaskRun.Ended how) -> {
        if (how.failure().isEmpty() && how.family().equals(ends.get(task.id()))) {
          // Nothing was replaced here: there is no container before to go back to.
          yield new Rollout.Input.Finished(task.id());
        }
        put(
            task,
            how.failure().isPresent() ? Report.Status.FAILED : Report.Status.TAKEN_BACK,
            how.failure().orElse("it failed on another host"));
        yield new Rollout.Input.Finished(task.id());
      }
      case Message.Passed(String workload) -> new Rollout.Input.Looked(workload);
      case Message.Cancel _ -> new Rollout.Input.Cancelled();
      case Message.Bug(Throwable bug) -> throw new AssertionError("internal error: " + bug, bug);
    };
  }

  private static boolean saysNothingOfOthers(TaskRun.Ended how) {
    return how.isCalledOff() || how.isUnwritten();
  }

  private Rollout.Input calledOff(Task task, TaskRun.Ended how) {
    ends.put(task.id(), how.family());
    put(
        task,
        how.isCalledOff() ? Report.Status.ABORTED : Report.Status.FAILED,
        how.failure().orElse(""));
    return new Rollout.Input.CalledOff(task.id());
  }

  private void put(Task task, Report.Status status, String reason) {
    results.put(task.id(), new Report.Result(task.host(), task.workload(), status, reason));
  }
}
