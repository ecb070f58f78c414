package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A workload that does at once what it is asked, or waits until the test says so. */
final class FakeWorkload extends ScriptedWorkload {
  final List<String> asked = new CopyOnWriteArrayList<>();
  private final Optional<InetSocketAddress> upstream;
  private final boolean obedient;

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

  @Override
  public void close() {}
}
