package dev.ostler.gateway;

import java.util.function.Consumer;

/**
 * A workload whose platform this machine does not know how to reach.
 *
 * @param name what to call it
 * @param why in one sentence
 */
record WorkloadOutOfReach(String name, String why) implements Workload {
  @Override
  public void wake() throws WorkloadException {
    throw new WorkloadException("cannot wake " + name + ": " + why);
  }

  @Override
  public void rest() throws WorkloadException {
    throw new WorkloadException("cannot rest " + name + ": " + why);
  }

  @Override
  public Observation observe() {
    return new Observation.Unknown(why);
  }

  @Override
  public Following follow(Consumer<Observation> told) {
    told.accept(observe());
    return () -> {};
  }

  @Override
  public void close() {}
}
