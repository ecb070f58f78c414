package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands that run before processes are asked to end, one of each process at most. */
final class Drains {
  /** One that runs. */
  private static final class Drain {
    private @Nullable SideCommand command;
  }

  private final Router router;
  private final Supervision supervision;
  private final Map<String, Drain> running = new HashMap<>();

  Drains(Router router, Supervision supervision) {
    this.router = router;
    this.supervision = supervision;
  }

  void begin(String process, ChildCommand command, Duration within) {
    end(process);
    Drain drain = new Drain();
    running.put(process, drain);
    SideCommand side =
        SideCommand.run(router, process + " drain", command, end -> ended(process, drain, end));
    drain.command = side;
    side.limit(within);
  }

  /** What ends after its process is not heard of: that may drain anew by then, or be gone. */
  private void ended(String process, Drain drain, SideCommand.End end) {
    if (running.remove(process, drain)) {
      if (!end.success()) {
        supervision.say("the drain of " + process + " " + end.inFull());
      }
      supervision.take(new Input.Drained(process));
    }
  }

  /** The process has ended: there is nothing to wait for. */
  void end(String process) {
    Drain drain = running.remove(process);
    if (drain != null && drain.command != null) {
      drain.command.stop();
    }
  }
}
