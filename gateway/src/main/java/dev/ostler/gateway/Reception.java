package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who passes to an app, and who waits for it. For use under the app's lock; visitors are told when
 * that is free again, by what is added to {@code afterwards}.
 */
final class Reception {
  private final WaitingRoom waiting;
  private final Set<Visit> served = new HashSet<>();
  private @Nullable Way way;

  Reception(ScheduledExecutorService clock) {
    waiting = new WaitingRoom(clock);
  }

  /** Where visitors go; null while they wait. */
  @Nullable Way way() {
    return way;
  }

  /** How many wait. */
  int waiting() {
    return waiting.size();
  }

  /** Whether one more would be one too many. */
  boolean isFull(AppSettings.HoldLimits limits) {
    return way == null && waiting.size() >= limits.most();
  }

  /** Somebody comes, and waits at first. */
  void add(Visit visit) {
    waiting.add(visit);
  }

  /** Somebody comes who need not pass any more. */
  void addServed(Visit visit) {
    served.add(visit);
  }

  /** Has him pass if he need not wait. */
  void letIn(Visit visit, List<Runnable> afterwards) {
    Way open = way;
    if (open != null && waiting.remove(visit)) {
      served.add(visit);
      afterwards.add(() -> visit.visitor.pass(open.upstream()));
    }
  }

  /** Runs something when he has waited for as long as anybody may; nothing if he waits no more. */
  void limit(Visit visit, AppSettings.HoldLimits limits, Runnable late) {
    waiting.limit(visit, limits.within(), late);
  }

  /** Whether he waited; he does no more. */
  boolean remove(Visit visit) {
    return waiting.remove(visit);
  }

  /** He waits no more, nor is he served. */
  void leave(Visit visit) {
    waiting.remove(visit);
    served.remove(visit);
  }

  /** Whether he waits or is served. */
  boolean has(Visitor visitor) {
    return Stream.concat(waiting.all().stream(), served.stream())
        .anyMatch(visit -> visit.visitor.equals(visitor));
  }

  /** Those who are served, once: they are somebody else's from now on. */
  List<Visit> takeServed() {
    List<Visit> all = List.copyOf(served);
    served.clear();
    return all;
  }

  /** All pass from now on, and those who wait first. */
  void open(Optional<InetSocketAddress> upstream, List<Runnable> afterwards) {
    way = new Way(upstream);
    for (Visit visit : waiting.empty()) {
      served.add(visit);
      afterwards.add(() -> visit.visitor.pass(upstream));
    }
  }

  /** All wait from now on. */
  void shut() {
    way = null;
  }

  /** Says something to all who wait; they wait until they have heard it. */
  void tell(Consumer<Visit> word, List<Runnable> afterwards) {
    waiting.all().forEach(visit -> afterwards.add(() -> word.accept(visit)));
  }
}
