package dev.ostler.entrypoint;

import dev.ostler.linux.Child;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Children;
import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Two ways of learning of an end. The first process of a container reaps every child whenever CHLD
 * says that there may be one to reap; one CHLD can stand for many. Inside a larger program only our
 * own children are reaped, each when its descriptor says that it has ended, so that nobody's exit is
 * taken away from them.
 *
 * The members that a process leaves behind in its group are adopted when it ends, so their ends
 * arrive here too. Only those whose parent lives on, outside the group, are reaped by that one; and
 * inside a larger program all of them are somebody else's. So a group whose leader has ended is
 * asked for now and then, the more often the less we are told.
 */
/** The processes of one entrypoint. */
final class Processes implements AutoCloseable {
  private static final Duration TOLD_OF_MOST = Duration.ofSeconds(1);
  private static final Duration TOLD_OF_NONE = Duration.ofMillis(50);

  private final Loop loop;
  private final boolean reapsAll;
  private final Map<Integer, ChildProcess> running = new HashMap<>();
  private final List<ChildProcess> leftGroups = new ArrayList<>();
  private Runnable stopAsking = () -> {};
  private boolean ending;
  private long orphans;
  private Signal lastSignal = Signal.TERM;
  private final Set<Integer> signalled = new HashSet<>();

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
    if (!reapsAll) {
      watch(child);
    }
    running.put(child.pid(), process);
    return child;
  }

  private void watch(Child child) throws IOException {
    try {
      loop.watch(child, () -> loop.afterEvents(() -> reap(child)));
    } catch (IOException e) {
      child.signalGroup(Signal.KILL); // Nothing that is not watched may run.
      child.close();
      throw e;
    }
  }

  private void reap(Child child) {
    Optional<ChildExit> exit = asked(() -> Children.reap(child));
    if (exit.isPresent()) {
      loop.unwatch(child); // its descriptor stays ready, though there is nothing more to reap
      ended(exit.get());
      askLeftGroups();
    }
  }

  @FunctionalInterface
  private interface Question<A> {
    A ask() throws LinuxException;
  }

  private static <A> A asked(Question<A> question) {
    try {
      return question.ask();
    } catch (LinuxException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /**
   * Takes hold of the process as which another one goes on.
   *
   * @return null if it is not there
   */
  @Nullable Child follow(ChildProcess process, int pid) throws IOException {
    Child held = running.containsKey(pid) ? null : Children.hold(pid).orElse(null);
    if (held != null) {
      try {
        loop.watch(held, () -> loop.afterEvents(() -> followedEnded(process, held)));
      } catch (IOException e) {
        held.close();
        throw e;
      }
      running.put(pid, process);
    }
    return held;
  }

  private void followedEnded(ChildProcess process, Child held) {
    loop.unwatch(held);
    if (process.follows(held)) {
      Optional<ChildExit> exit = asked(() -> exitIfOurs(held));
      if (exit.isPresent()) {
        ended(exit.get());
      } else {
        process.lose(held);
        leftGroups.add(process);
      }
      askLeftGroups();
    }
  }

  private static Optional<ChildExit> exitIfOurs(Child held) throws LinuxException {
    try {
      return Children.reap(held);
    } catch (LinuxException refused) {
      if (refused.errno() == Errno.ECHILD) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** It is not followed any more. */
  void leave(Child held) {
    loop.unwatch(held);
    running.remove(held.pid());
  }

  /**
   * Once all else that is ready now was taken: who has ended may have said something before, and
   * the kernel knows whom he has left for as long as he is not reaped.
   */
  void reapSoon() {
    loop.afterEvents(this::reap);
  }

  private void reap() {
    List<ChildExit> exits = asked(Children::reapEnded);
    for (ChildExit exit : exits) {
      ended(exit);
      signalled.remove(exit.pid());
    }
    if (ending && !exits.isEmpty()) {
      Children.signalOthers(lastSignal, signalled); // Whom they left behind is ours now.
    }
    askLeftGroups();
    for (ChildProcess process : running.values()) {
      process.checkStopped();
    }
  }

  private void ended(ChildExit exit) {
    ChildProcess process = running.remove(exit.pid());
    if (process == null) {
      orphans++;
    } else if (process.ended(exit)) {
      leftGroups.add(process);
    }
  }

  /** How many were reaped that were not started here. */
  long orphans() {
    return orphans;
  }

  /** Whom it has left is asked for no more. */
  void leaveGroup(ChildProcess process) {
    leftGroups.remove(process);
  }

  /** Reports the groups that have ended. */
  private void askLeftGroups() {
    stopAsking.run();
    leftGroups.removeIf(ChildProcess::reportIfGroupEnded);
    if (!leftGroups.isEmpty()) {
      stopAsking = loop.later(reapsAll ? TOLD_OF_MOST : TOLD_OF_NONE, this::askLeftGroups);
    }
    reportIfNobodyLeft();
  }

  /** Signals whoever is left, and reports as soon as nobody is. */
  void signalEveryone(Signal signal) {
    ending = true;
    if (reapsAll) {
      lastSignal = signal;
      signalled.clear();
      Children.signalOthers(signal, signalled);
    } else {
      Set.copyOf(running.values()).forEach(process -> process.signalGroup(signal));
      leftGroups.forEach(process -> process.signalGroup(signal));
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

  /** Stops caring for a process that has ended. */
  void release(Child child) {
    loop.unwatch(child);
    child.close();
  }

  /** Lets all of them run on unobserved. */
  @Override
  public void close() {
    Set.copyOf(running.values()).forEach(ChildProcess::abandon);
    List.copyOf(leftGroups).forEach(ChildProcess::abandon);
    running.clear();
    leftGroups.clear();
  }
}
