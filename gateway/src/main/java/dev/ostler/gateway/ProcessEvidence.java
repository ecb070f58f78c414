package dev.ostler.gateway;

import dev.ostler.control.Intent;
import dev.ostler.control.LastExit;
import dev.ostler.control.Life;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Readiness.State;
import dev.ostler.control.SetBy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the status of processes says of a workload. */
final class ProcessEvidence {
  /** A process that is started again sooner may yet recover by itself. */
  static final Duration GIVEN_UP = Duration.ofSeconds(1);

  private ProcessEvidence() {}

  static Observation of(List<ProcessStatus> processes, ListenAddress upstream) {
    List<Observation> each = processes.stream().map(process -> one(process, upstream)).toList();
    return first(each, Observation.Failed.class)
        .or(() -> first(each, Observation.Resigning.class))
        .or(() -> first(each, Observation.Resting.class))
        .or(() -> first(each, Observation.Waking.class))
        .orElseGet(() -> each.isEmpty() ? nothing() : each.getFirst());
  }

  private static Observation nothing() {
    return new Observation.Unknown("the supervisor has no such processes");
  }

  private static Optional<Observation> first(List<Observation> all, Class<?> kind) {
    return all.stream().filter(kind::isInstance).findFirst();
  }

  private static Observation one(ProcessStatus process, ListenAddress upstream) {
    Life life = process.life();
    Intent intent = process.intent();
    if (intent.suspended().value()) {
      return life.phase() == ProcessPhase.DOWN
          ? new Observation.Resting()
          : new Observation.Resigning();
    }
    if (!intent.started().value()) {
      return new Observation.Failed(stopped(process), List.of());
    }
    if (!intent.active().value()) {
      return new Observation.Failed(process.name() + " is on standby", List.of());
    }
    return switch (life.phase()) {
      case DOWN, STARTING -> new Observation.Waking("starting " + process.name());
      case WAITING -> new Observation.Waking(process.name() + " waits for what comes before it");
      case STOPPING -> new Observation.Waking(process.name() + " ends before it starts again");
      case BACKING_OFF -> backingOff(process);
      case RUNNING ->
          life.readiness().state() == State.YES
              ? new Observation.Running(Optional.of(upstream.toConnect()))
              : new Observation.Waking(process.name() + " runs and is not ready yet");
    };
  }

  /** Whether it has ended by itself, and is not started again. */
  static boolean hasEnded(ProcessStatus process) {
    return !process.intent().started().value()
        && process.intent().started().by() instanceof SetBy.Itself;
  }

  private static String stopped(ProcessStatus process) {
    return switch (process.intent().started().by()) {
      case SetBy.Itself _ -> ended(process);
      case SetBy.Configuration _ -> process.name() + " is not started (autostart: false)";
      case SetBy.Control _, SetBy.Datagram _, SetBy.ActivationFile _ ->
          process.name() + " was stopped by a person";
    };
  }

  private static Observation backingOff(ProcessStatus process) {
    Duration until = process.life().nextRestart().orElse(Duration.ZERO);
    return until.compareTo(GIVEN_UP) > 0
        ? new Observation.Failed(Observation.Failed.Kind.CRASH, ended(process), List.of())
        : new Observation.Waking(ended(process) + "; it is started again");
  }

  private static String ended(ProcessStatus process) {
    return process.name() + process.life().lastExit().map(ProcessEvidence::how).orElse(" ended");
  }

  private static String how(LastExit exit) {
    return exit.signal()
        .map(signal -> " was ended by signal " + signal)
        .orElseGet(() -> " ended with status " + exit.code().orElse(0));
  }
}
