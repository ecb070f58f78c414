package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/*
 * Started only when asked for: a container that is started anew is well without it. So it is no
 * reason to take this one's work away, or to end it.
 *
 * Suspended: live, for it is as somebody wants it, and not ready, so that it gets no requests.
 * Standby: live and ready, for it is ready to take over.
 */
/** How a machine's processes are, for those who ask by HTTP. */
final class MachineHealth implements HealthView {
  private final Machine machine;
  private final Function<String, Optional<String>> trouble;

  MachineHealth(Machine machine, Function<String, Optional<String>> trouble) {
    this.machine = machine;
    this.trouble = trouble;
  }

  @Override
  public boolean live() {
    return processes().stream().allMatch(ProcessHealth::live);
  }

  @Override
  public boolean ready() {
    return !machine.areLeaving() && processes().stream().allMatch(ProcessHealth::ready);
  }

  @Override
  public List<ProcessHealth> processes() {
    List<ProcessHealth> all = new ArrayList<>();
    for (String name : machine.processes()) {
      all.add(process(name));
    }
    return all;
  }

  private ProcessHealth process(String name) {
    ProcessHealth own = own(name);
    if (machine.process(name).policy().traits().autostart()) {
      return own;
    }
    return new ProcessHealth(
        name, true, true, own.ready() ? own.detail() : own.detail() + ", which does not count");
  }

  private ProcessHealth own(String name) {
    ProcessState state = machine.state(name);
    Claims claims = machine.claims(name);
    if (machine.process(name).isDone()) {
      return new ProcessHealth(name, true, true, "completed");
    }
    if (claims.suspended().holds()) {
      return new ProcessHealth(name, true, false, "suspended");
    }
    if (!claims.active().holds()) {
      return new ProcessHealth(name, true, true, "on standby");
    }
    if (!claims.started().holds()) {
      boolean live = state.over().isEmpty() || machine.process(name).hasCompleted();
      return new ProcessHealth(name, live, false, live ? stopped(claims) : "has ended for good");
    }
    return new ProcessHealth(name, true, state.ready(), detail(name, state));
  }

  private static String stopped(Claims claims) {
    return claims.started().by() instanceof SetBy.Configuration ? "not started" : "stopped";
  }

  private String detail(String name, ProcessState state) {
    return switch (state.phase()) {
      case DOWN -> "waits for others";
      case WAITING -> "waits for its restart";
      case STARTING -> "is being started";
      case UP -> state.ready() ? "ready" : trouble.apply(name).orElse("not ready yet");
      case DRAINING, STOPPING, CLEARING, KILLING, CLEARING_BY_KILL -> "is ending";
    };
  }
}
