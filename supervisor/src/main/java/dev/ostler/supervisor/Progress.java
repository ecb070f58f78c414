package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import dev.ostler.control.Verb;
import java.util.Optional;

/** How far processes have come to what was asked for. */
record Progress(Supervision supervision) {
  private Machine machine() {
    return supervision.machine();
  }

  /** Whether a process is as it should be after a request. */
  boolean isSo(Verb verb, String process) {
    ProcessState state = machine().state(process);
    return switch (verb) {
      case STOP -> state.isDown();
      case SUSPEND -> state.isDown() || state.frozen();
      case START, RESUME, RESTART ->
          isUp(process) || (state.isDown() && machine().goals().isToRest(process));
    };
  }

  private boolean isUp(String name) {
    ProcessMachine process = machine().process(name);
    boolean runs = process.state().phase() == Phase.UP && !process.isToRestart();
    return runs && (process.state().ready() || process.policy().traits().oneShot());
  }

  /** Why a process will not run, as things are; empty if it may. */
  Optional<String> whyNotUp(String process) {
    Machine machine = machine();
    if (machine.state(process).over().isPresent()) {
      ProcessMachine over = machine.process(process);
      return Optional.of(
          over.fault()
              .map(fault -> "it " + over.verdict() + ": " + fault)
              .orElse("it has ended for good; see its last exit"));
    }
    if (!machine.state(process).isDown()) {
      return Optional.empty();
    }
    return machine
        .goals()
        .restingFormer(process)
        .map(former ->
            "it waits for %s, which %s; it starts when %s does"
                .formatted(former, rest(former), former));
  }

  private String rest(String former) {
    Claims claims = machine().claims(former);
    if (claims.started().by() instanceof SetBy.Itself) {
      return machine().process(former).verdict();
    }
    if (!claims.started().holds()) {
      return claims.started().by() instanceof SetBy.Configuration ? "is not started" : "is stopped";
    }
    return claims.active().holds() ? "is suspended" : "is on standby";
  }

  /** Why it is not so yet. */
  String awaited(String process) {
    Machine machine = machine();
    if (!machine.processes().contains(process)) {
      return "it is not configured any more";
    }
    return switch (machine.state(process).phase()) {
      case DOWN -> "it waits for what it follows, or for its configuration";
      case WAITING -> "it waits for its restart";
      case STARTING -> "it is being started";
      case UP -> {
        if (machine.process(process).isToRestart()) {
          yield "it waits for those that follow it to end";
        }
        yield machine.state(process).ready() ? "it runs" : "it is not ready yet";
      }
      case DRAINING, STOPPING, CLEARING, KILLING, CLEARING_BY_KILL -> "it is being stopped";
    };
  }
}
