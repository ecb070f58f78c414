package dev.ostler.control;

import java.util.List;

/**
 * Whether a supervisor and its processes are well, for health checks.
 *
 * @param passed whether they are
 * @param message one line for people
 */
public record Health(boolean passed, String message) implements Answer {
  /**
   * Judges processes. A process is live unless it should run and does not, but waits to be
   * restarted, or has failed and is not to be restarted; what is stopped, suspended or on standby
   * is live. It is ready if it has said so, if it is on standby, or if it has done its work and
   * ended with status 0; what was never started, or is stopped or suspended, is not ready.
   *
   * @param processes those to judge
   * @param ready whether they must be ready as well as live
   * @return passed if all of them are
   */
  public static Health of(List<ProcessStatus> processes, boolean ready) {
    for (ProcessStatus process : processes) {
      if (!isLive(process)) {
        return new Health(false, "not live: " + process.name() + " " + describe(process));
      }
    }
    if (ready) {
      for (ProcessStatus process : processes) {
        if (!isReady(process)) {
          return new Health(false, "not ready: " + process.name() + " " + describe(process));
        }
      }
    }
    return new Health(true, (ready ? "ready: " : "live: ") + counted(processes));
  }

  private static String counted(List<ProcessStatus> processes) {
    if (processes.size() == 1) {
      return processes.getFirst().name() + " " + describe(processes.getFirst());
    }
    long running = processes.stream().filter(p -> p.life().phase() == ProcessPhase.RUNNING).count();
    return running + " of " + processes.size() + " processes running";
  }

  private static boolean isLive(ProcessStatus process) {
    if (process.life().phase() == ProcessPhase.BACKING_OFF) {
      return false;
    }
    return !(endedByItself(process) && !succeeded(process));
  }

  private static boolean isReady(ProcessStatus process) {
    if (process.intent().suspended().value()) {
      return false;
    }
    if (!process.intent().started().value()) {
      return endedByItself(process) && succeeded(process);
    }
    return !process.intent().active().value()
        || process.life().readiness().state() == Readiness.State.YES;
  }

  private static boolean endedByItself(ProcessStatus process) {
    return !process.intent().started().value()
        && process.intent().started().by() instanceof SetBy.Itself;
  }

  private static boolean succeeded(ProcessStatus process) {
    return process.life().lastExit().map(LastExit::succeeded).orElse(false);
  }

  private static String describe(ProcessStatus process) {
    if (endedByItself(process)) {
      return "has ended with " + process.life().lastExit().map(Health::how).orElse("no status");
    }
    if (!process.intent().started().value()) {
      return process.intent().started().by() instanceof SetBy.Configuration
          ? "is not started"
          : "is stopped";
    }
    if (process.intent().suspended().value()) {
      return "is suspended";
    }
    if (!process.intent().active().value()) {
      return "is on standby";
    }
    return switch (process.life().phase()) {
      case DOWN -> "is down";
      case WAITING -> "waits for what must come first";
      case BACKING_OFF ->
          "waits to be restarted after "
              + process.life().lastExit().map(Health::how).orElse("a failure");
      case STARTING -> "is starting";
      case RUNNING ->
          switch (process.life().readiness().state()) {
            case YES -> "is running";
            case NO -> "is running, its readiness check fails";
            case UNKNOWN -> "is running, its readiness check has not answered yet";
          };
      case STOPPING -> "is stopping";
    };
  }

  private static String how(LastExit exit) {
    return exit.signal().isPresent()
        ? "signal " + exit.signal().get()
        : "status " + exit.code().orElseThrow();
  }
}
