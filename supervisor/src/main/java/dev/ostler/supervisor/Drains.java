package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
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

  void begin(String process, ChildCommand command, Stopping.Drain how) {
    end(process);
    Drain drain = new Drain();
    running.put(process, drain);
    SideCommand side =
        SideCommand.run(
            router,
            process + " drain",
            command,
            (success, end) -> ended(process, drain, success, end));
    drain.command = side;
    side.limit(how.within());
  }

  /** What ends after its process is not heard of: that may drain anew by then, or be gone. */
  private void ended(String process, Drain drain, boolean success, String how) {
    if (running.remove(process, drain)) {
      if (!success) {
        supervision.say("the drain of " + process + " " + how);
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
