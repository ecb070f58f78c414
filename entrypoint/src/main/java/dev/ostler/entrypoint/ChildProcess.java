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

  private static final int UNSEEN = 1;

  private final String name;
  private final ChildCommand command;
  private final Processes processes;
  private final Loop loop;
  private Phase phase = Phase.IDLE;
  private final Followed followed;
  private @Nullable Child child;
  private boolean childHasEnded;
  private Duration started = Duration.ZERO;

  ChildProcess(String name, ChildCommand command, Processes processes, Loop loop) {
    this.name = name;
    this.command = command;
    this.processes = processes;
    this.loop = loop;
    this.followed = new Followed(processes);
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
      childHasEnded = false;
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
    Child main = main();
    return phase == Phase.RUNNING && main != null && wasSent(main, c -> c.signal(signal));
  }

  private @Nullable Child main() {
    Child other = followed.main();
    return other == null ? child : other;
  }

  @Override
  public boolean signalGroup(Signal signal) {
    boolean reached = child != null && wasSent(child, c -> c.signalGroup(signal));
    for (Child other : followed.inGroupsOtherThan(child == null ? 0 : child.group())) {
      reached |= wasSent(other, c -> c.signalGroup(signal));
    }
    return reached;
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
    Child main = main();
    return phase == Phase.RUNNING && main != null
        ? OptionalInt.of(main.pid())
        : OptionalInt.empty();
  }

  @Override
  public boolean followMain(int pid) {
    if (child != null && pid == child.pid()) {
      return followChildAgain();
    }
    Child main = followed.main();
    if (main != null && pid == main.pid()) {
      return phase == Phase.RUNNING;
    }
    try {
      Child held = phase == Phase.RUNNING ? processes.follow(this, pid) : null;
      if (held != null) {
        followed.follow(held);
      }
      return held != null;
    } catch (IOException refused) {
      loop.report(new Warning(String.valueOf(refused.getMessage())));
      return false;
    }
  }

  private boolean followChildAgain() {
    if (phase == Phase.RUNNING && !childHasEnded) {
      followed.leaveMain();
      return true;
    }
    return false;
  }

  boolean follows(Child held) {
    return followed.main() == held;
  }

  /** The one that is followed has ended, and another process was told how. */
  void lose(Child held) {
    followed.leaveMain();
    loop.report(
        new Warning(
            "cannot learn how %s (process %d) ended: it was the child of another process; this counts as status %d"
                .formatted(name, held.pid(), UNSEEN)));
    reportEnd(new ChildExit(held.pid(), new ChildExit.Exited(UNSEEN)));
  }

  @Override
  public boolean isGroupAlive() {
    return phase == Phase.RUNNING || phase == Phase.GROUP_LEFT;
  }

  /** It, or the one that is followed in its place, has ended; returns whether that is the end. */
  boolean ended(ChildExit exit) {
    Child main = main();
    childHasEnded |= child != null && exit.pid() == child.pid();
    if (phase != Phase.RUNNING || main == null || exit.pid() != main.pid()) {
      return false;
    }
    followed.leaveMain();
    reportEnd(exit);
    return true;
  }

  private void reportEnd(ChildExit exit) {
    phase = Phase.GROUP_LEFT;
    loop.report(new ProcessEvent.Ended(this, exit, loop.time().minus(started)));
  }

  /** Returns whether the group has ended, and reports it then. */
  boolean reportIfGroupEnded() {
    if ((child != null && child.groupIsAlive()) || followed.isAnyGroupAlive()) {
      return false;
    }
    abandon();
    loop.report(new ProcessEvent.GroupEnded(this));
    return true;
  }

  @Override
  public boolean leaveGroup() {
    if (phase != Phase.GROUP_LEFT) {
      return false;
    }
    processes.leaveGroup(this);
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
    followed.forget();
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
