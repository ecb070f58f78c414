package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.ConfigurationHandler;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.entrypoint.StagedConfiguration;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * A change that comes while another is being checked waits: what is staged must lie still under the
 * check. Any number of waiting changes are one, since only the newest content counts.
 */
/** Brings a configuration to its target, each version only after a command has found it good. */
final class CheckedUpdates {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String STAGED = "{staged}";

  private final Entrypoint entrypoint;
  private final Supervision supervision;
  private final ConfigurationHandler configuration;
  private final Optional<ChildCommand> check;
  private boolean busy;
  private boolean again;
  private @Nullable StagedConfiguration staged;
  private @Nullable ProcessHandler checking;
  private @Nullable Alarm limit;

  CheckedUpdates(
      Entrypoint entrypoint,
      Supervision supervision,
      ConfigurationHandler configuration,
      Optional<ChildCommand> check) {
    this.entrypoint = entrypoint;
    this.supervision = supervision;
    this.configuration = configuration;
    this.check = check;
  }

  /** Says whether a check would look at what is staged rather than at what is live. */
  static boolean looksAtStaged(List<String> command) {
    return command.stream().anyMatch(argument -> argument.contains(STAGED));
  }

  /** There is new content to bring to the target. */
  void request() {
    if (busy) {
      again = true;
    } else {
      busy = true;
      if (check.isPresent()) {
        configuration.stage();
      } else {
        configuration.update();
      }
    }
  }

  /** New content lies ready. */
  void staged(StagedConfiguration ready) {
    staged = ready;
    if (ready.report().isEmpty()) {
      configuration.update(ready); // nothing to check
    } else {
      start(check.orElseThrow(), ready);
    }
  }

  private void start(ChildCommand command, StagedConfiguration ready) {
    List<String> arguments = new ArrayList<>();
    for (String argument : command.arguments()) {
      arguments.add(argument.replace(STAGED, ready.path().toString()));
    }
    try {
      ProcessHandler handler =
          entrypoint.process(
              "configuration check", ChildCommand.of(arguments, command.environment()));
      checking = handler;
      limit = entrypoint.alarm(LIMIT);
      handler.start();
    } catch (IOException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether the event was the check's. */
  boolean happened(ProcessEvent event) {
    if (!event.handler().equals(checking)) {
      return false;
    }
    switch (event) {
      case ProcessEvent.Ended ended -> {
        event.handler().signalGroup(Signal.KILL); // whatever it has left behind
        if (ended.exit().succeeded()) {
          accept();
        } else {
          refuse("its check " + ended.exit().description());
        }
      }
      case ProcessEvent.FailedToStart failed ->
          refuse(String.valueOf(failed.reason().getMessage()));
      case ProcessEvent.Started _, ProcessEvent.GroupEnded _, ProcessEvent.Suspended _ -> {}
    }
    return true;
  }

  /** Returns whether the alarm was the check's. */
  boolean rang(AlarmRang alarm) {
    if (!alarm.alarm().equals(limit)) {
      return false;
    }
    if (checking != null) {
      supervision.say("the configuration check has not ended within " + LIMIT.toSeconds() + " s");
      checking.signalGroup(Signal.KILL);
    }
    return true;
  }

  private void accept() {
    endCheck();
    if (staged != null) {
      configuration.update(staged);
    }
  }

  private void refuse(String reason) {
    endCheck();
    supervision.say(
        "refused what came from " + configuration.source() + ", the old stays: " + reason);
    supervision.take(new Input.ConfigurationFailed());
    done();
  }

  private void endCheck() {
    checking = null;
    if (limit != null) {
      limit.cancel();
      limit = null;
    }
  }

  /** What was requested is done, or has failed. */
  void done() {
    staged = null;
    busy = false;
    if (again) {
      again = false;
      supervision.take(new Input.ConfigurationChanged());
    }
  }

  /** Whether something was requested that is not done. */
  boolean isBusy() {
    return busy;
  }
}
