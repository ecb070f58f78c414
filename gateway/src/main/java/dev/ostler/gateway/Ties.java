package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/*
 * Whether the others are to be used is asked each time, when it is this one's turn: who comes last
 * has seen the newest, so it ends right in whatever order changes arrive here. An app needs others
 * in one direction only, so its lock is never waited for by one that it waits for; and its own lock
 * is taken in here, so whoever may hold that (who looks at the ties) does not wait for his turn.
 *
 * Whoever follows one that is needed sees to it that it is woken again for as long as it is used; a
 * tie that is turned away stays, and may be let in later.
 */
/** The other apps that one needs: it uses them from its wake to its rest, as visitors do. */
final class Ties {
  private static final String NEEDS = "it needs ";

  private final Set<String> needed;
  private final Function<String, Optional<AppRun>> others;
  private final Map<String, Tie> ties = new ConcurrentHashMap<>();

  Ties(Set<String> needed, Function<String, Optional<AppRun>> others) {
    this.needed = Set.copyOf(needed);
    this.others = others;
  }

  boolean areNone() {
    return needed.isEmpty();
  }

  /**
   * Uses the others, with those that have come, or come back, since; or leaves them. Not under the
   * app's lock.
   *
   * @param isWanted says whether they are to be used, now
   */
  synchronized void use(BooleanSupplier isWanted) {
    if (isWanted.getAsBoolean()) {
      needed.forEach(name -> ties.computeIfAbsent(name, Tie::new));
      ties.values().stream().filter(tie -> !tie.isThere()).forEach(Tie::arrive);
    } else {
      ties.values().forEach(Tie::leave);
      ties.clear();
    }
  }

  /** Whether a refusal is that of an app that is needed, in words for visitors. */
  static boolean areMeantBy(String refusal) {
    return refusal.startsWith(NEEDS);
  }

  /**
   * Waits until all others can be used.
   *
   * @return false if they are not to be used any more
   * @throws WorkloadException if one cannot be woken
   */
  boolean await() throws WorkloadException, InterruptedException {
    for (Tie tie : current()) {
      try {
        Optional<String> trouble = tie.outcome().get();
        if (trouble.isPresent()) {
          throw new WorkloadException(NEEDS + tie.name + ": " + trouble.get());
        }
      } catch (ExecutionException left) {
        return false;
      }
    }
    return true;
  }

  /** Which of those that are used now are not awake. */
  List<String> lacking() {
    return current().stream()
        .map(tie -> tie.name)
        .filter(name -> others.apply(name).filter(AppRun::isOpen).isEmpty())
        .sorted()
        .toList();
  }

  private Set<Tie> current() {
    return Set.copyOf(ties.values());
  }

  /** The use of one other app. */
  private final class Tie implements Visitor {
    private final String name;
    private final Stay stay = new Stay();
    private CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();

    Tie(String name) {
      this.name = name;
    }

    /** Whether it is at whoever looks after the other app now. */
    boolean isThere() {
      return others.apply(name).filter(other -> other.isVisitedBy(this)).isPresent();
    }

    void arrive() {
      Optional<AppRun> other = others.apply(name);
      if (other.isEmpty()) {
        tell(Optional.of("there is no such app"));
        return;
      }
      expect();
      stay.begin(other.get().visitAlways(this));
    }

    void leave() {
      stay.end();
      synchronized (this) {
        outcome.obtrudeException(new IllegalStateException("left"));
      }
    }

    /** What was told before does not count any more, unless it has left. */
    private synchronized void expect() {
      if (outcome.isDone() && !outcome.isCompletedExceptionally()) {
        outcome = new CompletableFuture<>();
      }
    }

    /** Told what comes of it. */
    synchronized CompletableFuture<Optional<String>> outcome() {
      return outcome;
    }

    /** What is told last counts, unless it has left. */
    private synchronized void tell(Optional<String> trouble) {
      if (!outcome.isCompletedExceptionally()) {
        outcome.obtrudeValue(trouble);
      }
    }

    @Override
    public void pass(Optional<InetSocketAddress> upstream) {
      tell(Optional.empty());
    }

    @Override
    public void turnAway(TurnedAway why) {
      tell(Optional.of(why.reason()));
    }

    @Override
    public void comeAgain() {
      arrive();
    }
  }
}
