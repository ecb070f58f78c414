package dev.ostler.supervisor;

import dev.ostler.supervisor.Effect.TellByCommand;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** Those who use a version: how they are told of it, and who has it if it does not work. */
final class PipelineAudience {
  static final Duration COMMAND_LIMIT = Duration.ofMinutes(1);

  private final PipelineLife life;
  private final PipelineProof proof;
  private Action action = new Action.Nothing();
  private boolean startedWithIt;

  PipelineAudience(PipelineLife life, PipelineProof proof) {
    this.life = life;
    this.proof = proof;
  }

  /** Nobody needs to be told: they start with what is at the target. */
  void startWithIt() {
    startedWithIt = true;
  }

  /** They run with the version before, and are told as is asked for. */
  void tell(Action asked) {
    action = asked;
    startedWithIt = false;
    proof.mark();
    switch (asked) {
      case Action.Nothing _ -> proof.begin();
      case Action.Send send -> {
        proof.tell(send.signals());
        proof.begin();
      }
      case Action.Restart restart -> {
        life.say("restarting for the new configuration");
        restart.processes().forEach(life.users()::restart);
        proof.begin();
      }
      case Action.Run run -> {
        life.emit(new TellByCommand(life.name(), run.command()));
        life.limit(COMMAND_LIMIT);
        life.enter(PipelinePhase.COMMANDING);
      }
    }
  }

  /** Who runs with the version that does not work. */
  Set<String> thoseWhoHaveIt() {
    if (startedWithIt) {
      return life.setup().users();
    }
    Set<String> all = new TreeSet<>(life.setup().keepIf().orElseThrow().ready());
    switch (action) {
      case Action.Send send -> all.addAll(send.signals().keySet());
      case Action.Restart restart -> all.addAll(restart.processes());
      case Action.Nothing _, Action.Run _ -> {}
    }
    return all;
  }
}
