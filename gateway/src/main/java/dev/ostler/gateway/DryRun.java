package dev.ostler.gateway;

import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A workload to which nothing is done; the journal tells what would be, and why. What would rest
 * goes on and is said to rest, so that what comes next is decided as it would be.
 */
final class DryRun implements Workload {
  private final Workload real;
  private final Consumer<String> log;
  private final Lock lock = new ReentrantLock();
  private @Nullable Consumer<Observation> follower;
  private Observation last = new Observation.Unknown("it was not looked at yet");
  private boolean rests;

  DryRun(Workload real, Consumer<String> log) {
    this.real = real;
    this.log = log;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public void wake() throws WorkloadException {
    if (!pretend(false) && real.observe() instanceof Observation.Resting) {
      throw new WorkloadException(
          "cannot wake " + name() + ": nothing is changed in a dry run, and it rests");
    }
  }

  @Override
  public void rest() {
    pretend(true);
  }

  /** Returns what was pretended before. */
  private boolean pretend(boolean wanted) {
    lock.lock();
    try {
      boolean before = rests;
      rests = wanted;
      tell();
      return before;
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    Consumer<Observation> known = follower;
    if (known != null) {
      known.accept(seen(last));
    }
  }

  private Observation seen(Observation how) {
    return rests && how instanceof Observation.Running ? new Observation.Resting() : how;
  }

  @Override
  public Observation observe() {
    Observation how = real.observe();
    lock.lock();
    try {
      return seen(how);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void keep(Wish wish) {
    if (!(wish instanceof Wish.Used)) {
      log.accept(name() + ": what is wished of it would be kept with it");
    }
  }

  @Override
  public boolean keepsWishes() {
    return real.keepsWishes();
  }

  @Override
  public void tellWishes(Consumer<Wish> told) {
    real.tellWishes(told);
  }

  @Override
  public void tellRestraint(Consumer<Optional<String>> told) {
    real.tellRestraint(told);
  }

  @Override
  public boolean says(Pattern line) {
    return real.says(line);
  }

  @Override
  public Following follow(Consumer<Observation> told) {
    lock.lock();
    try {
      follower = told;
    } finally {
      lock.unlock();
    }
    real.onlyLook();
    return real.follow(this::learn);
  }

  private void learn(Observation how) {
    lock.lock();
    try {
      last = how;
      tell();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    real.close();
  }
}
