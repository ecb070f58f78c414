package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A workload that does at once what it is asked, or waits until the test says so. */
final class FakeWorkload implements Workload {
  final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Consumer<Observation>> followers = new CopyOnWriteArrayList<>();
  private final Optional<InetSocketAddress> upstream;
  private final boolean obedient;
  private Observation now = new Observation.Resting();

  FakeWorkload(InetSocketAddress upstream, boolean obedient) {
    this.upstream = Optional.of(upstream);
    this.obedient = obedient;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public void wake() {
    asked.add("wake");
    if (obedient) {
      become(new Observation.Waking("starting"));
      run();
    }
  }

  void run() {
    become(new Observation.Running(upstream));
  }

  @Override
  public void rest() {
    asked.add("rest");
    become(new Observation.Resting());
  }

  synchronized void become(Observation how) {
    now = how;
    followers.forEach(follower -> follower.accept(how));
  }

  @Override
  public synchronized Observation observe() {
    return now;
  }

  @Override
  public synchronized Following follow(Consumer<Observation> told) {
    followers.add(told);
    told.accept(now);
    return () -> followers.remove(told);
  }

  @Override
  public void close() {}
}
