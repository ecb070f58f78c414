package dev.ostler.supervisor;

import dev.ostler.entrypoint.Statistics;
import dev.ostler.linux.ChildExit;
import dev.ostler.supervisor.HealthProbe.Outcome;
import dev.ostler.supervisor.Metrics.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What {@code ostler run} counts. Labels hold configured names or words of a fixed list only. */
final class RunMetrics {
  /** How an update of a configuration ended. */
  enum Update {
    /** The target has new content. */
    APPLIED,
    /** There was nothing new. */
    UNCHANGED,
    /** The check said no; the target is as before. */
    REFUSED,
    /** It could not be read, unpacked or switched. */
    FAILED,
    /** It was switched, and back again. */
    ROLLED_BACK
  }

  private static final String PROCESS = "process";
  private static final String CONFIGURATION = "configuration";
  private static final double[] UPDATE_SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };
  private static final double[] READY_SECONDS = {
    0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300
  };

  private final Metrics all = new Metrics();
  private final Family starts =
      all.counter("ostler_process_starts", "Times a process was started.", PROCESS);
  private final Family startFailures =
      all.counter(
          "ostler_process_start_failures", "Times a process could not be started.", PROCESS);
  private final Family exits =
      all.counter(
          "ostler_process_exits",
          "Times a process ended, by its exit status or the signal that ended it.",
          PROCESS,
          "code",
          "signal");
  private final Family restarts =
      all.counter("ostler_process_restarts", "Times a process was restarted.", PROCESS);
  private final Family restartDelay =
      all.gauge(
          "ostler_process_restart_delay_seconds",
          "How long the last restart was put off.",
          PROCESS);
  private final Family started =
      all.gauge("ostler_process_start_time_seconds", "When a process was last started.", PROCESS);
  private final Family timeToReady =
      all.histogram(
          "ostler_process_time_to_ready_seconds",
          "From a start until the process was ready.",
          READY_SECONDS,
          PROCESS);
  private final Family phase =
      all.gauge("ostler_process_phase", "1 for the phase that a process is in.", PROCESS, "phase");
  private final Family ready =
      all.gauge("ostler_process_ready", "Whether a process can be used.", PROCESS);
  private final Family wanted =
      all.gauge(
          "ostler_process_started",
          "Whether a process is to run at all: 0 if it was stopped, has ended for good or waits to be"
              + " asked for.",
          PROCESS);
  private final Family suspended =
      all.gauge("ostler_process_suspended", "Whether a process is suspended.", PROCESS);
  private final Family active =
      all.gauge(
          "ostler_process_active", "Whether a process is active rather than on standby.", PROCESS);
  private final Family probes =
      all.counter("ostler_probe_results", "Answers to probes.", PROCESS, "probe", "result");
  private final Family probeDuration =
      all.gauge(
          "ostler_probe_duration_seconds", "How long the last answer took.", PROCESS, "probe");
  private final Family updates =
      all.counter(
          "ostler_configuration_updates",
          "Updates of a configuration, by how they ended.",
          CONFIGURATION,
          "result");
  private final Family updateDuration =
      all.histogram(
          "ostler_configuration_update_duration_seconds",
          "From a change until its update ended.",
          UPDATE_SECONDS,
          CONFIGURATION);
  private final Family generation =
      all.gauge(
          "ostler_configuration_generation", "Number of the last good generation.", CONFIGURATION);
  private final Family lastGood =
      all.gauge(
          "ostler_configuration_last_success_timestamp_seconds",
          "When the last good generation was applied.",
          CONFIGURATION);
  private final Family rescans =
      all.counter(
          "ostler_watch_rescans", "Fresh looks at what is watched because events were lost.");
  private final Family lostLines =
      all.counter(
          "ostler_log_lines_lost",
          "Lines of output that nobody took in time: readers of stdout or stderr, or a disk.",
          "destination");
  private final Family ignored =
      all.counter(
          "ostler_notifications_ignored",
          "Notifications from strangers, or that were too long.",
          PROCESS);
  private final Family connections =
      all.gauge("ostler_control_connections", "Open control connections.");
  private final Family orphans =
      all.counter("ostler_orphans_reaped", "Processes reaped that were not started here.");
  private final OwnMetrics own = new OwnMetrics(all);
  private Runnable levels = () -> {};

  RunMetrics(String version) {
    all.gauge("ostler_build_info", "1; the version is a label.", "version").set(1, version);
    counted(new Statistics(0, 0));
    connections.set(0);
  }

  void started(String process, Instant when) {
    starts.increment(process);
    started.set(seconds(Duration.between(Instant.EPOCH, when)), process);
  }

  void failedToStart(String process) {
    startFailures.increment(process);
  }

  void exited(String process, ChildExit exit) {
    switch (exit.cause()) {
      case ChildExit.Exited by -> exits.increment(process, Integer.toString(by.status()), "");
      case ChildExit.Killed by -> exits.increment(process, "", by.signal().toString());
    }
  }

  void restarting(String process, Duration delay) {
    restarts.increment(process);
    restartDelay.set(seconds(delay), process);
  }

  void becameReady(String process, Duration afterStart) {
    timeToReady.observe(seconds(afterStart), process);
  }

  /** What is shown of a process besides what is counted. */
  record Levels(Enum<?> phase, boolean ready, Wanted wanted) {}

  /** It runs if and only if it is started, active and not suspended. */
  record Wanted(boolean started, boolean active, boolean suspended) {}

  void levels(String process, Levels levels) {
    for (Enum<?> one : levels.phase().getDeclaringClass().getEnumConstants()) {
      phase.set(one == levels.phase(), process, label(one));
    }
    ready.set(levels.ready(), process);
    wanted.set(levels.wanted().started(), process);
    suspended.set(levels.wanted().suspended(), process);
    active.set(levels.wanted().active(), process);
  }

  void probed(String process, Probing.Purpose purpose, Outcome outcome, Duration took) {
    probes.increment(process, label(purpose), label(outcome));
    probeDuration.set(seconds(took), process, label(purpose));
  }

  void updated(String configuration, Update result, Duration took) {
    updates.increment(configuration, label(result));
    updateDuration.observe(seconds(took), configuration);
  }

  void good(String configuration, long number, Instant when) {
    generation.set((double) number, configuration);
    lastGood.set(seconds(Duration.between(Instant.EPOCH, when)), configuration);
  }

  void counted(Statistics statistics) {
    rescans.set((double) statistics.rescans());
    orphans.set((double) statistics.orphans());
  }

  void lostLines(String destination, long lines) {
    lostLines.add((double) lines, destination);
  }

  void ignoredNotification(String process) {
    ignored.increment(process);
  }

  void controlConnections(int open) {
    connections.set(open);
  }

  /** Forgets a process that is not configured any more. */
  void forgetProcess(String process) {
    all.families().stream()
        .filter(family -> family.labels().contains(PROCESS))
        .forEach(family -> family.forget(process));
  }

  /** Forgets a configuration that is not configured any more. */
  void forgetConfiguration(String configuration) {
    all.families().stream()
        .filter(family -> family.labels().contains(CONFIGURATION))
        .forEach(family -> family.forget(configuration));
  }

  /** Has levels set before they are shown, rather than at every change. */
  void showBy(Runnable shower) {
    levels = shower;
  }

  /** All of it now, and what the kernel says of us. */
  String write(Exposition.Format format) {
    levels.run();
    own.refresh();
    return Exposition.of(all, format);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
