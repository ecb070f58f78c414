package dev.ostler.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at many things at once, at each for a limited time. */
final class Examination {
  private final Duration patience;

  Examination(Duration patience) {
    this.patience = patience;
  }

  /**
   * One look.
   *
   * @param name what is looked at
   * @param why why it matters, for the case that the look itself fails
   * @param look finds out; it changes nothing
   */
  record Probe(String name, String why, Callable<Finding> look) {}

  /** Returns what was found, in the order of the probes. */
  List<Finding> of(List<Probe> probes) throws InterruptedException {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
    try {
      long end = System.nanoTime() + patience.toNanos();
      List<Future<Finding>> looks =
          probes.stream().map(probe -> threads.submit(probe.look())).toList();
      List<Finding> findings = new ArrayList<>();
      for (int i = 0; i < probes.size(); i++) {
        findings.add(finding(probes.get(i), looks.get(i), end - System.nanoTime()));
      }
      return findings;
    } finally {
      // Whoever is still looking may hang for good: the process ends without it.
      threads.shutdownNow();
    }
  }

  private Finding finding(Probe probe, Future<Finding> look, long nanos)
      throws InterruptedException {
    try {
      return look.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return doubtful(probe, "no answer within " + CtlText.duration(patience));
    } catch (ExecutionException e) {
      return doubtful(probe, "cannot be looked at: " + e.getCause());
    }
  }

  private static Finding doubtful(Probe probe, String found) {
    return new Finding(probe.name(), Finding.State.DOUBTFUL, found, probe.why(), "");
  }
}
