package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs what was set to be done around steps, within its time. */
final class HookRun {
  private final Hooks hooks;
  private final String host;
  private final String workload;

  HookRun(Hooks hooks, String host, String workload) {
    this.hooks = hooks;
    this.host = host;
    this.workload = workload;
  }

  /** Work on a host. */
  interface Work {
    void run() throws IOException;
  }

  /** Starts a container that was in that state. */
  void start(String container, ContainerState before, Work start)
      throws IOException, InterruptedException {
    // One whose first start got no answer is in no known state.
    boolean isFirst = before == ContainerState.CREATED || before == ContainerState.OTHER;
    boolean counts = isFirst || hooks.onEveryStart();
    if (counts) {
      run("before the start", hooks.preStart(), container);
    }
    start.run();
    if (counts) {
      run("after the start", hooks.postStart(), container);
    }
  }

  boolean isAfterStart() {
    return hooks.postStart().isPresent();
  }

  /** Whether there is one to run after the start that comes next. */
  boolean isDueAfterStart(Member member) {
    return isAfterStart() && (member.pending().unhooked() || hooks.onEveryStart());
  }

  /** For one whose start was seen to the end, but not what comes after it. */
  void afterStart(String container) throws IOException, InterruptedException {
    run("after the start", hooks.postStart(), container);
  }

  void stop(String container, Work stop) throws IOException, InterruptedException {
    run("before the stop", hooks.preStop(), container);
    stop.run();
    run("after the stop", hooks.postStop(), container);
  }

  private void run(String when, Optional<Hooks.Hook> hook, String container)
      throws IOException, InterruptedException {
    if (hook.isEmpty()) {
      return;
    }
    ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Future<?> done =
          thread.submit(() -> {
            hook.get().run(new Hooks.Container(host, workload, container));
            return true;
          });
      done.get(hooks.within().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failure(when, "took longer than " + hooks.within().toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw failure(when, "failed: " + cause.getMessage(), e);
    } finally {
      thread.shutdownNow();
    }
  }

  private FleetException failure(String when, String what, Exception cause) {
    return new FleetException(
        FleetException.Kind.FAILED,
        "cannot finish " + workload + " on " + host + ": its hook " + when + " " + what,
        cause);
  }
}
