package dev.ostler.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * One lock on each host of a fleet, so that two people on two machines do not work at once. Where a
 * lock may be is noted before it is taken: a run that was killed cannot give it back, and the next
 * one may have nothing else to do there.
 */
final class HostLocks implements AutoCloseable {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private final String name;
  private final Duration within;
  private final Patience patience;
  private final Notes notes;
  private final NavigableMap<String, HostEngine> held = new ConcurrentSkipListMap<>();
  private final Map<String, LockHolder> ours = new ConcurrentHashMap<>();
  private final Map<String, String> hostsByLock = new ConcurrentHashMap<>();
  private final Set<String> noted = new ConcurrentSkipListSet<>();

  /** Remembers on which hosts locks may be. */
  interface Notes {
    void noteLocked(Collection<String> hosts) throws IOException;
  }

  HostLocks(String fleet, Duration within, Patience patience, Notes notes) {
    name = nameFor(fleet);
    this.within = within;
    this.patience = patience;
    this.notes = notes;
  }

  static String nameFor(String fleet) {
    return "ostler-lock-" + fleet;
  }

  private static LockHolder us() {
    ProcessHandle process = ProcessHandle.current();
    String where = Whereabouts.here().orElse(machine());
    return new LockHolder(
        where + "/" + process.pid() + "/" + begun(process) + "/" + UUID.randomUUID(),
        who() + ", process " + process.pid(),
        Instant.now());
  }

  /** Whoever runs this, such as {@code anna@laptop}. */
  static String who() {
    return System.getProperty("user.name", "somebody") + "@" + machine();
  }

  static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  private static String begun(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  /**
   * Ends the locks that runs of this machine have left; who is alive keeps his.
   *
   * @param where hosts on which there may be such locks
   * @param reachable hosts that can be asked; others stay noted
   */
  void endForgotten(Collection<String> where, NavigableMap<String, HostEngine> reachable)
      throws IOException {
    NavigableMap<String, HostEngine> asked = new TreeMap<>(reachable);
    asked.keySet().retainAll(where);
    noted.addAll(where);
    noted.removeAll(asked.keySet());
    noted.addAll(EachHost.ask(asked, this::endForgotten).keySet());
    notes.noteLocked(noted);
  }

  private void endForgotten(String host, HostEngine engine) throws IOException {
    Optional<LockHolder> holder = engine.holder(name);
    if (holder.isPresent() && isGone(holder.get())) {
      end(engine, holder.get());
    }
  }

  /**
   * Ends a lock whose holder is gone. Several runs may find it at once, and engines remove locks by
   * name alone: who comes late would end that of who was first. So they lock each other out.
   *
   * @return whether it is ended, or was already
   */
  private boolean end(HostEngine engine, LockHolder gone) throws IOException {
    String ending = name + "-ending";
    LockHolder us = us();
    Optional<LockHolder> other = engine.lock(ending, us);
    if (other.isPresent()) {
      // It is ending it just now, or was killed in between.
      return isGone(other.get()) && engine.unlock(ending, other.get()) && end(engine, gone);
    }
    try {
      engine.unlock(name, gone);
    } finally {
      engine.unlock(ending, us);
    }
    return true;
  }

  /**
   * Takes the lock of each host: the first one alone, so that of two who come at once one gets all,
   * then the others at once.
   */
  void take(NavigableMap<String, HostEngine> hosts) throws IOException, InterruptedException {
    if (hosts.isEmpty()) {
      return;
    }
    noted.addAll(hosts.keySet());
    notes.noteLocked(noted);
    Map.Entry<String, HostEngine> first = hosts.firstEntry();
    take(first.getKey(), first.getValue());
    NavigableMap<String, IOException> failures =
        EachHost.ask(hosts.tailMap(first.getKey(), false), this::take);
    if (!failures.isEmpty()) {
      throw failures.firstEntry().getValue();
    }
  }

  private void take(String host, HostEngine engine) throws IOException, InterruptedException {
    long start = patience.nanos();
    LockHolder holder = us();
    hostsByLock.put(holder.id(), host);
    while (true) {
      Optional<LockHolder> other = engine.lock(name, holder);
      if (other.isEmpty()) {
        ours.put(host, holder);
        held.put(host, engine);
        return;
      }
      String alias = hostsByLock.get(other.get().id());
      if (alias != null) {
        // One engine has one lock, however many names it has: also where nothing shows it yet.
        noted.remove(host);
        throw Aliases.refusal(alias, host);
      }
      if (isGone(other.get()) && end(engine, other.get())) {
        continue;
      }
      if (!patience.isOver() && Duration.ofNanos(patience.nanos() - start).compareTo(within) < 0) {
        patience.pause(BETWEEN_TRIES);
      } else {
        noted.remove(host);
        throw new FleetException(
            FleetException.Kind.LOCKED,
            "cannot lock host "
                + host
                + ": "
                + other.get().text(Instant.now())
                + ", works on it; wait, or end a forgotten lock with 'ostler fleet unlock'");
      }
    }
  }

  /** Whether it was a process that one would see from here, and is not there any more. */
  private static boolean isGone(LockHolder other) {
    String[] parts = other.id().split("/", -1);
    if (parts.length != 4
        || !Whereabouts.here().equals(Optional.of(parts[0]))
        || !parts[1].matches("[0-9]{1,18}")) {
      return false;
    }
    return ProcessHandle.of(Long.parseLong(parts[1]))
        .map(process -> !begun(process).equals(parts[2]))
        .orElse(true);
  }

  /** Somebody may have ended it, and somebody else have it by now. */
  private void giveBack(String host, HostEngine engine) throws IOException {
    engine.unlock(name, Objects.requireNonNull(ours.get(host)));
  }

  @Override
  public void close() {
    noted.removeAll(held.keySet());
    noted.addAll(EachHost.ask(held, this::giveBack).keySet());
    held.clear();
    try {
      notes.noteLocked(noted);
    } catch (IOException notToBeWritten) {
      // Then the next run looks where nothing is.
    }
  }
}
