package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Does what was decided. */
final class Effects implements Effect.Performer {
  private final Supervision supervision;
  private final Entrypoint entrypoint;
  private final Router router;
  private final Services services;
  private final Drains drains;
  private final Deadlines deadlines;

  Effects(Supervision supervision, Entrypoint entrypoint, Router router, Services services) {
    this.supervision = supervision;
    this.entrypoint = entrypoint;
    this.router = router;
    this.services = services;
    this.drains = new Drains(router, supervision);
    this.deadlines = new Deadlines(entrypoint);
  }

  /** Which deadline an alarm is of; null if it is none of ours. */
  @Nullable Deadline rang(Alarm alarm) {
    return deadlines.rang(alarm);
  }

  @Override
  public void say(String message) {
    supervision.say(message);
  }

  private Unit unit(String process) {
    return supervision.unit(process);
  }

  @Override
  public void start(String process) {
    try {
      supervision.units().start(process);
    } catch (IOException e) {
      int shell =
          e instanceof LinuxException refused
              ? Supervision.shellStatus(refused)
              : Supervision.FAILED;
      services.failedToStart(process);
      supervision.take(new Input.FailedToStart(process, String.valueOf(e.getMessage()), shell));
    }
  }

  @Override
  public void signalProcess(String process, Signal signal) {
    unit(process).process().signal(signal);
  }

  @Override
  public void signalGroup(String process, Signal signal) {
    unit(process).process().signalGroup(signal);
  }

  @Override
  public void leaveGroup(String process) {
    unit(process).process().leaveGroup();
  }

  @Override
  public void signalEveryone(Signal signal) {
    for (Unit unit : supervision.units().all()) {
      unit.companion().mainStopping();
    }
    entrypoint.signalEveryone(signal);
  }

  @Override
  public void markRunning(String process, int pid) {
    unit(process).running(pid);
  }

  @Override
  public void markStopping(String process) {
    unit(process).companion().mainStopping();
  }

  @Override
  public void markStopped(String process) {
    drains.end(process);
    unit(process).stopped();
  }

  @Override
  public void watch(String process, Effect.Watching what) {
    services.watch(process, what);
  }

  @Override
  public void drain(String process, ChildCommand command, Duration within) {
    drains.begin(process, command, within);
  }

  @Override
  public void help(String process, ChildCommand command) {
    SideCommand.run(
        router,
        process + " help",
        command,
        end -> {
          if (!end.success()) {
            say("the command that is to help " + process + " " + end.inFull());
          }
        });
  }

  @Override
  public void configure(String configuration, Effect.Step step) {
    supervision.pipelines().named(configuration).perform(step);
  }

  @Override
  public void tellByCommand(String configuration, ChildCommand command) {
    supervision.pipelines().named(configuration).tell(command);
  }

  @Override
  public void reload() {
    supervision.reloadSoon();
  }

  @Override
  public void exit(int status) {
    supervision.exit(status);
  }

  @Override
  public void setDeadline(Deadline deadline, Duration delay) {
    if (deadline.kind() == Deadline.Kind.PHASE
        && supervision.machine().state(deadline.name()).phase() == Phase.WAITING) {
      services.backingOff(deadline.name(), delay);
    }
    deadlines.set(deadline, delay);
  }

  @Override
  public void extendDeadline(Deadline deadline, Duration delay) {
    deadlines.extend(deadline, delay);
  }

  @Override
  public void clearDeadline(Deadline deadline) {
    deadlines.clear(deadline);
  }
}
