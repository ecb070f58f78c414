package dev.ostler.entrypoint;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ChildExit;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs until the test ends it, or until it is sent INT, QUIT, TERM or KILL and does
 * not ignore it. Made by {@link FakeEntrypoint}.
 */
public final class FakeProcess implements ProcessHandler {
  private static final Set<Signal> ENDING =
      Set.of(Signal.INT, Signal.QUIT, Signal.TERM, Signal.KILL);

  private enum Phase {
    IDLE,
    STARTING,
    RUNNING,
    GROUP_LEFT
  }

  private final FakeEntrypoint entrypoint;
  private final String name;
  private final ChildCommand command;
  private final Set<Signal> ignored = new HashSet<>();
  private @Nullable LinuxException nextStartFails;
  private Phase phase = Phase.IDLE;
  private Duration started = Duration.ZERO;
  private boolean leavesOthers;
  private int pid = 1000;

  FakeProcess(FakeEntrypoint entrypoint, String name, ChildCommand command) {
    this.entrypoint = entrypoint;
    this.name = name;
    this.command = command;
  }

  /**
   * Returns what would be run.
   *
   * @return as given
   */
  public ChildCommand command() {
    return command;
  }

  /**
   * Lets the next start fail.
   *
   * @param reason why
   */
  public void failNextStart(LinuxException reason) {
    nextStartFails = reason;
  }

  /**
   * Lets the process survive a signal.
   *
   * @param signal not KILL
   */
  public void ignore(Signal signal) {
    ignored.add(signal);
  }

  /** Lets it leave others in its group when it ends; {@link #endGroup()} ends them. */
  public void leaveOthers() {
    leavesOthers = true;
  }

  /**
   * Ends the process.
   *
   * @param status 0 to 255
   */
  public void end(int status) {
    end(new ChildExit.Exited(status));
  }

  private void end(ChildExit.Cause cause) {
    phase = Phase.GROUP_LEFT;
    Duration ran = entrypoint.time().minus(started);
    entrypoint.report(new ProcessEvent.Ended(this, new ChildExit(pid, cause), ran));
    if (!leavesOthers) {
      endGroup();
    }
  }

  /** Ends whom the process has left in its group. */
  public void endGroup() {
    leavesOthers = false;
    phase = Phase.IDLE;
    entrypoint.report(new ProcessEvent.GroupEnded(this));
    entrypoint.reportIfNobodyLeft();
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
    entrypoint.record(name + " start");
    phase = Phase.STARTING;
    entrypoint.soon(this::spawn);
  }

  private void spawn() {
    LinuxException refused = nextStartFails;
    nextStartFails = null;
    if (refused == null) {
      phase = Phase.RUNNING;
      started = entrypoint.time();
      entrypoint.report(new ProcessEvent.Started(this, ++pid));
    } else {
      phase = Phase.IDLE;
      entrypoint.report(new ProcessEvent.FailedToStart(this, refused));
    }
  }

  @Override
  public boolean signal(Signal signal) {
    entrypoint.record(name + " signal " + signal);
    boolean reached = phase == Phase.RUNNING;
    if (reached) {
      receive(signal);
    }
    return reached;
  }

  @Override
  public boolean signalGroup(Signal signal) {
    entrypoint.record(name + " signal group " + signal);
    boolean reached = isGroupAlive();
    receive(signal);
    return reached;
  }

  @Override
  public boolean leaveGroup() {
    entrypoint.record(name + " leave group");
    boolean left = phase == Phase.GROUP_LEFT;
    if (left) {
      endGroup();
    }
    return left;
  }

  void receive(Signal signal) {
    if (ENDING.contains(signal) && !ignored.contains(signal)) {
      switch (phase) {
        case RUNNING -> end(new ChildExit.Killed(signal, false));
        case GROUP_LEFT -> endGroup();
        case IDLE, STARTING -> {}
      }
    }
  }

  /** Whoever it is, it is there. */
  @Override
  public boolean followMain(int main) {
    entrypoint.record(name + " follow " + main);
    boolean running = phase == Phase.RUNNING;
    if (running) {
      pid = main;
    }
    return running;
  }

  @Override
  public OptionalInt pid() {
    return phase == Phase.RUNNING ? OptionalInt.of(pid) : OptionalInt.empty();
  }

  @Override
  public boolean isGroupAlive() {
    return phase == Phase.RUNNING || phase == Phase.GROUP_LEFT;
  }

  @Override
  public String toString() {
    return name;
  }
}
