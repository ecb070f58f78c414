package dev.ostler.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A workload that is as it was said to be last; at rest at first. */
abstract class ScriptedWorkload implements Workload {
  private final List<Consumer<Observation>> followers = new CopyOnWriteArrayList<>();
  private Observation now = new Observation.Resting();

  final synchronized void become(Observation how) {
    now = how;
    followers.forEach(follower -> follower.accept(how));
  }

  @Override
  public final synchronized Observation observe() {
    return now;
  }

  @Override
  public final synchronized Following follow(Consumer<Observation> told) {
    followers.add(told);
    told.accept(now);
    return () -> followers.remove(told);
  }

  /** How many are told how it is. */
  final int followers() {
    return followers.size();
  }
}
