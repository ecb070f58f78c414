package dev.ostler.entrypoint;

import dev.ostler.linux.Child;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Children;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/*
 * Two ways of learning of an end. The first process of a container reaps every child whenever CHLD
 * says that there may be one to reap; one CHLD can stand for many. Inside a larger program only our
 * own children are reaped, each when its descriptor says that it has ended, so that nobody's exit is
 * taken away from them.
 *
 * The members that a process leaves behind in its group are adopted when it ends, so their ends
 * arrive here too and a group's end needs no polling. Only inside a larger program they are
 * somebody else's, and the group is asked for now and then.
 */
/** The processes of one entrypoint. */
final class Processes {
  private static final Duration GROUP_INTERVAL = Duration.ofMillis(50);

  private final Loop loop;
  private final boolean reapsAll;
  private final Map<Integer, ChildProcess> running = new HashMap<>();
  private final List<ChildProcess> leftGroups = new ArrayList<>();

  private boolean ending;

  Processes(Loop loop, boolean reapsAll) {
    this.loop = loop;
    this.reapsAll = reapsAll;
  }

  ProcessHandler add(String name, ChildCommand command) throws LinuxException {
    command.findExecutable(); // said now rather than at the first start
    return new ChildProcess(name, command, this, loop);
  }

  Child spawn(ChildProcess process, ChildCommand command) throws IOException {
    Child child = Children.spawn(command);
    running.put(child.pid(), process);
    if (!reapsAll) {
      loop.watch(child, () -> Children.reap(child).ifPresent(this::ended));
    }
    return child;
  }

  /** Reaps whatever has ended. */
  void reap() throws LinuxException {
    for (ChildExit exit : Children.reapEnded()) {
      ended(exit);
    }
    checkLeftGroups();
    for (ChildProcess process : running.values()) {
      process.checkStopped();
    }
    reportIfNobodyLeft();
  }

  private void ended(ChildExit exit) {
    ChildProcess process = running.remove(exit.pid());
    if (process != null) {
      process.ended(exit);
      leftGroups.add(process);
      if (!reapsAll) {
        checkLeftGroups();
        reportIfNobodyLeft();
      }
    }
  }

  /** Signals whoever is left, and reports as soon as nobody is. */
  void signalEveryone(Signal signal) {
    ending = true;
    if (reapsAll) {
      Children.signalAll(signal);
    } else {
      running.values().forEach(process -> process.signalGroup(signal));
    }
    loop.soon(this::reportIfNobodyLeft);
  }

  private void reportIfNobodyLeft() {
    boolean left = reapsAll ? Children.areLeft() : !running.isEmpty() || !leftGroups.isEmpty();
    if (ending && !left) {
      ending = false;
      loop.report(new NobodyLeft());
    }
  }

  /** Reports the groups that have ended. */
  void checkLeftGroups() {
    leftGroups.removeIf(ChildProcess::reportIfGroupEnded);
    if (!reapsAll && !leftGroups.isEmpty()) {
      loop.later(GROUP_INTERVAL, this::checkLeftGroups);
    }
  }

  /** Stops caring for a process that has ended. */
  void release(Child child) {
    if (!reapsAll) {
      loop.unwatch(child);
    }
    child.close();
  }
}
