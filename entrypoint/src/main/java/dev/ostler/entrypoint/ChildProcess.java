package dev.ostler.entrypoint;

import dev.ostler.linux.Child;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Children;
import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A process of this machine's. */
final class ChildProcess implements ProcessHandler {
  private enum Phase {
    IDLE,
    STARTING,
    RUNNING,
    GROUP_LEFT
  }

  private final String name;
  private final ChildCommand command;
  private final Processes processes;
  private final Loop loop;
  private Phase phase = Phase.IDLE;
  private @Nullable Child child;
  private Duration started = Duration.ZERO;

  ChildProcess(String name, ChildCommand command, Processes processes, Loop loop) {
    this.name = name;
    this.command = command;
    this.processes = processes;
    this.loop = loop;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {
    if (phase == Phase.GROUP_LEFT) {
      throw new IllegalStateException(name + " has left processes in its group: end them first");
    }
    if (phase != Phase.IDLE) {
      throw new IllegalStateException(name + " is already started");
    }
    phase = Phase.STARTING;
    loop.soon(this::spawn);
  }

  private void spawn() {
    try {
      Child spawned = processes.spawn(this, command);
      child = spawned;
      phase = Phase.RUNNING;
      started = loop.time();
      loop.report(new ProcessEvent.Started(this, spawned.pid()));
    } catch (IOException e) {
      phase = Phase.IDLE;
      loop.report(new ProcessEvent.FailedToStart(this, asLinuxException(e)));
    }
  }

  private static LinuxException asLinuxException(IOException refused) {
    return refused instanceof LinuxException linux
        ? linux
        : new LinuxException("start a process", Errno.EAGAIN, String.valueOf(refused.getMessage()));
  }

  @Override
  public boolean signal(Signal signal) {
    return phase == Phase.RUNNING && child != null && wasSent(child, c -> c.signal(signal));
  }

  @Override
  public boolean signalGroup(Signal signal) {
    return isGroupAlive() && child != null && wasSent(child, c -> c.signalGroup(signal));
  }

  @FunctionalInterface
  private interface Sending {
    boolean to(Child child) throws LinuxException;
  }

  private boolean wasSent(Child receiver, Sending sending) {
    try {
      return sending.to(receiver);
    } catch (LinuxException refused) {
      loop.report(new Warning(String.valueOf(refused.getMessage())));
      return false;
    }
  }

  @Override
  public OptionalInt pid() {
    return phase == Phase.RUNNING && child != null
        ? OptionalInt.of(child.pid())
        : OptionalInt.empty();
  }

  @Override
  public boolean isGroupAlive() {
    return phase == Phase.RUNNING || phase == Phase.GROUP_LEFT;
  }

  void ended(ChildExit exit) {
    phase = Phase.GROUP_LEFT;
    loop.report(new ProcessEvent.Ended(this, exit, loop.time().minus(started)));
  }

  /** Returns whether the group has ended, and reports it then. */
  boolean reportIfGroupEnded() {
    if (child != null && child.groupIsAlive()) {
      return false;
    }
    abandon();
    loop.report(new ProcessEvent.GroupEnded(this));
    return true;
  }

  /** Forgets the process and its group. */
  void abandon() {
    if (child != null) {
      processes.release(child);
      child = null;
    }
    phase = Phase.IDLE;
  }

  /** Reports a stop from the terminal; only a process in the foreground can be stopped from it. */
  void checkStopped() {
    if (child == null || !command.isInForeground()) {
      return;
    }
    Children.stoppedBy(child)
        .ifPresent(signal -> loop.report(new ProcessEvent.Suspended(this, signal)));
  }

  @Override
  public String toString() {
    return name;
  }
}
