package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Decides on whether one process that has ended is started again, and when. */
final class ProcessRestart {
  private static final int FAILED = 1;

  private final ProcessLife life;
  private final DoubleSupplier chance;

  ProcessRestart(ProcessLife life, DoubleSupplier chance) {
    this.life = life;
    this.chance = chance;
  }

  private RestartPolicy policy() {
    return life.policy().restart();
  }

  /** It was stopped for a fault of its own. */
  void afterFault() {
    afterFailure(Math.max(FAILED, life.state().lastExit().map(ChildExit::shellStatus).orElse(0)));
  }

  void afterFailure(int status) {
    switch (policy().when()) {
      case ALWAYS, ON_FAILURE -> restart(status);
      case NEVER, ON_REQUEST -> end(status);
    }
  }

  /** It has ended by itself. */
  void after(ChildExit exit) {
    boolean success = life.policy().exits().isSuccess(exit);
    if (life.policy().traits().oneShot() && success) {
      end(exit.shellStatus());
      life.become(life.state().withReady(true));
      return;
    }
    switch (policy().when()) {
      case NEVER -> {
        if (!success && !life.isOnly()) {
          life.sayExit(exit); // who has only one process is told by the status
        }
        end(exit.shellStatus());
      }
      case ALWAYS -> restartAfter(exit);
      case ON_FAILURE -> {
        if (success) {
          end(exit.shellStatus());
        } else {
          restartAfter(exit);
        }
      }
      case ON_REQUEST -> {
        if (!success) {
          life.sayExit(exit);
        }
        end(exit.shellStatus());
      }
    }
  }

  private void end(int status) {
    life.become(life.state().withOver(Optional.of(status)));
  }

  private void restartAfter(ChildExit exit) {
    life.sayExit(exit);
    restart(exit.shellStatus());
  }

  private void restart(int status) {
    int before = life.state().restarts();
    if (before >= policy().attempts()) {
      life.say("given up after " + before + (before == 1 ? " restart" : " restarts"));
      end(status);
      return;
    }
    Duration delay = policy().delay(before, chance.getAsDouble());
    life.become(life.state().withRestarts(before + 1));
    if (delay.isZero()) {
      life.say("restarting");
    } else {
      life.say("restarting in " + delay.toMillis() + " ms");
      life.limit(delay);
      life.enter(Phase.WAITING);
    }
  }
}
